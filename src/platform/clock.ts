/**
 * Returns the time of the process's clock, in ms since 1970. Rules never read the clock; they get the time as an
 * argument.
 */
export function nowMs(): number {
  return Date.now()
}
