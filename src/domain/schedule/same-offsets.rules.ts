import { stretchAt } from './zone-clock.rules'

/**
 * Whether two zones show the same time throughout a period, such as Europe/Berlin and Europe/Busingen. Different names
 * do not matter, only when a phone rings.
 *
 * @param fromMs epoch milliseconds, like `untilMs`
 */
export function haveSameOffsets(a: string, b: string, fromMs: number, untilMs: number): boolean {
  if (a === b) return true
  let ms = fromMs
  while (ms < untilMs) {
    const [one, other] = [stretchAt(a, ms), stretchAt(b, ms)]
    if (one.offsetMs !== other.offsetMs) return false
    ms = Math.min(one.endMs, other.endMs)
  }
  return true
}
