import { RollcallError } from '@/domain/errors'
import type { Tx } from '@/platform/db'

/**
 * Refuses to change where calls go while the address of today may have placed some of which it has not said so: asked
 * again, the other one would call the same people once more.
 *
 * @throws CONFLICT
 */
export async function assertNobodyIsAskedBy(tx: Tx, accountId: string): Promise<void> {
  const [asked] = await tx.rows<{ calls: number }>`
    SELECT count(*)::int AS calls FROM calls
    WHERE agent_id IN (SELECT id FROM agents WHERE dialer_account_id = ${accountId}::uuid)
      AND status = 'requested' AND attempted_at IS NOT NULL`
  if (!asked?.calls) return
  throw new RollcallError(
    'CONFLICT',
    'The dialer of today is being asked for calls, and may have placed them. Turn the account off, wait two minutes, and change it then.',
  )
}
