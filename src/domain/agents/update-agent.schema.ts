import { z } from 'zod'
import { agentSettingsShape } from './agent-settings.schema'

export const versionSchema = z
  .int('Send the number of the version.')
  .min(1)
  .max(2_147_483_647)
  .describe('The version that the change was made on. Where somebody has changed the agent since, it is refused.')

/** A change of an agent. What is left out stays as it is. */
export const updateAgentSchema = z.strictObject({
  version: versionSchema,
  ...z.object(agentSettingsShape).partial().shape,
  status: z
    .enum(['active', 'inactive'], { error: 'Send active or inactive. An agent is archived by a request of its own.' })
    .optional(),
})

export type UpdateAgentInput = z.input<typeof updateAgentSchema>

export const restoreAgentSchema = z.strictObject({ version: versionSchema, number: z.int().min(1).max(2_147_483_647) })

export const copyAgentSchema = z.strictObject({ name: agentSettingsShape.name.optional() })
