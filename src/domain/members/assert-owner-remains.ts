import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import type { Tx } from '@/platform/db'

/**
 * Refuses to let the last owner go. Called under the lock of `lockMembers`.
 *
 * @throws CONFLICT
 */
export async function assertOwnerRemains(tx: Tx, actor: Actor, leavingMemberId: string): Promise<void> {
  const [others] = await tx.rows<{ count: number }>`
    SELECT count(*)::int AS count FROM members
    WHERE organization_id = ${actor.organizationId} AND role = 'owner' AND id <> ${leavingMemberId}`
  if ((others?.count ?? 0) > 0) return
  throw new RollcallError(
    'CONFLICT',
    'An organization needs an owner, and this is the last one. Make somebody else an owner first.',
  )
}
