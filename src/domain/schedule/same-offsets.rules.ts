import { stretchAt } from './zone-clock.rules'

/**
 * Tells whether two zones show the same time throughout a period, such as Europe/Berlin and Europe/Busingen. Their
 * names do not matter, since only the time at which a phone rings does.
 *
 * @param fromMs epoch milliseconds, like `untilMs`
 */
export function haveSameOffsets(a: string, b: string, fromMs: number, untilMs: number): boolean {
  // Stryker disable next-line ConditionalExpression: to compare a zone with itself says the same, and takes longer.
  if (a === b) return true
  let ms = fromMs
  while (ms < untilMs) {
    const [one, other] = [stretchAt(a, ms), stretchAt(b, ms)]
    if (one.offsetMs !== other.offsetMs) return false
    ms = Math.min(one.endMs, other.endMs)
  }
  return true
}
