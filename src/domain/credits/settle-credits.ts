import type { Tx } from '@/platform/db'

/**
 * Books what becomes of the reserved credits of sequences: `spend` at the first placed call, `release` when there will
 * never be one. Only reserved credits change, so booking twice books once. A release skips sequences with a call under
 * way. The booking goes to the month of the reservation.
 */
export async function settleCredits(tx: Tx, sequenceIds: readonly string[], kind: 'spend' | 'release'): Promise<void> {
  const state = kind === 'spend' ? 'spent' : 'released'
  await lockBalances(tx, sequenceIds)
  await tx.execute`
    WITH settled AS (
      UPDATE sequences SET credit_state = ${state}
      WHERE id = ANY(${sequenceIds}::uuid[]) AND credit_state = 'reserved'
        AND (${kind} = 'spend' OR NOT EXISTS (SELECT 1 FROM calls
          WHERE calls.sequence_id = sequences.id AND call_is_under_way(calls.status)))
      RETURNING id, organization_id, agent_id, batch_id
    ),
    priced AS (
      SELECT settled.*, batch.credit_month, batch.credits_per_contact AS credits
      FROM settled JOIN batches batch ON batch.id = settled.batch_id
    ),
    booked AS (
      INSERT INTO credit_ledger (organization_id, month, kind, amount, reason, agent_id, batch_id)
      SELECT organization_id, credit_month, ${kind}, credits, 'sequence:' || id || ${`:${state}`}, agent_id, batch_id
      FROM priced
    )
    UPDATE credit_balances balance
    SET reserved = balance.reserved - moved.credits,
      spent = balance.spent + CASE WHEN ${kind} = 'spend' THEN moved.credits ELSE 0 END
    FROM (SELECT organization_id, credit_month, sum(credits)::int AS credits FROM priced GROUP BY 1, 2) moved
    WHERE balance.organization_id = moved.organization_id AND balance.month = moved.credit_month`
}

/** Locks the balances of these sequences' organizations and months in order: a set may be of several. */
async function lockBalances(tx: Tx, sequenceIds: readonly string[]): Promise<void> {
  await tx.execute`
    SELECT FROM credit_balances balance
    WHERE (balance.organization_id, balance.month) IN (
      SELECT batch.organization_id, batch.credit_month FROM sequences sequence
      JOIN batches batch ON batch.id = sequence.batch_id
      WHERE sequence.id = ANY(${sequenceIds}::uuid[]) AND sequence.credit_state = 'reserved')
    ORDER BY balance.organization_id, balance.month FOR NO KEY UPDATE`
}

/**
 * Spends credits that were released, because the calls turn out to have been placed: we had given up on their dialers,
 * and the dialers answered or reported after all. The credit is taken from the month of the reservation if that still
 * covers it. Otherwise the call is free, since a late answer must not push a balance below zero.
 */
export async function spendReleasedCredits(tx: Tx, sequenceIds: readonly string[]): Promise<void> {
  const released = await tx.rows<{ id: string }>`
    SELECT id FROM sequences WHERE id = ANY(${sequenceIds}::uuid[]) AND credit_state = 'released' ORDER BY id`
  // One by one, since the first may take what the balance has left. There is hardly ever one.
  for (const { id } of released) await spendReleasedCredit(tx, id)
}

async function spendReleasedCredit(tx: Tx, sequenceId: string): Promise<void> {
  await tx.execute`
    WITH priced AS (
      SELECT sequence.id, sequence.organization_id, sequence.agent_id, sequence.batch_id, batch.credit_month,
        batch.credits_per_contact AS credits
      FROM sequences sequence JOIN batches batch ON batch.id = sequence.batch_id
      WHERE sequence.id = ${sequenceId}::uuid AND sequence.credit_state = 'released'
      FOR NO KEY UPDATE OF sequence
    ),
    taken AS (
      UPDATE credit_balances balance SET spent = balance.spent + priced.credits
      FROM priced
      WHERE balance.organization_id = priced.organization_id AND balance.month = priced.credit_month
        AND balance.allocated - balance.reserved - balance.spent >= priced.credits
      RETURNING priced.*
    ),
    spent AS (
      UPDATE sequences SET credit_state = 'spent' FROM taken WHERE sequences.id = taken.id
    )
    INSERT INTO credit_ledger (organization_id, month, kind, amount, reason, agent_id, batch_id)
    SELECT organization_id, credit_month, movement.kind, credits, 'sequence:' || id || movement.reason, agent_id, batch_id
    FROM taken, (VALUES ('reservation', ':reserved-again'), ('spend', ':spent')) AS movement(kind, reason)`
}
