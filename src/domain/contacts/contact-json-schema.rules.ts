import { z } from 'zod'
import { consentSchema } from '@/domain/contact-safety/consent.schema'
import { PHONE_EXTENSION_LENGTH_MAX } from '@/domain/phones/phone-number.rules'
import type { ContactField } from './contact-fields.rules'
import { EXTERNAL_ID_LENGTH_MAX, NAME_LENGTH_MAX } from './judge-contact.rules'
import { SCHEDULED_AT_AHEAD_DAYS_MAX } from './judge-schedule.rules'
import { VARIABLE_LENGTH_MAX } from './judge-variables.rules'
import { needsEmail } from './needs-email.rules'
import type { ValidatingAgent } from './prepare-validation.rules'
import { FORBIDDEN_VARIABLE_NAMES, VARIABLE_NAME_LENGTH_MAX } from './variable-name.rules'

const NOT_BLANK = { pattern: '\\S' }

// What JSON Schema can say of a field is said in `meta`: the verdict itself is judgeContact's, and a second set of
// checks that run would be a second set of rules.
const fields = {
  name: z.string().meta({
    ...NOT_BLANK,
    maxLength: NAME_LENGTH_MAX,
    description: 'Full name.',
    examples: ['John Doe'],
  }),
  phoneNumber: z.string().meta({
    ...NOT_BLANK,
    description: 'A possible phone number. Without + it is read in the default country. May hold an extension.',
    examples: ['+15551234567', '+1 (555) 123-4567 ext. 12'],
  }),
  phoneNumberExt: z
    .string()
    .nullish()
    .meta({
      pattern: `^\\s*([0-9]{1,${PHONE_EXTENSION_LENGTH_MAX}})?\\s*$`,
      description: `Extension, 1 to ${PHONE_EXTENSION_LENGTH_MAX} digits.`,
      examples: ['12'],
    }),
  timezone: z
    .string()
    .nullish()
    .meta({
      description: 'IANA time zone name. Default: the timezone of the request, else the first one of the agent.',
      examples: ['America/Chicago'],
    }),
  scheduledAt: z
    .string()
    .nullish()
    .meta({
      description: `ISO 8601 date and time, at most ${SCHEDULED_AT_AHEAD_DAYS_MAX} days ahead, inside a call window of the agent. Without an offset it is read in the contact's timezone. Default: the first moment inside a call window.`,
      examples: ['2027-03-01T16:00:00Z', '2027-03-01 10:00'],
    }),
  toEmailAddress: z
    .string()
    .nullish()
    .meta({
      format: 'email',
      description: 'Address for the EMAIL steps of the agent.',
      examples: ['john@example.com'],
    }),
  externalId: z
    .string()
    .nullish()
    .meta({
      maxLength: EXTERNAL_ID_LENGTH_MAX,
      description:
        'What your system knows the contact by. Kept as it is, need not be unique, and told wherever the contact is.',
      examples: ['crm-48151'],
    }),
} satisfies Record<ContactField, z.ZodType>

/** The consent of a contact. A text of the same name is a variable. */
const consent = z
  .union([z.object(consentSchema.shape), z.string()])
  .nullish()
  .meta({
    description:
      'That the person has agreed to be called, as an object: kept as a proof, and asked for by agents and calling rules. A text is a variable.',
    examples: [{ basis: 'express', at: '2026-11-01T10:00:00Z', source: 'Form on example.com' }],
  })

/** The parts that every JSON Schema of a contact has. */
export const contactSchemaAnswerSchema = z.looseObject({ $schema: z.string(), type: z.literal('object') })

export type ContactJsonSchema = z.output<typeof contactSchemaAnswerSchema>

const variable = z.string().meta({ maxLength: VARIABLE_LENGTH_MAX })

/**
 * Returns the JSON Schema (draft 2020-12) of one contact for this agent, with its required variables. A schema cannot
 * say everything: phone numbers, time zones and times are judged by `judgeContact`.
 */
export function contactJsonSchema(agent: Pick<ValidatingAgent, 'variables' | 'steps'>): ContactJsonSchema {
  const variables = agent.variables.map(({ name, required, description }) => {
    const described = { maxLength: VARIABLE_LENGTH_MAX, ...(description ? { description } : {}) }
    return [name, required ? z.string().meta({ ...NOT_BLANK, ...described }) : z.string().nullish().meta(described)]
  })
  const toEmailAddress = needsEmail(agent)
    ? z.string().meta({ ...NOT_BLANK, ...fields.toEmailAddress.meta() })
    : fields.toEmailAddress
  const schema = z.object({ ...fields, toEmailAddress, consent, ...Object.fromEntries(variables) }).catchall(
    variable.nullable().meta({
      description:
        'A custom input variable. A name that is a field or option but for how it is written (scheduled_at), or begins as one, is refused.',
    }),
  )
  return {
    ...z.toJSONSchema(schema, { io: 'input' }),
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    title: 'Contact',
    propertyNames: { minLength: 1, maxLength: VARIABLE_NAME_LENGTH_MAX, not: { enum: [...FORBIDDEN_VARIABLE_NAMES] } },
  }
}
