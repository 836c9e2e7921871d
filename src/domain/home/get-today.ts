import type { Actor } from '@/domain/actor'
import { nowMs } from '@/platform/clock'
import { db } from '@/platform/db'
import type { TodayQuery } from './home.schema'
import { dayAround, type HourOfCalls, sumUpHours } from './hours-of-day.rules'

export type Today = {
  startedAt: string
  /** The hours of the whole day, from its first one; those to come have no calls. */
  hours: (Omit<HourOfCalls, 'startMs'> & { startsAt: string })[]
}

/** Counts the calls that were placed today, on the clock of the reader, by the hour and by their result. */
export async function getToday(actor: Actor, query: TodayQuery): Promise<Today> {
  const day = dayAround(query.timeZone, nowMs())
  const [start, end] = [new Date(day.startMs), new Date(day.endMs)]
  const counted = await db().rows<{ hour: number; resultType: string | null; calls: number }>`
    SELECT floor(extract(epoch FROM placed_at - ${start}::timestamptz) / 3600)::int AS hour,
      result_type AS "resultType", count(*)::int AS calls
    FROM calls
    WHERE organization_id = ${actor.organizationId} AND placed_at >= ${start}::timestamptz AND placed_at < ${end}::timestamptz
    GROUP BY 1, 2`
  return {
    startedAt: start.toISOString(),
    hours: sumUpHours(day, counted).map(({ startMs, ...results }) => ({
      startsAt: new Date(startMs).toISOString(),
      ...results,
    })),
  }
}
