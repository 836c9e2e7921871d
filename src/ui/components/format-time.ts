const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

const relative = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto', style: 'short' })

/** Within a day "5 min. ago" or "in 3 hr."; beyond it "Nov 3, 14:05", with the year where it is another one. */
export function formatRelativeTime(timeMs: number, nowMs: number, timeZone?: string): string {
  const differenceMs = timeMs - nowMs
  const distanceMs = Math.abs(differenceMs)
  if (distanceMs < MINUTE_MS) return differenceMs > 0 ? 'in a moment' : 'just now'
  if (distanceMs < HOUR_MS) return relative.format(Math.trunc(differenceMs / MINUTE_MS), 'minute')
  if (distanceMs < DAY_MS) return relative.format(Math.trunc(differenceMs / HOUR_MS), 'hour')
  return formatAbsoluteTime(timeMs, nowMs, timeZone)
}

/** "Nov 3, 14:05", in `timeZone` or the reader's own; the year where it is not this one. */
export function formatAbsoluteTime(timeMs: number, nowMs: number, timeZone?: string): string {
  const sameYear = new Date(timeMs).getUTCFullYear() === new Date(nowMs).getUTCFullYear()
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

/** "Tuesday, November 3, 2026 at 14:05:12 GMT-5 (America/New_York)"; a zone whose short name is its name is not said twice. */
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

/** The moment in a contact's zone, and below it in the reader's own where that is another clock. */
export function describeInBothZones(timeMs: number, timeZone: string, ownZone?: string): string {
  const theirs = formatExactTime(timeMs, timeZone)
  const own = formatExactTime(timeMs, ownZone)
  return own === theirs ? theirs : `${theirs}\nFor you: ${own}`
}

/** What a zone is called in a phrase: "Chicago" for America/Chicago. */
export function placeOf(timeZone: string): string {
  return timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone
}

/** How far a time is behind or ahead, to the next change of what `formatRelativeTime` says; ms until then. */
export function untilRelativeTimeChanges(timeMs: number, nowMs: number): number | null {
  const distanceMs = Math.abs(timeMs - nowMs)
  if (distanceMs < HOUR_MS) return MINUTE_MS / 2
  if (distanceMs < DAY_MS) return 10 * MINUTE_MS
  return null
}
