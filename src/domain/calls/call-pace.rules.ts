/** Calls that were requested longer ago than this do not count any more. */
export const PACE_WINDOW_MS = 2_000

const PACE_PAUSE_MS = 250

/**
 * Returns when an agent whose organization has used up what it may request is looked at again, in ms since 1970. All
 * looks of a pause share this moment, so that it is announced once, however many there are.
 */
export function nextLookMs(nowMs: number): number {
  return (Math.floor(nowMs / PACE_PAUSE_MS) + 2) * PACE_PAUSE_MS
}

/** Calls that were requested at about the same time. */
export type RecentCalls = {
  agoMs: number
  /** By everybody. */
  all: number
  /** By the organization that asks now. */
  own: number
}

/**
 * Returns how many calls an organization may request now, so that the installation makes about `perSecondMax` in a second
 * (a token bucket that holds a second's calls). Where others have used up all of that, it still gets its equal share of a
 * second: theirs is smaller the next time.
 *
 * @param recent of the last `PACE_WINDOW_MS`, the oldest first
 * @param organizations how many organizations these calls are of, with the one that asks now
 */
export function callsAllowed(recent: readonly RecentCalls[], organizations: number, perSecondMax: number): number {
  const refill = (ms: number) => (ms * perSecondMax) / 1_000
  let left = perSecondMax
  let lastAgoMs = PACE_WINDOW_MS
  for (const { agoMs, all } of recent) {
    left = Math.min(perSecondMax, left + refill(lastAgoMs - agoMs)) - all
    lastAgoMs = agoMs
  }
  left = Math.min(perSecondMax, left + refill(lastAgoMs))
  // What came before is forgotten, and the bucket was taken for full then.
  const all = recent.reduce((sum, calls) => sum + calls.all, 0)
  left = Math.min(left, refill(PACE_WINDOW_MS) - all)
  const ownWithinSecond = recent.reduce((sum, { agoMs, own }) => sum + (agoMs < 1_000 ? own : 0), 0)
  const share = organizations > 1 ? Math.ceil(perSecondMax / organizations) - ownWithinSecond : 0
  return Math.max(0, Math.floor(left), share)
}
