import { z } from 'zod'
import { agentRulesSchema, chainAdvanceSchema } from './agent.schema'

export const AGENT_LINES_MAX = 1_000

/**
 * A new agent, as `npm run admin -- create-organization --agent-file` reads it. Properties that are left out get a
 * default.
 */
export const createAgentSchema = z.strictObject({
  ...agentRulesSchema.shape,
  name: z.string().trim().min(1, 'Give the agent a name.').max(200),
  status: agentRulesSchema.shape.status.default('active'),
  fromNumber: agentRulesSchema.shape.fromNumber.default(null),
  timezones: agentRulesSchema.shape.timezones.default([]),
  callWindows: agentRulesSchema.shape.callWindows.default({}),
  variables: agentRulesSchema.shape.variables.default([]),
  steps: agentRulesSchema.shape.steps.default([]),
  outcomes: agentRulesSchema.shape.outcomes.default([]),
  creditsPerContact: agentRulesSchema.shape.creditsPerContact.default(1),
  /** How many calls the agent may have under way at once. */
  lines: z.int().min(1).max(AGENT_LINES_MAX).default(1),
  chainAdvance: chainAdvanceSchema.default('call'),
  dialer: z.enum(['simulated', 'webhook']).default('simulated'),
  dialerUrl: z
    .url({ protocol: /^https?$/, error: 'Give the dialer an http:// or https:// address.' })
    .max(2_000)
    .nullable()
    .default(null),
})

export type CreateAgentInput = z.input<typeof createAgentSchema>
