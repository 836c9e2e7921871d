import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { Prisma, type Tx } from '@/platform/db'
import { openCreditMonth } from './open-credit-month'

export type Reservation = { batchId: string; agentId: string; required: number }

/**
 * Reserves credits of the current month (UTC, by the database's clock) for a batch. The update's row lock keeps
 * concurrent batches from reserving more than is left. An enrollment takes this lock last, so that the lock is held for
 * the shortest time.
 *
 * @throws INSUFFICIENT_CREDITS with `{ required, available }`
 */
export async function reserveCredits(tx: Tx, actor: Actor, input: Reservation): Promise<void> {
  if (await tryReserve(tx, actor, input)) return
  await openCreditMonth(tx, actor.organizationId)
  if (await tryReserve(tx, actor, input)) return
  const [row] = await tx.rows<{ available: number }>`
    SELECT allocated - reserved - spent AS available FROM credit_balances
    WHERE organization_id = ${actor.organizationId} AND month = credit_month()`
  throw insufficientCredits(input.required, row?.available ?? 0)
}

/** Returns the error (a 402) for a request that needs more credits than are left. */
export function insufficientCredits(required: number, available: number): RollcallError {
  const written = (credits: number) => credits.toLocaleString('en-US')
  const needed = `${written(required)} ${required === 1 ? 'credit' : 'credits'}`
  const left = available === 1 ? '1 is' : `${written(available)} are`
  return new RollcallError(
    'INSUFFICIENT_CREDITS',
    `This needs ${needed}, and ${left} left this month. Send fewer contacts or have the allocation raised.`,
    { required, available },
  )
}

async function tryReserve(tx: Tx, actor: Actor, input: Reservation): Promise<boolean> {
  const [done] = await tx.rows<{ isBooked: boolean }>`/* prepared */
    WITH ${reservation(actor, input)} SELECT EXISTS (SELECT FROM booked) AS "isBooked"`
  return done?.isBooked ?? false
}

/**
 * Returns the parts `reserved` and `booked` of a statement that reserves credits and may do more. `booked` has a row when
 * they are reserved. When it has none, nothing is, and `reserveCredits` finds out why.
 *
 * @param condition on which they are reserved, when there is one: `AND …`
 */
export function reservation(
  { organizationId }: Actor,
  { batchId, agentId, required }: Reservation,
  condition = Prisma.empty,
): Prisma.Sql {
  return Prisma.sql`
    reserved AS (
      UPDATE credit_balances SET reserved = reserved + ${required}
      WHERE organization_id = ${organizationId}
        AND month = credit_month()
        AND allocated - reserved - spent >= ${required}
        ${condition}
      RETURNING month
    ),
    booked AS (
      INSERT INTO credit_ledger (organization_id, month, kind, amount, reason, agent_id, batch_id)
      SELECT ${organizationId}, month, 'reservation', ${required}, ${`batch:${batchId}:reserved`}, ${agentId}::uuid,
        ${batchId}::uuid
      FROM reserved
      RETURNING agent_id
    )`
}
