import { count, formatNumber } from '@/ui/components/format-number'
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

/** Says how long the lines of the agent are busy, whatever the hours: "About 3 h at 25 lines". */
export function describeHoursNeeded({ hoursNeeded, lines, callsPerMinute }: Estimate): string {
  const minutes = Math.round(hoursNeeded * 60)
  const hours = Math.floor(hoursNeeded)
  // Ten minutes of a long afternoon are as much as can be told.
  const rest = Math.floor((minutes - hours * 60) / 10) * 10
  const length =
    minutes < 1
      ? 'Under a minute'
      : minutes < 60
        ? `About ${minutes} min`
        : hours < 10 && rest > 0
          ? `About ${hours} h ${rest} min`
          : `About ${formatNumber(Math.round(hoursNeeded))} h`
  const pace = callsPerMinute === null ? '' : `, ${formatNumber(callsPerMinute)} calls a minute at most`
  return `${length} at ${count(lines, 'line')}${pace}`
}

/** Says what an estimate assumes, in sentences. */
export function describeAssumptions(estimate: Estimate): string {
  const { callSeconds, callsMeasured, callsAhead, hasLaterCalls } = estimate
  const length =
    callsMeasured === 0
      ? `Assumed: calls of ${callSeconds} s, since this agent has made none lately.`
      : `Assumed: calls of ${callSeconds} s, the mean of this agent’s last ${count(callsMeasured, 'call')}.`
  const ahead = callsAhead === 0 ? '' : ` Before them or in turn: ${count(callsAhead, 'other call')}.`
  return `${length}${ahead}${hasLaterCalls ? ' Later calls of its steps are not counted.' : ''}`
}
