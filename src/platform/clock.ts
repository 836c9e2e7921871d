/** The process clock, in ms since 1970. Rules never call it: time comes to them as an argument. */
export function nowMs(): number {
  return Date.now()
}
