import type { Actor } from '@/domain/actor'
import { nowMs } from '@/platform/clock'
import { db, Prisma } from '@/platform/db'
import type { TodayQuery } from './home.schema'
import { dayAround, type HourOfCalls, sumUpHours } from './hours-of-day.rules'

export type Today = {
  startedAt: string
  /** The hours of the whole day, from its first one; those to come have no calls. */
  hours: (Omit<HourOfCalls, 'startMs'> & { startsAt: string })[]
  /** Calls without a result yet. */
  underWay: number
}

/** The batches of an organization that are tests: there are few, and an index has them alone. */
function testsOf(organizationId: string): Prisma.Sql {
  return Prisma.sql`SELECT id FROM batches WHERE organization_id = ${organizationId} AND test`
}

/** Counts the calls of today, but for tests, on the clock of the reader, by the hour in which they ended and by their result. */
export async function getToday(actor: Actor, query: TodayQuery): Promise<Today> {
  const { organizationId } = actor
  const day = dayAround(query.timeZone, nowMs())
  const [start, end] = [new Date(day.startMs), new Date(day.endMs)]
  const [counted, [calling]] = await Promise.all([
    db().rows<{ hour: number; resultType: string; calls: number }>`
      SELECT floor(extract(epoch FROM ended_at - ${start}::timestamptz) / 3600)::int AS hour, result_type AS "resultType",
        count(*)::int AS calls
      FROM calls
      WHERE organization_id = ${organizationId} AND ended_at >= ${start}::timestamptz AND ended_at < ${end}::timestamptz
        AND result_type IS NOT NULL AND batch_id NOT IN (${testsOf(organizationId)})
      GROUP BY 1, 2`,
    db().rows<{ calls: number }>`
      SELECT count(*)::int AS calls FROM calls
      WHERE agent_id IN (SELECT id FROM agents WHERE organization_id = ${organizationId})
        AND call_is_under_way(status) AND result_type IS NULL AND batch_id NOT IN (${testsOf(organizationId)})`,
  ])
  return {
    startedAt: start.toISOString(),
    hours: sumUpHours(day, counted).map(({ startMs, ...results }) => ({
      startsAt: new Date(startMs).toISOString(),
      ...results,
    })),
    underWay: calling?.calls ?? 0,
  }
}
