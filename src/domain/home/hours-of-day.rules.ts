import { stretchAt, toMoment } from '@/domain/schedule/zone-clock.rules'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** What calls came to, by the result of the call. */
export const CALL_RESULTS = ['reached', 'notReached', 'nobody', 'failed'] as const

export type CallResults = Record<(typeof CALL_RESULTS)[number], number>

/** An hour of a day: when it began (epoch ms), and the calls that ended in it. */
export type HourOfCalls = CallResults & { startMs: number }

/** Returns when the day around a moment began on the clock of a timezone, and when the next one begins (epoch ms). */
export function dayAround(timeZone: string, ms: number): { startMs: number; endMs: number } {
  const localMs = ms + stretchAt(timeZone, ms).offsetMs
  const midnight = Math.floor(localMs / DAY_MS) * DAY_MS
  return { startMs: toMoment(timeZone, midnight), endMs: toMoment(timeZone, midnight + DAY_MS) }
}

/** Says what a call came to. A result that is not known to this version is one of nobody reached. */
export function callResultOf(resultType: string): keyof CallResults {
  switch (resultType) {
    case 'Goal Completed':
      return 'reached'
    case 'Goal Not Completed':
      return 'notReached'
    case 'Failed':
      return 'failed'
    default:
      return 'nobody'
  }
}

/**
 * Sums calls up by the hours of a day, from its first to its last: 23 or 25 on a day when the clock is changed. An hour
 * without calls is there too.
 *
 * @param counted how many calls came to a result, by the hour since the day's start in which they ended (0-based)
 */
export function sumUpHours(
  day: { startMs: number; endMs: number },
  counted: readonly { hour: number; resultType: string; calls: number }[],
): HourOfCalls[] {
  const hours = Array.from({ length: Math.ceil((day.endMs - day.startMs) / HOUR_MS) }, (_, hour) => ({
    startMs: day.startMs + hour * HOUR_MS,
    ...{ reached: 0, notReached: 0, nobody: 0, failed: 0 },
  }))
  for (const { hour, resultType, calls } of counted) {
    const place = hours[hour]
    if (place) place[callResultOf(resultType)] += calls
  }
  return hours
}
