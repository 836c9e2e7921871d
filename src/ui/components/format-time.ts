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

type Clock = Pick<Intl.DateTimeFormatOptions, 'hour' | 'minute' | 'hourCycle'>

/**
 * Returns the clock of the reader: "2:05 PM" or "14:05", by the language of the browser. Texts are English all the same.
 */
function readersClock(): Clock {
  const { hourCycle } = new Intl.DateTimeFormat(globalThis.navigator?.language, { hour: 'numeric' }).resolvedOptions()
  return hourCycle === 'h11' || hourCycle === 'h12'
    ? { hour: 'numeric', minute: '2-digit', hourCycle: 'h12' }
    : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
}

/** Writes "2:05 PM" or "14:05", as the reader's clock does. */
export function formatClockTime(timeMs: number, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-US', { ...readersClock(), timeZone }).format(timeMs)
}

/** Writes the time of a call window, "14:05", as the reader's clock does. Its end of the day is "24:00" or "midnight". */
export function formatWallTime(time: string): string {
  if (time === '24:00') return readersClock().hourCycle === 'h12' ? 'midnight' : time
  return formatClockTime(Date.parse(`1970-01-01T${time}Z`), 'UTC')
}

/** Writes the hour of a moment: "2 PM" or "14:00". */
export function formatHour(timeMs: number, timeZone?: string): string {
  const clock = readersClock()
  const minute = clock.hourCycle === 'h12' ? undefined : clock.minute
  return new Intl.DateTimeFormat('en-US', { ...clock, minute, timeZone }).format(timeMs)
}

/** Writes a full hour of a day, 0 to 24, beside a scale: "6 AM" or "6". */
export function formatHourMark(hour: number): string {
  return readersClock().hourCycle === 'h12' ? formatHour(hour * HOUR_MS, 'UTC') : String(hour)
}

/** Writes "Nov 3, 2:05 PM" in `timeZone` or the reader's own zone, with the year if it is not this one. */
export function formatAbsoluteTime(timeMs: number, nowMs: number, timeZone?: string): string {
  // The year of the zone: in New York it is still the old one when the new one has begun in UTC.
  const year = new Intl.DateTimeFormat('en-US', { year: 'numeric', timeZone })
  const sameYear = year.format(timeMs) === year.format(nowMs)
  return new Intl.DateTimeFormat('en-US', {
    month: 'short',
    day: 'numeric',
    year: sameYear ? undefined : 'numeric',
    ...readersClock(),
    timeZone,
  }).format(timeMs)
}

/** Writes "2:05 PM" for a moment of today, and "Nov 3, 2:05 PM" for any other. */
export function formatTimeOfDay(timeMs: number, nowMs: number, timeZone?: string): string {
  const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'short', timeZone })
  return day.format(timeMs) === day.format(nowMs)
    ? formatClockTime(timeMs, timeZone)
    : formatAbsoluteTime(timeMs, nowMs, timeZone)
}

/** Writes "Tuesday, November 3, 2026 at 2:05:12 PM Eastern Standard Time". */
export function formatExactTime(timeMs: number, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-US', {
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    ...readersClock(),
    second: '2-digit',
    timeZoneName: 'long',
    timeZone,
  }).format(timeMs)
}

/** Returns the name of a zone: "New York time" for America/New_York, "UTC" for UTC. */
export function zoneName(timeZone: string): string {
  const place = placeOf(timeZone)
  return timeZone.includes('/') && !timeZone.startsWith('Etc/') ? `${place} time` : place
}

/** Returns a zone as it stands in a list: "New York, America" for America/New_York. It is found by either word. */
export function zoneInList(timeZone: string): string {
  return timeZone.split('/').reverse().join(', ').replaceAll('_', ' ')
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
