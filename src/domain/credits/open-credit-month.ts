import type { Tx } from '@/platform/db'

/**
 * Opens the balance of the current month (UTC, by the database's clock) with the organization's monthly allocation and
 * its ledger entry, unless it is open. Two calls at once open it once: the second waits on the primary key and inserts
 * nothing.
 */
export async function openCreditMonth(tx: Tx, organizationId: string): Promise<void> {
  await tx.execute`
    WITH opened AS (
      INSERT INTO credit_balances (organization_id, month, allocated)
      SELECT id, credit_month(), monthly_credits
      FROM organizations WHERE id = ${organizationId}
      ON CONFLICT DO NOTHING
      RETURNING organization_id, month, allocated
    )
    INSERT INTO credit_ledger (organization_id, month, kind, amount, reason)
    SELECT organization_id, month, 'allocation', allocated, 'month:' || to_char(month, 'YYYY-MM') || ':allocated'
    FROM opened`
}
