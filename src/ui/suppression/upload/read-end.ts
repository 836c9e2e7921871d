import { momentOf, parseScheduledAt } from '@/domain/schedule/scheduled-at.rules'

const DATE_ALONE = /^\d{4}-\d{2}-\d{2}$/
const DAY_MS = 86_400_000
/** Where a day ends last: at twelve hours behind UTC. */
const LAST_ZONE_MS = 12 * 3_600_000

/**
 * Reads when an entry ends: ISO 8601, without an offset as UTC. Of a date alone the day belongs to the entry wherever the
 * person is, so that nobody is called on it.
 *
 * @returns epoch milliseconds; null for a text that is no such date
 */
export function readEnd(text: string): number | null {
  const isDay = DATE_ALONE.test(text)
  const written = parseScheduledAt(isDay ? `${text} 00:00` : text)
  if (!written) return null
  const ms = momentOf(written, 'UTC')
  return isDay ? ms + DAY_MS + LAST_ZONE_MS : ms
}
