import { db } from '@/platform/db'

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
