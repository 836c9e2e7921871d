import type { Tx } from '@/platform/db'

/**
 * Withdraws what was requested for these sequences and has not gone out: calls for which no dialer was asked, and mails that
 * no server was given. A call that a dialer may have placed is never withdrawn, since the person would be called again, and
 * a mail that may be on its way ends as what it was.
 */
export async function withdrawRequested(tx: Tx, sequenceIds: readonly string[]): Promise<void> {
  await tx.execute`
    UPDATE calls SET status = 'withdrawn'
    WHERE sequence_id = ANY(${sequenceIds}::uuid[]) AND status = 'requested' AND attempted_at IS NULL`
  await tx.execute`
    UPDATE emails SET status = 'withdrawn', ended_at = now()
    WHERE sequence_id = ANY(${sequenceIds}::uuid[]) AND status = 'requested' AND attempted_at IS NULL`
}
