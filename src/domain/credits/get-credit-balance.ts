import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'

export type CreditBalance = { month: string; allocated: number; reserved: number; spent: number; available: number }

/**
 * Returns the balance of the current month (UTC, by the database's clock). A month without bookings shows the
 * organization's allocation; reading it does not open it.
 *
 * @throws Error when the organization is gone
 */
export async function getCreditBalance(actor: Actor): Promise<CreditBalance> {
  const rows = await db().rows<CreditBalance>`
    SELECT to_char(credit_month(), 'YYYY-MM') AS month,
      coalesce(balance.allocated, organization.monthly_credits) AS allocated,
      coalesce(balance.reserved, 0) AS reserved,
      coalesce(balance.spent, 0) AS spent,
      coalesce(balance.allocated - balance.reserved - balance.spent, organization.monthly_credits) AS available
    FROM organizations organization
    LEFT JOIN credit_balances balance ON balance.organization_id = organization.id
      AND balance.month = credit_month()
    WHERE organization.id = ${actor.organizationId}`
  const [balance] = rows
  if (!balance) throw new Error(`Organization ${actor.organizationId} is gone.`)
  return balance
}
