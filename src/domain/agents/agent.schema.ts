import { z } from 'zod'
import { attemptsMaxSchema, retryPolicySchema } from '@/domain/cadence/retry-policy.schema'
import { CONTACT_FIELD_NAMES, LATER_FIELDS } from '@/domain/contacts/contact-fields.rules'
import { isUsableVariableName } from '@/domain/contacts/variable-name.rules'
import { callWindowsSchema } from '@/domain/schedule/call-windows.schema'
import { findTimeZone } from '@/domain/schedule/find-time-zone.rules'
import { isStorable } from '@/domain/text/sanitize.rules'
import { AGENT_OUTCOMES_MAX, AGENT_STEPS_MAX, AGENT_TIMEZONES_MAX, AGENT_VARIABLES_MAX } from './agent-limits.rules'

export const STEP_TYPES = ['CALL', 'EMAIL'] as const

export const STEP_DELAY_SECONDS_MAX = 366 * 86_400
export const CREDITS_PER_CONTACT_MAX = 10_000

/** Describes text that Postgres can store, of at most `max` characters. */
function text(max: number) {
  return z.string().max(max).refine(isStorable, 'Remove the broken character (NUL or half of a surrogate pair).')
}

export const agentVariableSchema = z.object({
  name: z
    .string()
    .max(200)
    .refine(isUsableVariableName, 'Use 1 to 64 characters, and not __proto__, constructor or prototype.')
    .refine(
      (name) => !CONTACT_FIELD_NAMES.has(name) || LATER_FIELDS.has(name),
      'This is the name of a standard field of a contact.',
    ),
  required: z.boolean(),
  description: text(500).optional(),
})

/** A step of an unknown type can be stored; it makes the agent misconfigured (`findAgentFaults`). */
export const agentStepSchema = z.object({
  stepType: text(50),
  delaySeconds: z.int().min(0).max(STEP_DELAY_SECONDS_MAX),
  subject: text(500).optional(),
  body: text(50_000).optional(),
  /** When a CALL step calls again; without it each calls once. */
  retry: retryPolicySchema
    .optional()
    .describe('Of a CALL: when it calls again, by the result of its call. Without it a step is one call.'),
  attemptsMax: attemptsMaxSchema.optional().describe('Of a CALL: how many calls it makes at most, however they end.'),
})

export const agentOutcomeSchema = z.object({
  name: text(100).min(1, 'Give the outcome a name.'),
  /** As people read it in lists and charts; without one, its name in words (`outcomeLabel`). */
  label: text(100).optional(),
  description: text(1_000),
  successful: z.boolean(),
})

/** What a value of the provider's analysis of a call means. Each row that fits names an outcome. */
export const analysisOutcomeSchema = z.object({
  field: text(200).min(1, 'Name the field of the analysis.'),
  /** As text, compared without regard to case and blanks around it. */
  value: text(200).min(1, 'Give the value.'),
  outcome: text(100).min(1, 'Name the outcome.'),
})

export type AnalysisOutcome = z.output<typeof analysisOutcomeSchema>

// Longer than what is refused with a reason of its own.
const ZONE_LENGTH_MAX = 100

export const timeZoneSchema = z
  .string()
  .max(ZONE_LENGTH_MAX)
  .transform((name, context) => {
    const zone = findTimeZone(name)
    if (zone !== null) return zone
    context.addIssue({ code: 'custom', message: 'Write an IANA time zone name, such as America/New_York.' })
    return z.NEVER
  })

export const fromNumberSchema = z
  .string()
  .regex(/^\+[1-9][0-9]{4,16}$/, 'Write the number as E.164, such as +15551234567.')

export const agentStatusSchema = z.enum(['active', 'inactive', 'archived'])

/**
 * The settings of an agent that are needed to judge a contact. Misconfigured agents parse too, since an agent is set up
 * step by step.
 */
export const agentRulesSchema = z.object({
  status: agentStatusSchema,
  fromNumber: fromNumberSchema.nullable(),
  /** Contacts without a timezone get the first one. */
  timezones: z.array(timeZoneSchema).max(AGENT_TIMEZONES_MAX),
  callWindows: callWindowsSchema,
  variables: z
    .array(agentVariableSchema)
    .max(AGENT_VARIABLES_MAX)
    .refine((variables) => new Set(variables.map(({ name }) => name)).size === variables.length, {
      error: 'Two variables have the same name.',
    }),
  steps: z.array(agentStepSchema).max(AGENT_STEPS_MAX),
  outcomes: z.array(agentOutcomeSchema).max(AGENT_OUTCOMES_MAX),
  creditsPerContact: z.int().min(0).max(CREDITS_PER_CONTACT_MAX),
})

export const chainAdvanceSchema = z.enum(['call', 'sequence'])

export type AgentStatus = z.output<typeof agentStatusSchema>
export type AgentVariable = z.output<typeof agentVariableSchema>
export type AgentStep = z.output<typeof agentStepSchema>
export type AgentOutcome = z.output<typeof agentOutcomeSchema>
export type AgentRules = z.output<typeof agentRulesSchema>
