import { z } from 'zod'
import { attemptsMaxSchema } from '@/domain/cadence/retry-policy.schema'
import { capSettingsSchema } from '@/domain/contact-safety/cap.schema'
import { consentRequirementSchema } from '@/domain/contact-safety/consent.schema'
import { dialerKindSchema, dialerUrlSchema } from '@/domain/dialer-accounts/dialer-account.schema'
import { idSchema } from '@/domain/id.schema'
import { isStorable } from '@/domain/text/sanitize.rules'
import { agentRulesSchema, analysisOutcomeSchema, chainAdvanceSchema, fromNumberSchema } from './agent.schema'
import { AGENT_NUMBERS_MAX, ANALYSIS_OUTCOMES_MAX, CALLS_PER_NUMBER_PER_DAY_MAX } from './agent-limits.rules'

export const AGENT_LINES_MAX = 1_000
export const CALLS_PER_MINUTE_MAX = 10_000
export const AGENT_NAME_LENGTH_MAX = 200
export const AGENT_SUBJECT_LENGTH_MAX = 100

const REMOTE_ID_LENGTH_MAX = 200

const remoteIdSchema = z
  .string()
  .trim()
  .min(1, 'Give the id, or leave it out.')
  .max(REMOTE_ID_LENGTH_MAX)
  .refine(isStorable, 'Remove the broken character (NUL or half of a surrogate pair).')
  .nullable()

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
  moreFromNumbers: z
    .array(fromNumberSchema)
    .max(AGENT_NUMBERS_MAX - 1, `Give an agent ${AGENT_NUMBERS_MAX} numbers at most.`)
    .describe(
      'Further numbers that it calls from, beside `fromNumber`. A person is called from the same number again.',
    ),
  localFirst: z
    .boolean()
    .describe('Of several numbers one with the area code of the person comes first, or else one of the same country.'),
  callsPerNumberPerDay: z
    .int('Give a whole number of calls.')
    .min(1, 'Allow 1 call a day or more.')
    .max(CALLS_PER_NUMBER_PER_DAY_MAX, `Allow ${CALLS_PER_NUMBER_PER_DAY_MAX} calls a day at most.`)
    .nullable()
    .describe(
      'How many calls each of its numbers makes in a day at most, on the clock of its first time zone; null for no limit.',
    ),
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
  dialerAccountId: idSchema
    .nullable()
    .describe('The dialer account that makes its calls. It decides `dialer` and `dialerUrl`.'),
  dialer: dialerKindSchema.describe(
    'What makes its calls. Of `simulated` and `webhook` the account is found, or made, where none is named.',
  ),
  dialerUrl: dialerUrlSchema.nullable().describe('Of `webhook`: where each call is sent.'),
  remoteAgentId: remoteIdSchema.describe('The provider’s id of the assistant that speaks.'),
  remoteNumberId: remoteIdSchema.describe('The provider’s id of the from-number, where it has one.'),
  analysisOutcomes: z
    .array(analysisOutcomeSchema)
    .max(ANALYSIS_OUTCOMES_MAX)
    .describe('Which outcome a value of the provider’s analysis of a call means.'),
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
  moreFromNumbers: agentSettingsShape.moreFromNumbers.default([]),
  localFirst: agentSettingsShape.localFirst.default(false),
  callsPerNumberPerDay: agentSettingsShape.callsPerNumberPerDay.default(null),
  dialerAccountId: agentSettingsShape.dialerAccountId.default(null),
  remoteAgentId: agentSettingsShape.remoteAgentId.default(null),
  remoteNumberId: agentSettingsShape.remoteNumberId.default(null),
  analysisOutcomes: agentSettingsShape.analysisOutcomes.default([]),
})

export type AgentSettings = z.output<typeof agentSettingsSchema>

export type AgentSetting = keyof AgentSettings
