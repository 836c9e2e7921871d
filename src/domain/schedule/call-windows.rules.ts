import type { CallWindows } from './call-windows.schema'
import { toMinutes } from './minute-of-day.rules'
import { WEEKDAYS } from './weekdays.rules'
import { stretchAt } from './zone-clock.rules'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS
/** The epoch fell on a Thursday; weeks here start on Monday. */
const EPOCH_WEEKDAY_MS = 3 * DAY_MS

/**
 * How far ahead to look for a moment. Every weekly window comes back within two weeks, as a DST gap can swallow it
 * once; the rest is margin for zones that skip whole days.
 */
const LOOK_AHEAD_MS = 10 * WEEK_MS

/** `[start, end)` in milliseconds since Monday 00:00 of local time. */
type Span = { start: number; end: number }

/** Windows laid out over one week: sorted by their starts, and none crossing the end of the week. */
const spansByWindows = new WeakMap<CallWindows, readonly Span[]>()

/**
 * Returns true when the wall clock in `timezone` shows a time inside the windows. Windows are half-open and belong to a
 * weekday. A window whose end is before its start goes on after midnight and belongs to the weekday on which it starts.
 *
 * @param ms epoch milliseconds
 */
export function isInsideWindow(windows: CallWindows, timezone: string, ms: number): boolean {
  return isInsideSpans(spansOf(windows), ms + stretchAt(timezone, ms).offsetMs)
}

/**
 * Returns the first moment from `fromMs` on that is inside the windows, or null when there is none. A window that falls
 * into a DST gap does not happen that day; one in an hour that comes twice happens twice.
 *
 * @param fromMs epoch milliseconds; returned unchanged when it is inside
 */
export function nextAllowedMoment(windows: CallWindows, timezone: string, fromMs: number): number | null {
  const spans = spansOf(windows)
  let ms = fromMs
  // Stryker disable next-line EqualityOperator: every window comes back long before.
  while (ms < fromMs + LOOK_AHEAD_MS) {
    const { offsetMs, endMs } = stretchAt(timezone, ms)
    const allowed = ms + untilInside(spans, ms + offsetMs)
    if (allowed < endMs) return allowed
    // The wall clock may jump here: look again from the other side.
    ms = endMs
  }
  return null
}

/** Returns true when no weekday has any window. */
export function hasNoWindow(windows: CallWindows): boolean {
  return spansOf(windows).length === 0
}

function isInsideSpans(spans: readonly Span[], localMs: number): boolean {
  const weekMs = weekMsOf(localMs)
  return spans.some((span) => span.start <= weekMs && weekMs < span.end)
}

/**
 * Returns the milliseconds of local time until the windows are open; 0 when they are open, infinity without any window.
 */
function untilInside(spans: readonly Span[], localMs: number): number {
  const weekMs = weekMsOf(localMs)
  const next = spans.find((span) => weekMs < span.end)
  if (next) return Math.max(0, next.start - weekMs)
  const first = spans[0]
  return first ? WEEK_MS + first.start - weekMs : Number.POSITIVE_INFINITY
}

function weekMsOf(localMs: number): number {
  const rest = (localMs + EPOCH_WEEKDAY_MS) % WEEK_MS
  return rest < 0 ? rest + WEEK_MS : rest
}

function spansOf(windows: CallWindows): readonly Span[] {
  let spans = spansByWindows.get(windows)
  // Stryker disable next-line ConditionalExpression: to lay them out again gives the same, and takes longer.
  if (!spans) {
    spans = layOut(windows).toSorted((a, b) => a.start - b.start)
    spansByWindows.set(windows, spans)
  }
  return spans
}

function layOut(windows: CallWindows): Span[] {
  const spans: Span[] = []
  for (const [weekday, name] of WEEKDAYS.entries()) {
    for (const window of windows[name] ?? []) {
      const startMinute = toMinutes(window.start)
      const endMinute = toMinutes(window.end)
      // The schema refuses such windows; one that got past it opens nothing.
      if (startMinute === null || endMinute === null || startMinute === endMinute) continue
      const start = weekday * DAY_MS + startMinute * MINUTE_MS
      // Stryker disable next-line EqualityOperator: equal ones do not come this far.
      const crossing = endMinute < startMinute ? DAY_MS : 0
      const end = weekday * DAY_MS + crossing + endMinute * MINUTE_MS
      spans.push({ start, end: Math.min(end, WEEK_MS) })
      // Stryker disable next-line EqualityOperator: a span without length holds no moment.
      if (end > WEEK_MS) spans.push({ start: 0, end: end - WEEK_MS })
    }
  }
  return spans
}
