import type { CallWindow, CallWindows } from '@/domain/schedule/call-windows.schema'
import { toMinutes } from '@/domain/schedule/minute-of-day.rules'
import type { Weekday } from '@/domain/schedule/weekdays.rules'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'
import { formatTime } from './read-time'

const DAY_MINUTES = 1_440
export const SNAP_MINUTES = 30

/** A piece of a window on the bar of a day, in minutes since midnight. */
export type Piece = {
  start: number
  end: number
  /** Where the window is in the list of its weekday. */
  day: Weekday
  index: number
  /** The part of a window that began on the day before. */
  isRest: boolean
}

/** Lays the windows of a week out on the bars of its days. What cannot be read yet has no piece. */
export function layOut(windows: CallWindows): Record<Weekday, Piece[]> {
  const days = Object.fromEntries(WEEKDAYS.map((day) => [day, [] as Piece[]])) as Record<Weekday, Piece[]>
  for (const [at, day] of WEEKDAYS.entries()) {
    for (const [index, window] of (windows[day] ?? []).entries()) {
      const [start, end] = [toMinutes(window.start), toMinutes(window.end)]
      if (start === null || end === null || start === end) continue
      if (start < end) {
        days[day].push({ start, end, day, index, isRest: false })
        continue
      }
      days[day].push({ start, end: DAY_MINUTES, day, index, isRest: false })
      const next = WEEKDAYS[(at + 1) % WEEKDAYS.length] as Weekday
      if (end > 0) days[next].push({ start: 0, end, day, index, isRest: true })
    }
  }
  return days
}

/** Returns the minute at a place of a bar, 0 to 1 from its left end, on the half hours. */
export function minuteAt(place: number): number {
  const minutes = Math.round((place * DAY_MINUTES) / SNAP_MINUTES) * SNAP_MINUTES
  return Math.min(DAY_MINUTES, Math.max(0, minutes))
}

export type Drag = { kind: 'new'; from: number } | { kind: 'start' | 'end' | 'move'; window: CallWindow; from: number }

/**
 * Returns the window that a drag makes when it is at a minute; null while it has no length. A window is moved as a whole
 * within its day, and keeps its length.
 */
export function dragWindow(drag: Drag, to: number): CallWindow | null {
  if (drag.kind === 'new') return windowOf(Math.min(drag.from, to), Math.max(drag.from, to))
  const start = toMinutes(drag.window.start) ?? 0
  const end = toMinutes(drag.window.end) ?? DAY_MINUTES
  if (drag.kind === 'start') return end > start ? windowOf(Math.min(to, end - SNAP_MINUTES), end) : windowOf(to, end)
  if (drag.kind === 'end')
    return end > start ? windowOf(start, Math.max(to, start + SNAP_MINUTES)) : windowOf(start, to)
  if (end < start) return drag.window
  const by = Math.min(DAY_MINUTES - end, Math.max(-start, to - drag.from))
  return windowOf(start + by, end + by)
}

function windowOf(start: number, end: number): CallWindow | null {
  if (start === end || start === DAY_MINUTES) return null
  return { start: formatTime(Math.max(0, start)), end: formatTime(Math.min(DAY_MINUTES, end)) }
}

/** Joins windows of a day that touch or overlap, in the order of the day. One that crosses midnight, or cannot be read, stays. */
export function joinWindows(windows: readonly CallWindow[]): CallWindow[] {
  const minutes = windows.map((window) => ({ window, start: toMinutes(window.start), end: toMinutes(window.end) }))
  const isPlain = ({ start, end }: (typeof minutes)[number]) => start !== null && end !== null && start < end
  const joined: { start: number; end: number }[] = []
  const plain = minutes.filter(isPlain) as { start: number; end: number }[]
  for (const { start, end } of plain.sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else joined.push({ start, end })
  }
  const others = minutes.filter((one) => !isPlain(one)).map(({ window }) => window)
  return [...joined.map(({ start, end }) => ({ start: formatTime(start), end: formatTime(end) })), ...others]
}
