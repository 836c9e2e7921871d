import { z } from 'zod'
import type { ResultType } from '@/domain/results/result-types.rules'

/** The most calls that a step, or a sequence with all its steps, can be allowed. */
export const ATTEMPTS_MAX = 50

/** How long after a call the next one may come at the latest. */
export const RETRY_AFTER_DAYS_MAX = 90

const MINUTE_MS = 60_000
const UNIT_MS = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 24 * 60 * MINUTE_MS } as const

const WAIT = /^([1-9][0-9]{0,4})([mhd])$/
const WAIT_MESSAGE = `Write the wait as 10m, 4h or 1d, up to ${RETRY_AFTER_DAYS_MAX}d.`

/** What a call can end with without anybody having been spoken to. After a conversation nothing is tried again. */
export const RETRIED_TYPES = ['Voicemail', 'Busy', 'No Answer', 'Failed'] as const satisfies readonly ResultType[]

export type RetriedType = (typeof RETRIED_TYPES)[number]

/** Returns the milliseconds of a wait such as `10m`, `4h` or `1d`; null for any other text. A day has 24 hours. */
export function waitMs(text: string): number | null {
  const match = WAIT.exec(text)
  if (!match) return null
  const ms = Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS]
  return ms <= RETRY_AFTER_DAYS_MAX * UNIT_MS.d ? ms : null
}

/** How many calls a step, or a sequence, makes at most; calls back are not counted. */
export const attemptsMaxSchema = z
  .int('Give a whole number of calls.')
  .min(1, 'Allow 1 call or more.')
  .max(ATTEMPTS_MAX, `Allow ${ATTEMPTS_MAX} calls at most.`)

const retrySchema = z.strictObject({
  after: z
    .string(WAIT_MESSAGE)
    .max(20, WAIT_MESSAGE)
    .refine((text) => waitMs(text) !== null, WAIT_MESSAGE)
    .describe('The wait from the end of the call on: `10m`, `4h`, `1d`.'),
  times: z
    .int('Give a whole number of calls.')
    .min(1, 'Try again once or more.')
    .max(ATTEMPTS_MAX, `Try again ${ATTEMPTS_MAX} times at most.`)
    .describe('How often it is tried again after calls of a step that end so.'),
  otherTimeOfDay: z
    .boolean('Send true or false.')
    .default(false)
    .describe('On later days, not within two hours of the time of day of a call that nobody answered.'),
})

/**
 * When a CALL step calls again, by the result of its call: `{ "Busy": { "after": "10m", "times": 2 } }`. A result that is
 * not named is not tried again, and without a policy none is.
 */
export const retryPolicySchema = z.partialRecord(
  z.enum(RETRIED_TYPES, `Name results of: ${RETRIED_TYPES.join(', ')}.`),
  retrySchema,
)

export type RetryPolicy = z.output<typeof retryPolicySchema>
