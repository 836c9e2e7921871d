/** The waits after a failed attempt, in seconds: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h. */
export const RETRY_DELAYS_SECONDS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000] as const

export const DELIVERY_ATTEMPTS_MAX = RETRY_DELAYS_SECONDS.length + 1

/**
 * Returns the wait after a failed attempt, in ms; null after the last attempt.
 *
 * @param attempt 1 for the first
 * @param factor stretches or shortens the schedule, for tests
 */
export function retryDelayMs(attempt: number, factor = 1): number | null {
  const seconds = RETRY_DELAYS_SECONDS[attempt - 1]
  return seconds === undefined ? null : Math.max(1, Math.round(seconds * 1000 * factor))
}
