import { z } from 'zod'

export const CAP_CALLS_MAX = 1_000
export const GAP_MINUTES_MAX = 30 * 24 * 60
export const REST_DAYS_MAX = 366

/**
 * A limit on calls of one number. It counts calls that a dialer accepted: of all agents of the organization, or with the
 * scope `subject` only those on the same subject as the call to come.
 */
export type Cap = { scope: 'number' | 'subject' } & (
  | { kind: 'calls'; max: number; withinHours: number }
  /** The least time from one call to the next. */
  | { kind: 'gap'; minutes: number }
  /** No call for so many times 24 hours after a call in which somebody was spoken to. */
  | { kind: 'rest'; days: number }
)

const count = (max: number, message: string) =>
  z.int(message).min(1, message).max(max, message).nullable().default(null)

/** The caps that an organization sets, and an agent may tighten. Null is no limit. */
export const capSettingsSchema = z.strictObject({
  callsPerDay: count(CAP_CALLS_MAX, `Give a whole number of calls from 1 to ${CAP_CALLS_MAX}, or null.`).describe(
    'Calls of one number in any 24 hours.',
  ),
  callsPerWeek: count(CAP_CALLS_MAX, `Give a whole number of calls from 1 to ${CAP_CALLS_MAX}, or null.`).describe(
    'Calls of one number in any 7 days.',
  ),
  gapMinutes: count(GAP_MINUTES_MAX, `Give whole minutes from 1 to ${GAP_MINUTES_MAX}, or null.`).describe(
    'The least time between two calls of one number.',
  ),
  restDays: count(REST_DAYS_MAX, `Give whole days from 1 to ${REST_DAYS_MAX}, or null.`).describe(
    'Days without a call after a conversation.',
  ),
})

export type CapSettings = z.output<typeof capSettingsSchema>

export const NO_CAPS: CapSettings = { callsPerDay: null, callsPerWeek: null, gapMinutes: null, restDays: null }
