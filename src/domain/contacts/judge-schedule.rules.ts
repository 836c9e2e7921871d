import { isInsideWindow } from '@/domain/schedule/call-windows.rules'
import { momentOf, parseScheduledAt, type WrittenTime } from '@/domain/schedule/scheduled-at.rules'
import { OFFSET_MAX_MS } from '@/domain/schedule/zone-clock.rules'
import type { PreparedValidation } from './prepare-validation.rules'
import { type JsonObject, type Report, readField } from './read-contact.rules'

export const SCHEDULED_AT_PAST_MS_MAX = 60_000
export const SCHEDULED_AT_AHEAD_DAYS_MAX = 366

const SCHEDULED_AT_AHEAD_MS_MAX = SCHEDULED_AT_AHEAD_DAYS_MAX * 86_400_000

/**
 * Judges when the contact is to be called and returns that moment: the requested time, else the first allowed moment.
 * Returns null when a fault leaves the moment unknown.
 *
 * @param timezone the contact's own or the default; null when it is faulty, and then call windows are not judged
 */
export function judgeSchedule(
  contact: JsonObject,
  timezone: string | null,
  prepared: PreparedValidation,
  report: Report,
): { ms: number; given: boolean } | null {
  const sent = readField(contact, 'scheduledAt', report)
  if (sent === null) return judgeFirstMoment(timezone, prepared, report)
  const written = sent === undefined ? null : parseScheduledAt(sent)
  if (written === null) {
    const message =
      'The time of the call is not a date and time as ISO 8601 has it. Write it such as 2027-03-01 16:00 or 2027-03-01T16:00:00Z.'
    report('SCHEDULED_AT_INVALID', 'scheduledAt', message)
    return null
  }
  const { earliestMs, latestMs } = boundsOf(written, timezone)
  if (latestMs < prepared.nowMs - SCHEDULED_AT_PAST_MS_MAX) {
    report('SCHEDULED_AT_IN_PAST', 'scheduledAt', 'The time of the call is in the past. Choose one from now on.')
  }
  if (earliestMs > prepared.nowMs + SCHEDULED_AT_AHEAD_MS_MAX) {
    const message = `The time of the call is over ${SCHEDULED_AT_AHEAD_DAYS_MAX} days ahead. Choose an earlier one.`
    report('SCHEDULED_AT_TOO_FAR', 'scheduledAt', message)
  }
  if (timezone === null) return null
  if (!prepared.bypassAllowedCallWindow && !isInsideWindow(prepared.callWindows, timezone, earliestMs)) {
    const message = `The time of the call is outside the agent's call windows in ${timezone}. Choose one inside them, or bypass them.`
    report('SCHEDULED_AT_OUTSIDE_CALL_WINDOW', 'scheduledAt', message)
  }
  return { ms: earliestMs, given: true }
}

/**
 * Returns the earliest and the latest moment that a written time can mean. Both are the same unless its time zone is
 * unknown.
 */
function boundsOf(written: WrittenTime, timezone: string | null): { earliestMs: number; latestMs: number } {
  if (timezone === null && written.offsetMs === null) {
    return { earliestMs: written.localMs - OFFSET_MAX_MS, latestMs: written.localMs + OFFSET_MAX_MS }
  }
  const ms = momentOf(written, timezone ?? 'UTC')
  return { earliestMs: ms, latestMs: ms }
}

function judgeFirstMoment(timezone: string | null, prepared: PreparedValidation, report: Report) {
  const ms = timezone === null ? null : prepared.firstMoment(timezone)
  if (ms !== null) return { ms, given: false }
  if (timezone !== null) {
    const message = 'The agent has no call window to schedule this contact in. Add one to the agent.'
    report('SCHEDULED_AT_OUTSIDE_CALL_WINDOW', 'scheduledAt', message)
  }
  return null
}
