const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

const relative = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto', style: 'short' })

/** Writes "5 min. ago" or "in 3 hr." within a day; otherwise "Nov 3, 14:05", with the year if it is not this one. */
export function formatRelativeTime(timeMs: number, nowMs: number, timeZone?: string): string {
  const differenceMs = timeMs - nowMs
  const distanceMs = Math.abs(differenceMs)
  if (distanceMs < MINUTE_MS) return differenceMs > 0 ? 'in a moment' : 'just now'
  if (distanceMs < HOUR_MS) return relative.format(Math.trunc(differenceMs / MINUTE_MS), 'minute')
  if (distanceMs < DAY_MS) return relative.format(Math.trunc(differenceMs / HOUR_MS), 'hour')
  return formatAbsoluteTime(timeMs, nowMs, timeZone)
}

/** Writes "Nov 3, 14:05" in `timeZone` or the reader's own zone, with the year if it is not this one. */
export function formatAbsoluteTime(timeMs: number, nowMs: number, timeZone?: string): string {
  // The year of the zone: in New York it is still the old one when the new one has begun in UTC.
  const year = new Intl.DateTimeFormat('en-US', { year: 'numeric', timeZone })
  const sameYear = year.format(timeMs) === year.format(nowMs)
  return new Intl.DateTimeFormat('en-US', {
    month: 'short',
    day: 'numeric',
    year: sameYear ? undefined : 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(timeMs)
}

/**
 * Writes "Tuesday, November 3, 2026 at 14:05:12 GMT-5 (America/New_York)". A zone whose short name is its name is
 * written once.
 */
export function formatExactTime(timeMs: number, timeZone?: string): string {
  const format = new Intl.DateTimeFormat('en-US', {
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone,
  })
  const text = format.format(timeMs)
  const zone = format.resolvedOptions().timeZone
  return text.endsWith(` ${zone}`) ? text : `${text} (${zone})`
}

/** Writes the moment in the contact's zone, and below it in the reader's zone where the clock differs. */
export function describeInBothZones(timeMs: number, timeZone: string, ownZone?: string): string {
  const theirs = formatExactTime(timeMs, timeZone)
  const own = formatExactTime(timeMs, ownZone)
  return own === theirs ? theirs : `${theirs}\nFor you: ${own}`
}

/** Returns the name of a zone within a phrase: "Chicago" for America/Chicago. */
export function placeOf(timeZone: string): string {
  return timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone
}

/** Returns how many ms pass until `formatRelativeTime` says something else. */
export function untilRelativeTimeChanges(timeMs: number, nowMs: number): number | null {
  const distanceMs = Math.abs(timeMs - nowMs)
  if (distanceMs < HOUR_MS) return MINUTE_MS / 2
  if (distanceMs < DAY_MS) return 10 * MINUTE_MS
  return null
}
