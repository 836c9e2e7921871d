import { z } from 'zod'
import { capSettingsSchema } from '@/domain/contact-safety/cap.schema'
import { RULE_SET_IDS, type RuleSetId } from '@/domain/contact-safety/rule-sets.rules'

/** Rule sets that are switched on, each once. */
export const ruleSetsSchema = z
  .array(z.enum(RULE_SET_IDS as readonly [RuleSetId, ...RuleSetId[]], `Name sets of: ${RULE_SET_IDS.join(', ')}.`))
  .max(RULE_SET_IDS.length, 'Name each set once.')
  .transform((ids) => RULE_SET_IDS.filter((id) => ids.includes(id)))

/** A change of what an organization asks of its calls. What is left out stays as it is; of caps all are sent. */
export const updateCallingPolicySchema = z.strictObject({
  version: z
    .int('Send the number of the version.')
    .min(1)
    .max(2_147_483_647)
    .describe('The version that the change was made on. Where somebody has changed it since, it is refused.'),
  ruleSets: ruleSetsSchema.optional(),
  caps: capSettingsSchema.optional(),
})

export type UpdateCallingPolicyInput = z.input<typeof updateCallingPolicySchema>
