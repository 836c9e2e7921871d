import type { Tx } from '@/platform/db'
import type { AfterStep } from './next-after-step.rules'

/**
 * Writes what follows after a step, a CALL or an EMAIL. The turn is given up only when somebody waits for it. When a
 * success comes late and a later step was requested already, the call or mail of that step is withdrawn if it has not
 * gone out yet.
 */
export async function applyStepEnd(
  tx: Tx,
  sequenceId: string,
  chainId: string | null,
  after: AfterStep,
): Promise<void> {
  if (after.kind !== 'next') {
    const status = after.kind === 'success' ? 'done' : after.status
    await tx.execute`
      UPDATE calls SET status = 'withdrawn'
      WHERE sequence_id = ${sequenceId}::uuid AND status = 'requested' AND attempted_at IS NULL`
    await tx.execute`
      UPDATE emails SET status = 'withdrawn', ended_at = now()
      WHERE sequence_id = ${sequenceId}::uuid AND status = 'requested'`
    await tx.execute`
      UPDATE sequences SET status = ${status}, due_at = NULL, ended_at = now() WHERE id = ${sequenceId}::uuid`
    return
  }
  await tx.execute`
    UPDATE sequences SET step_index = ${after.stepIndex}, step_type = ${after.stepType},
      due_at = ${new Date(after.dueAtMs).toISOString()}::timestamptz,
      advanced_at = CASE WHEN ${after.givesUpTurn} AND advanced_at IS NULL AND EXISTS (
        SELECT 1 FROM sequences other WHERE other.chain_id = ${chainId}::uuid AND other.status = 'waiting'
      ) THEN now() ELSE advanced_at END
    WHERE id = ${sequenceId}::uuid`
}
