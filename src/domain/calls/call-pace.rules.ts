/** Calls are counted over this time. */
export const PACE_WINDOW_MS = 1_000

/** An organization that has used up what it may request is looked at again after this. */
export const PACE_PAUSE_MS = 250

/** So much of a second's calls may be requested at once: they come back at once, too. */
const BURST_SHARE = 0.5

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
  const share = Math.ceil(perSecondMax / organizations)
  const allowed = Math.max(0, perSecondMax - all, share - own)
  return Math.min(allowed, Math.ceil(perSecondMax * BURST_SHARE))
}
