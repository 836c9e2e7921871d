import { z } from 'zod'
import { attemptsMaxSchema } from '@/domain/cadence/retry-policy.schema'
import { capSettingsSchema } from '@/domain/contact-safety/cap.schema'
import { consentRequirementSchema } from '@/domain/contact-safety/consent.schema'
import { isStorable } from '@/domain/text/sanitize.rules'
import { agentRulesSchema, chainAdvanceSchema } from './agent.schema'

export const AGENT_LINES_MAX = 1_000
export const CALLS_PER_MINUTE_MAX = 10_000
export const AGENT_NAME_LENGTH_MAX = 200
export const AGENT_SUBJECT_LENGTH_MAX = 100

export const DIALERS = ['simulated', 'webhook'] as const

const { status: _, ...rules } = agentRulesSchema.shape

/** Everything of an agent that a person sets. Doors and forms add what they need to know beside it. */
export const agentSettingsShape = {
  ...rules,
  name: z
    .string()
    .trim()
    .min(1, 'Give the agent a name.')
    .max(AGENT_NAME_LENGTH_MAX)
    .refine(isStorable, 'Remove the broken character (NUL or half of a surrogate pair).'),
  /** How many calls the agent may have under way at once. */
  lines: z.int('Give a whole number.').min(1, 'Give at least 1 line.').max(AGENT_LINES_MAX),
  chainAdvance: chainAdvanceSchema,
  attemptsMax: attemptsMaxSchema
    .nullable()
    .describe('How many calls a sequence makes at most, all its steps and their retries together; null for no limit.'),
  callsPerMinute: z
    .int('Give a whole number of calls.')
    .min(1, 'Allow 1 call a minute or more.')
    .max(CALLS_PER_MINUTE_MAX, `Allow ${CALLS_PER_MINUTE_MAX} calls a minute at most.`)
    .nullable()
    .describe('How many calls it begins in any minute at most; null for no limit but its lines.'),
  dialer: z.enum(DIALERS),
  dialerUrl: z
    .url({ protocol: /^https?$/, error: 'Give the dialer an http:// or https:// address.' })
    .max(2_000)
    .nullable(),
  /** What its calls are about: agents of one subject share the caps on it. Null when that is the agent itself. */
  subject: z
    .string()
    .trim()
    .min(1, 'Name the subject, or leave it out.')
    .max(AGENT_SUBJECT_LENGTH_MAX)
    .refine(isStorable, 'Remove the broken character (NUL or half of a surrogate pair).')
    .nullable(),
  /** Whether the rules for debt collection hold for its calls. */
  collectsDebts: z.boolean(),
  /** Its own limits on calls of one number. Those of the organization hold as well. */
  caps: capSettingsSchema,
  /** The consent without which nobody is called; null when the rules alone say whether one is needed. */
  consent: consentRequirementSchema.nullable(),
}

export const agentSettingsSchema = z.object({
  ...agentSettingsShape,
  // Versions that are older than these do not have them.
  attemptsMax: agentSettingsShape.attemptsMax.default(null),
  callsPerMinute: agentSettingsShape.callsPerMinute.default(null),
})

export type AgentSettings = z.output<typeof agentSettingsSchema>

export type AgentSetting = keyof AgentSettings
