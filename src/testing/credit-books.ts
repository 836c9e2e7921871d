import { db } from '@/platform/db'

export type CreditSumBook = { day: string; month: string; agentId: string; spent: number; spends: number }

/** Returns the kept sums of an organization, and the same summed up from its ledger. Both must always be equal. */
export async function readCreditSums(
  organizationId: string,
): Promise<{ kept: CreditSumBook[]; booked: CreditSumBook[] }> {
  const kept = await db().rows<CreditSumBook>`
    SELECT to_char(day, 'YYYY-MM-DD') AS day, to_char(month, 'YYYY-MM') AS month, agent_id AS "agentId", spent, spends
    FROM credit_sums WHERE organization_id = ${organizationId} ORDER BY 1, 2, 3`
  const booked = await db().rows<CreditSumBook>`
    SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, to_char(month, 'YYYY-MM') AS month,
      agent_id AS "agentId", sum(amount)::int AS spent, count(*)::int AS spends
    FROM credit_ledger WHERE organization_id = ${organizationId} AND kind = 'spend' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`
  return { kept, booked }
}

export type CreditBook = { month: string; allocated: number; reserved: number; spent: number }

/**
 * Returns the credit balances of an organization, and the same figures summed up from its ledger. Both must always be
 * equal.
 */
export async function readCreditBooks(
  organizationId: string,
): Promise<{ balances: CreditBook[]; ledger: CreditBook[] }> {
  const balances = await db().rows<CreditBook>`
    SELECT to_char(month, 'YYYY-MM') AS month, allocated, reserved, spent
    FROM credit_balances WHERE organization_id = ${organizationId} ORDER BY month`
  const ledger = await db().rows<CreditBook>`
    SELECT to_char(month, 'YYYY-MM') AS month,
      coalesce(sum(amount) FILTER (WHERE kind = 'allocation'), 0)::int AS allocated,
      (coalesce(sum(amount) FILTER (WHERE kind = 'reservation'), 0)
        - coalesce(sum(amount) FILTER (WHERE kind IN ('spend', 'release')), 0))::int AS reserved,
      coalesce(sum(amount) FILTER (WHERE kind = 'spend'), 0)::int AS spent
    FROM credit_ledger WHERE organization_id = ${organizationId} GROUP BY month ORDER BY month`
  return { balances, ledger }
}
