import { z } from 'zod'
import { isLongerThan, type StorableJson, toStorable } from '@/domain/enrollment/sanitize.rules'
import { toStorableJson } from './storable-json.rules'

/** The public literals of how a call ended. */
export const RESULT_TYPES = [
  'Goal Completed',
  'Goal Not Completed',
  'Voicemail',
  'Busy',
  'No Answer',
  'Failed',
] as const

export const CALL_DURATION_SECONDS_MAX = 86_400
export const CALL_SUMMARY_LENGTH_MAX = 20_000
export const CALL_TRANSCRIPTION_LENGTH_MAX = 500_000
export const CALL_OUTCOMES_MAX = 100
export const CALL_OUTCOME_NAME_LENGTH_MAX = 200
export const CALL_ACTIONS_MAX = 500

/** What is known of a call can be any JSON; together with its names it is stored as at most this many characters. */
export const CALL_DETAILS_LENGTH_MAX = 200_000

export const resultTypeSchema = z.enum(RESULT_TYPES)

/**
 * Text of at most `max` characters. What Postgres cannot store of it is replaced and not refused: a result must not be
 * lost because a transcription has one broken character.
 */
function text(max: number) {
  return z
    .string()
    .refine((value) => !isLongerThan(value, max), `Send at most ${max.toLocaleString('en-US')} characters.`)
    .transform((value) => toStorable(value))
}

/** As in a contact, null is the same as absent. */
function optionalText(max: number) {
  return text(max)
    .nullish()
    .transform((value) => value ?? null)
}

/** A moment with an offset, kept in UTC. */
const momentSchema = z.iso
  .datetime({ offset: true, error: 'Write the moment as ISO 8601 with an offset, such as 2027-03-01T16:00:00Z.' })
  .transform((written, context) => {
    const moment = new Date(written)
    // Postgres has no year 0, and no dialer has called before there were dialers.
    if (moment.getUTCFullYear() >= 1970 && moment.getUTCFullYear() <= 9999) return moment.toISOString()
    context.addIssue({ code: 'custom', message: 'This is no moment at which a call could have ended.' })
    return z.NEVER
  })

/** The JSON made storable, unless it is too large. */
function keepStorable<Value extends StorableJson>(value: unknown, context: z.RefinementCtx): Value {
  const storable = toStorableJson(value, CALL_DETAILS_LENGTH_MAX)
  if (storable !== undefined) return storable as Value
  context.addIssue({ code: 'custom', message: 'This is nested too deep or too large.' })
  return z.NEVER
}

const actionsSchema = z
  .array(z.unknown())
  .max(CALL_ACTIONS_MAX, `Send at most ${CALL_ACTIONS_MAX} actions.`)
  .nullish()
  .transform((actions, context) => keepStorable<StorableJson[]>(actions ?? [], context))

/** An outcome that the call had, by its name on the agent; one that the agent does not have is kept all the same. */
export const callOutcomeSchema = z.object({
  name: text(CALL_OUTCOME_NAME_LENGTH_MAX).refine((name) => name.trim() !== '', 'Name the outcome.'),
  reasoning: optionalText(CALL_SUMMARY_LENGTH_MAX),
})

/**
 * What a dialer reports of a call, and what is stored of it. `duration` is in seconds, moments are ISO 8601 UTC. All but
 * the first three fields are sent as far as they are known; absent ones come out as null or empty. Idempotent: its
 * output parses to itself.
 */
export const callResultSchema = z.strictObject({
  resultType: resultTypeSchema,
  duration: z.number().min(0).max(CALL_DURATION_SECONDS_MAX).describe('Seconds.'),
  endedAt: momentSchema,
  summary: optionalText(CALL_SUMMARY_LENGTH_MAX).meta({
    description: `At most ${CALL_SUMMARY_LENGTH_MAX.toLocaleString('en-US')} characters.`,
  }),
  transcription: optionalText(CALL_TRANSCRIPTION_LENGTH_MAX).meta({
    description: `At most ${CALL_TRANSCRIPTION_LENGTH_MAX.toLocaleString('en-US')} characters.`,
  }),
  extractedVariables: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((variables, context) => keepStorable<{ [name: string]: StorableJson }>(variables ?? {}, context)),
  outcomes: z
    .array(z.unknown())
    .max(CALL_OUTCOMES_MAX, `Send at most ${CALL_OUTCOMES_MAX} outcomes.`)
    .pipe(z.array(callOutcomeSchema))
    .nullish()
    .transform((outcomes) => outcomes ?? []),
  agentActions: actionsSchema,
  humanActions: actionsSchema,
  rescheduledAt: momentSchema
    .nullish()
    .transform((moment) => moment ?? null)
    .meta({ description: 'When the person wants to be called again. Kept and passed on.' }),
})

export type ResultType = z.output<typeof resultTypeSchema>
export type CallOutcome = z.output<typeof callOutcomeSchema>
export type CallResultInput = z.input<typeof callResultSchema>
export type CallResult = z.output<typeof callResultSchema>
