import { count } from '@/ui/components/format-number'
import { DAY_MS, formatAbsoluteTime } from '@/ui/components/format-time'
import type { Estimate } from '@/ui/router-outputs'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const QUARTER_HOUR_MS = 15 * MINUTE_MS

/**
 * Says when something is done: "in about 3 h at 25 lines" within a day, else the day, on the reader's clock. It says no
 * more than is known: minutes are told within an hour only.
 */
export function describeEstimate({ endsAt, lines, hasLaterCalls }: Estimate, nowMs: number, timeZone?: string): string {
  const what = hasLaterCalls ? 'First calls done' : 'Done'
  const at = `at ${count(lines, 'line')}`
  if (endsAt === null) return `${what} in more than two months ${at}`
  const leftMs = Date.parse(endsAt) - nowMs
  if (leftMs < MINUTE_MS) return `${what} in about a minute ${at}`
  if (leftMs < HOUR_MS) return `${what} in about ${Math.round(leftMs / MINUTE_MS)} min ${at}`
  if (leftMs < DAY_MS) return `${what} in about ${Math.round(leftMs / HOUR_MS)} h ${at}`
  const roundedMs = Math.round(Date.parse(endsAt) / QUARTER_HOUR_MS) * QUARTER_HOUR_MS
  return `${what} about ${formatAbsoluteTime(roundedMs, nowMs, timeZone)} ${at}`
}
