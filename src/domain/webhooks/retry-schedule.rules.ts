/** The waits after a failed attempt, in seconds: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h. */
export const RETRY_DELAYS_SECONDS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000] as const

export const DELIVERY_ATTEMPTS_MAX = RETRY_DELAYS_SECONDS.length + 1

/** How much longer than the schedule says a wait is at most. */
const JITTER_MAX = 0.2

/**
 * Returns the wait after a failed attempt, in ms; null after the last attempt. It is up to a fifth longer than the
 * schedule says, by a share that belongs to the delivery and the attempt: a server that comes back is not asked for
 * everything that it missed in the same second.
 *
 * @param attempt 1 for the first
 * @param factor stretches or shortens the schedule, for tests
 */
export function retryDelayMs(deliveryId: string, attempt: number, factor = 1): number | null {
  const seconds = RETRY_DELAYS_SECONDS[attempt - 1]
  if (seconds === undefined) return null
  return Math.max(1, Math.round(seconds * 1000 * factor * (1 + JITTER_MAX * shareOf(`${deliveryId} ${attempt}`))))
}

/** Returns a number from 0 up to 1 that looks random and is always the same for a text (FNV-1a). */
function shareOf(text: string): number {
  let hash = 0x811c9dc5
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  // The last step spreads the low bits, which alone differ for the attempts of a delivery.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32
}
