import { stretchAt } from './zone-clock.rules'

/**
 * Whether two zones have the same time from one moment to another, such as Europe/Berlin and Europe/Busingen. Names that
 * differ say nothing: what counts is when a phone rings.
 *
 * @param fromMs epoch milliseconds, as `untilMs`
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
