import { z } from 'zod'
import { ATTEMPTS_MAX, RETRIED_TYPES, RETRY_AFTER_DAYS_MAX, waitMs } from './retry-wait.rules'

const WAIT_MESSAGE = `Write the wait as 10m, 4h or 1d, up to ${RETRY_AFTER_DAYS_MAX}d.`

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
