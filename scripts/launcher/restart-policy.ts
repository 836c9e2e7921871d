/** A child that is restarted this often within the window, and dies again, is given up. */
export const RESTARTS_MAX = 5
export const WINDOW_MS = 60_000

const FIRST_DELAY_MS = 250
const DELAY_MAX_MS = 4_000

export type RestartDecision = { action: 'restart'; afterMs: number } | { action: 'give up' }

/**
 * Decides what to do about a child that has died.
 *
 * @param restartsAtMs when it was restarted before, in ms since 1970, in any order
 * @param nowMs the time of its death
 * @returns a restart after 250 ms, and twice as long for each restart of the last minute, up to 4 s; or giving up, when
 * there were five in the last minute
 */
export function decideRestart(restartsAtMs: readonly number[], nowMs: number): RestartDecision {
  const recent = restartsAtMs.filter((atMs) => nowMs - atMs < WINDOW_MS).length
  if (recent >= RESTARTS_MAX) return { action: 'give up' }
  return { action: 'restart', afterMs: Math.min(FIRST_DELAY_MS * 2 ** recent, DELAY_MAX_MS) }
}
