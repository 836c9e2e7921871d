import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { WEEKDAYS, type Weekday } from '@/domain/schedule/weekdays.rules'
import { formatWallTime } from '@/ui/components/format-time'

function dayName(day: Weekday): string {
  return day.charAt(0).toUpperCase() + day.slice(1)
}

function describeDay(windows: CallWindows[Weekday]): string {
  if (!windows || windows.length === 0) return 'Closed'
  return windows
    .map(({ start, end }) =>
      start === '00:00' && end === '24:00' ? 'All day' : `${formatWallTime(start)}–${formatWallTime(end)}`,
    )
    .join(', ')
}

/**
 * Describes the week in as few lines as possible. Consecutive days with the same hours share a line ("Monday to
 * Friday"). Hours are on the reader's clock, so they can be told in the browser alone.
 */
export function describeCallWindows(callWindows: CallWindows): { days: string; hours: string; open: boolean }[] {
  const lines: { first: Weekday; last: Weekday; hours: string }[] = []
  for (const day of WEEKDAYS) {
    const hours = describeDay(callWindows[day])
    const previous = lines.at(-1)
    if (previous?.hours === hours) previous.last = day
    else lines.push({ first: day, last: day, hours })
  }
  return lines.map(({ first, last, hours }) => ({
    days:
      first === last
        ? dayName(first)
        : first === 'monday' && last === 'sunday'
          ? 'Every day'
          : `${dayName(first)} to ${dayName(last)}`,
    hours,
    open: hours !== 'Closed',
  }))
}
