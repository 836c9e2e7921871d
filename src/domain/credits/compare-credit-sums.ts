import { db, Prisma, type Tx, transaction } from '@/platform/db'
import { logger } from '@/platform/logger'

/**
 * How many days are compared each night, with the running one. A booking is dated when it is made, whatever month it
 * goes to, so nothing of ours changes an older day; each has been compared this often by then.
 */
export const COMPARED_DAYS = 35

type Day = { organizationId: string; day: string }

/** What the sums and the ledger say of one month and agent of a day. */
type Difference = {
  month: string
  agentId: string
  keptSpent: number
  keptSpends: number
  bookedSpent: number
  bookedSpends: number
}

/**
 * Compares the kept sums of one day with the ledger, which is the proof: organization by organization, each in a
 * statement of its own that nobody waits for. A sum is committed with its bookings, so a difference is a fault, also on
 * the running day. Each is logged, and the sums of that organization and day are made anew from the ledger.
 *
 * @param daysAgo 0 for today, UTC by the database's clock
 * @returns how many sums differed
 */
export async function compareCreditSums({ daysAgo }: { daysAgo: number }): Promise<number> {
  let found = 0
  for (const day of await findBookedDays(daysAgo)) {
    if ((await findDifferences(db(), day)).length > 0) found += await mend(day)
  }
  return found
}

/** Finds which organizations have bookings or sums of that day. */
function findBookedDays(daysAgo: number): Promise<Day[]> {
  return db().rows<Day>`
    SELECT organization.id AS "organizationId", to_char(asked.day, 'YYYY-MM-DD') AS day
    FROM (SELECT (now() AT TIME ZONE 'UTC')::date - ${daysAgo}::int AS day) asked CROSS JOIN organizations organization
    WHERE EXISTS (
        SELECT 1 FROM credit_ledger WHERE organization_id = organization.id
          AND created_at >= asked.day::timestamp AT TIME ZONE 'UTC'
          AND created_at < (asked.day + 1)::timestamp AT TIME ZONE 'UTC')
      OR EXISTS (SELECT 1 FROM credit_sums WHERE organization_id = organization.id AND day = asked.day)
    ORDER BY organization.id`
}

/** Returns the sums of a day as the ledger has them. */
function bookedSums({ organizationId, day }: Day): Prisma.Sql {
  return Prisma.sql`
    SELECT organization_id, ${day}::date AS day, month, agent_id, sum(amount)::int AS spent, count(*)::int AS spends
    FROM credit_ledger
    WHERE organization_id = ${organizationId} AND kind = 'spend' AND agent_id IS NOT NULL
      AND created_at >= ${day}::date::timestamp AT TIME ZONE 'UTC'
      AND created_at < (${day}::date + 1)::timestamp AT TIME ZONE 'UTC'
    GROUP BY organization_id, month, agent_id`
}

function findDifferences(sql: Pick<Tx, 'rows'>, at: Day): Promise<Difference[]> {
  return sql.rows<Difference>`
    SELECT to_char(month, 'YYYY-MM') AS month, agent_id AS "agentId",
      sum(kept_spent)::int AS "keptSpent", sum(kept_spends)::int AS "keptSpends",
      sum(booked_spent)::int AS "bookedSpent", sum(booked_spends)::int AS "bookedSpends"
    FROM (
      SELECT month, agent_id, spent AS kept_spent, spends AS kept_spends, 0 AS booked_spent, 0 AS booked_spends
      FROM credit_sums WHERE organization_id = ${at.organizationId} AND day = ${at.day}::date
      UNION ALL
      SELECT month, agent_id, 0, 0, spent, spends FROM (${bookedSums(at)}) booked) compared
    GROUP BY month, agent_id
    HAVING sum(kept_spent) <> sum(booked_spent) OR sum(kept_spends) <> sum(booked_spends)`
}

/** Makes the sums of a day anew from the ledger. Bookings of the organization wait meanwhile, as they do for each other. */
function mend(at: Day): Promise<number> {
  const { organizationId, day } = at
  return transaction(async (tx) => {
    // Whoever books holds the balance of the month until the commit: with all of them, nothing is on its way.
    await tx.execute`
      SELECT FROM credit_balances WHERE organization_id = ${organizationId} ORDER BY month FOR NO KEY UPDATE`
    const differences = await findDifferences(tx, at)
    for (const difference of differences) {
      logger.error({ organizationId, day, ...difference }, 'A credit sum differs from the ledger. It is mended.')
    }
    await tx.execute`DELETE FROM credit_sums WHERE organization_id = ${organizationId} AND day = ${day}::date`
    await tx.execute`
      INSERT INTO credit_sums (organization_id, day, month, agent_id, spent, spends) ${bookedSums(at)}`
    return differences.length
  })
}
