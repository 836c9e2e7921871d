/** Calls are given out evenly, in portions of this time. */
export const PACE_WINDOW_MS = 250

/** What was requested within the last `PACE_WINDOW_MS`. */
export type RecentCalls = {
  /** By everybody. */
  all: number
  /** By the organization that asks now. */
  own: number
  /** How many organizations these calls are of, with the one that asks now. */
  organizations: number
}

/**
 * Returns how many calls an organization may request now, so that the installation does not make more than
 * `perSecondMax` in a second. Where others have used all of that up, it still gets its equal share: theirs is smaller the
 * next time.
 */
export function callsAllowed({ all, own, organizations }: RecentCalls, perSecondMax: number): number {
  const perWindow = Math.ceil((perSecondMax * PACE_WINDOW_MS) / 1_000)
  const share = Math.ceil(perWindow / organizations)
  return Math.max(0, perWindow - all, share - own)
}
