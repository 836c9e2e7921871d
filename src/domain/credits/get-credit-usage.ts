import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import { requestFault } from '@/domain/parse-request'
import { db, Prisma } from '@/platform/db'
import { parseDay, parseMonth } from './credit-month.rules'
import type { CreditUsage } from './credit-usage-answer.schema'
import type { CreditUsageQuery } from './credits.schema'
import { getCreditBalance } from './get-credit-balance'

const DAY_MS = 86_400_000

/**
 * Returns the credits allocated and spent in one month (by default the current one), or spent in a range of days.
 *
 * A month counts what is booked to it, whenever that happened. A range counts by the moment of booking. It has no
 * allocation, so `allocatedCredits`, `reservedCredits`, `remainingCredits` and `percentageUsed` are null.
 *
 * @throws VALIDATION_ERROR for a month or day in the future
 */
export async function getCreditUsage(actor: Actor, query: CreditUsageQuery): Promise<CreditUsage> {
  const current = await getCreditBalance(actor)
  if (query.startDate && query.endDate) return rangeUsage(actor, query.startDate, query.endDate)

  const month = query.month ?? current.month
  if (month > current.month) throw requestFault('month', `${month} is in the future.`)
  const range = parseMonth(month)
  if (!range) throw requestFault('month', 'Give a month as YYYY-MM.')
  const balance = month === current.month ? current : await pastBalance(actor, month, range.start)
  const { allocated, reserved, spent, available } = balance
  return {
    period: { month, startDate: isoDay(range.start), endDate: isoDay(new Date(range.end.getTime() - DAY_MS)) },
    organization: {
      allocatedCredits: allocated,
      spentCredits: spent,
      reservedCredits: reserved,
      remainingCredits: available,
      percentageUsed: allocated === 0 ? 0 : Math.round((spent / allocated) * 1000) / 10,
    },
    agents: await usageByAgent(actor, Prisma.sql`kept.month = ${`${month}-01`}::date`),
  }
}

async function rangeUsage(actor: Actor, startDate: string, endDate: string): Promise<CreditUsage> {
  if (!parseDay(startDate) || !parseDay(endDate)) throw requestFault('startDate', 'Give dates as YYYY-MM-DD.')
  const [clock] = await db().rows<{ today: string }>`SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today`
  if (clock && endDate > clock.today) throw requestFault('endDate', `${endDate} is in the future.`)
  const agents = await usageByAgent(actor, Prisma.sql`kept.day BETWEEN ${startDate}::date AND ${endDate}::date`)
  return {
    period: { startDate, endDate },
    organization: {
      allocatedCredits: null,
      spentCredits: agents.reduce((sum, agent) => sum + agent.spentCredits, 0),
      reservedCredits: null,
      remainingCredits: null,
      percentageUsed: null,
    },
    agents,
  }
}

/** Returns the balance of a past month. A month without a balance had no activity, so nothing was allocated either. */
async function pastBalance(actor: Actor, month: string, start: Date) {
  const row = await db().creditBalance.findUnique({
    where: { organizationId_month: { organizationId: actor.organizationId, month: start } },
  })
  const { allocated, reserved, spent } = row ?? { allocated: 0, reserved: 0, spent: 0 }
  return { month, allocated, reserved, spent, available: allocated - reserved - spent }
}

/** Reads the kept sums, of which there is one a day for each agent, and not the ledger, which has each booking. */
async function usageByAgent(actor: Actor, period: Prisma.Sql): Promise<CreditUsage['agents']> {
  const rows = await db().rows<{ agentId: string; agentName: string; spent: number; transactions: number }>`
    SELECT agent.id AS "agentId", agent.name AS "agentName",
      sum(kept.spent)::int AS spent, sum(kept.spends)::int AS transactions
    FROM credit_sums kept
    JOIN agents agent ON agent.id = kept.agent_id AND agent.organization_id = kept.organization_id
    WHERE kept.organization_id = ${actor.organizationId} AND ${period}
    GROUP BY agent.id, agent.name
    ORDER BY spent DESC, agent.name, agent.id`
  return rows.map((row) => ({
    agentId: toPublicId('agent', row.agentId),
    agentName: row.agentName,
    spentCredits: row.spent,
    transactionCount: row.transactions,
  }))
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10)
}
