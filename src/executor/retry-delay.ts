/** Seconds before the next attempt after attempt 0, 1, 2 … (Inngest's table, `pkg/backoff/backoff.go`; protocol §8). */
const DELAYS_SECONDS = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200]
const JITTER_SECONDS_MAX = 30

/** The first delay of Inngest's table, and so the default of `EXECUTOR_BACKOFF_BASE_MS`. */
export const BACKOFF_BASE_MS = 15_000

const RETRY_AFTER_MS_MIN = 1_000
const RETRY_AFTER_MS_MAX = 24 * 60 * 60 * 1000

/**
 * Returns the milliseconds to wait after the given attempt (from 0). The whole table, jitter included, scales with
 * `baseMs`.
 *
 * @param random a number in [0, 1): the place within the jitter
 */
export function retryDelayMs(attempt: number, baseMs: number, random: number): number {
  const seconds = DELAYS_SECONDS[Math.min(attempt, DELAYS_SECONDS.length - 1)] as number
  return Math.round(((seconds + random * JITTER_SECONDS_MAX) * baseMs) / (DELAYS_SECONDS[0] as number))
}

/**
 * Reads a `retry-after` header: up to seven characters are seconds, anything longer a date (protocol §8). The wait is
 * at least a second and at most a day. Returns null when the header is neither.
 */
export function parseRetryAfterMs(header: string | undefined, nowMs: number): number | null {
  if (header === undefined || header.trim() === '') return null
  const waitMs = header.length <= 7 ? Number(header) * 1000 : Date.parse(header) - nowMs
  if (Number.isNaN(waitMs)) return null
  return Math.min(Math.max(waitMs, RETRY_AFTER_MS_MIN), RETRY_AFTER_MS_MAX)
}
