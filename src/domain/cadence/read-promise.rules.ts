import { CALL_BACK_LEEWAY_MS } from './next-call.rules'

/** A promise reaches no further ahead than an enrollment does. */
const PROMISE_AHEAD_MS_MAX = 366 * 86_400_000

/**
 * Reads the moment that a result asks to be called again at. One that was over when the call ended, or that is more than
 * 366 days ahead, is no promise: it is kept and passed on, and nothing follows from it.
 *
 * @param rescheduledAt ISO 8601, as a result has it
 * @param endedAtMs when the call ended
 * @returns epoch milliseconds, or null for no promise
 */
export function readPromise(rescheduledAt: string | null, endedAtMs: number): number | null {
  const ms = rescheduledAt === null ? Number.NaN : Date.parse(rescheduledAt)
  return ms >= endedAtMs - CALL_BACK_LEEWAY_MS && ms <= endedAtMs + PROMISE_AHEAD_MS_MAX ? ms : null
}
