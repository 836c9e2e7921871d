/** The furthest moment that a Date can hold, in ms since 1970 (ECMA-262, 21.4.1.1). */
const MOMENT_MS_MAX = 8_640_000_000_000_000

/**
 * The moment at which a provider says that something ended: never after now, since clocks differ, and now where it says
 * nothing usable.
 *
 * @param saidMs ms since 1970, or NaN
 */
export function endMoment(saidMs: number | null, nowMs: number): Date {
  const isUsable = saidMs !== null && saidMs > 0 && saidMs <= MOMENT_MS_MAX
  return new Date(isUsable ? Math.min(saidMs, nowMs) : nowMs)
}
