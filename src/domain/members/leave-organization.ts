import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { db } from '@/platform/db'
import { removeMember } from './remove-member'

/**
 * Takes the actor out of the organization, whatever their role.
 *
 * @param organizationId the one that they mean; a page may be older than a switch to another one
 * @throws CONFLICT for the last owner and for another organization, FORBIDDEN for whoever is out already
 */
export async function leaveOrganization(actor: Actor, organizationId: string): Promise<void> {
  if (organizationId !== actor.organizationId) {
    throw new RollcallError('CONFLICT', 'You work for another organization now. Load the page again.')
  }
  const own = await db().member.findFirst({
    where: { organizationId: actor.organizationId, userId: actor.id },
    select: { id: true },
  })
  if (!own) throw new RollcallError('FORBIDDEN', 'You do not belong to this organization any more.')
  await removeMember(actor, own.id)
}
