import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { newId } from '@/domain/ids'
import { requestFault } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import { CREDITS_MAX } from './credits.schema'
import type { CreditBalance } from './get-credit-balance'
import { openCreditMonth } from './open-credit-month'

/**
 * Changes the monthly allocation, of the current month at once (with a ledger entry for the difference) and of all
 * later months.
 *
 * @throws VALIDATION_ERROR when the number is not whole, is not from 0 to 1,000,000,000, or is less than what the
 * current month has already reserved and spent
 */
export async function setCredits(actor: Actor, input: { credits: number }): Promise<CreditBalance> {
  const { credits } = input
  if (!Number.isInteger(credits) || credits < 0 || credits > CREDITS_MAX) {
    throw requestFault('credits', `Credits have to be a whole number from 0 to ${CREDITS_MAX}.`)
  }
  return transaction(async (tx) => {
    await openCreditMonth(tx, actor.organizationId)
    const [before] = await tx.rows<{ credits: number }>`
      SELECT monthly_credits AS credits FROM organizations WHERE id = ${actor.organizationId} FOR NO KEY UPDATE`
    await tx.execute`UPDATE organizations SET monthly_credits = ${credits} WHERE id = ${actor.organizationId}`
    const rows = await tx.rows<CreditBalance>`
      WITH before AS (
        SELECT month, allocated FROM credit_balances
        WHERE organization_id = ${actor.organizationId} AND month = credit_month()
        FOR UPDATE
      ),
      changed AS (
        UPDATE credit_balances balance SET allocated = ${credits}
        FROM before
        WHERE balance.organization_id = ${actor.organizationId} AND balance.month = before.month
          AND balance.reserved + balance.spent <= ${credits}
        RETURNING balance.*, before.allocated AS allocated_before
      ),
      booked AS (
        INSERT INTO credit_ledger (organization_id, month, kind, amount, reason)
        SELECT organization_id, month, 'allocation', allocated - allocated_before, ${`allocation:${newId()}`}
        FROM changed WHERE allocated <> allocated_before
      )
      SELECT to_char(month, 'YYYY-MM') AS month, allocated, reserved, spent,
        allocated - reserved - spent AS available
      FROM changed`
    const [balance] = rows
    if (!balance) {
      throw requestFault(
        'credits',
        `More than ${credits} credits are reserved or spent in this month already; the allocation cannot go below that.`,
      )
    }
    if (before && before.credits !== credits) {
      await appendAuditEntry(tx, actor, { action: 'credits.changed', before, after: { credits } })
    }
    return balance
  })
}
