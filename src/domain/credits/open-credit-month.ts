import type { Tx } from '@/platform/db'

/**
 * Makes the balance of the current month (UTC, the database's clock) from the organization's monthly allocation, with
 * its ledger row, unless it is there. Two at once make one: the second waits on the primary key and inserts nothing.
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
