import type { Actor, Role } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import type { Tx } from '@/platform/db'

/**
 * Locks who belongs to the actor's organization until the transaction ends, and returns the actor's role as it is now.
 * Two owners who demote each other at the same moment come here one after the other, and the second is no owner any
 * more. Nothing that enrolls or calls waits for this lock.
 *
 * @throws FORBIDDEN for whoever is no member any more
 */
export async function lockMembers(tx: Tx, actor: Actor): Promise<Role> {
  await tx.execute`SELECT FROM organizations WHERE id = ${actor.organizationId} FOR NO KEY UPDATE`
  if (actor.kind === 'system') return 'owner'
  const [own] = await tx.rows<{ role: string }>`
    SELECT role FROM members WHERE organization_id = ${actor.organizationId} AND user_id = ${actor.id}`
  if (!own) throw new RollcallError('FORBIDDEN', 'You do not belong to this organization any more.')
  return own.role as Role
}
