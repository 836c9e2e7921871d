import type { ResultType } from '@/domain/results/result-types.rules'

/** Calls that ended within this time are looked at. */
export const BREAKER_WINDOW_MS = 10 * 60_000

/**
 * How long before now a call may have been requested that ends now. Of one of which nothing is reported the result is
 * `Failed`, two hours after it was placed; where an installation waits longer, such calls are not counted.
 */
export const CALL_MS_MAX = 3 * 3_600_000

/** With fewer calls nothing is concluded. */
export const BREAKER_CALLS_MIN = 20

/** How many of the failed calls are named. */
const NAMED_CALLS = 5

export type EndedCall = { callId: string; endedAtMs: number; resultType: ResultType }

export type BreakerDecision =
  | { kind: 'go on' }
  /** The agent pauses itself. `lastCallIds` are the last that failed, the latest first. */
  | { kind: 'pause'; failed: number; calls: number; lastCallIds: readonly string[] }

/**
 * Decides whether an agent pauses itself, since something is broken: at least 20 of its calls have ended in the last ten
 * minutes, and half of them or more as `Failed`.
 *
 * @param ended calls of the agent, of the last ten minutes at least
 * @param goneOnAtMs when somebody last let it go on after a pause; calls that ended before do not count again. Null
 * when nobody has
 */
export function decideBreaker(ended: readonly EndedCall[], goneOnAtMs: number | null, nowMs: number): BreakerDecision {
  const sinceMs = Math.max(nowMs - BREAKER_WINDOW_MS, goneOnAtMs ?? Number.NEGATIVE_INFINITY)
  const recent = ended.filter(({ endedAtMs }) => endedAtMs > sinceMs)
  const failed = recent.filter(({ resultType }) => resultType === 'Failed')
  if (recent.length < BREAKER_CALLS_MIN || 2 * failed.length < recent.length) return { kind: 'go on' }
  const latestFirst = failed.toSorted((a, b) => b.endedAtMs - a.endedAtMs)
  return {
    kind: 'pause',
    failed: failed.length,
    calls: recent.length,
    lastCallIds: latestFirst.slice(0, NAMED_CALLS).map(({ callId }) => callId),
  }
}
