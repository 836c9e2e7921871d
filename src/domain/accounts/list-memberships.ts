import type { Actor, Role } from '@/domain/actor'
import { db } from '@/platform/db'

const LISTED_MAX = 100

/** Lists the organizations that the actor belongs to, by name. */
export async function listMemberships(
  actor: Actor,
): Promise<{ organizationId: string; name: string; role: Role; current: boolean }[]> {
  const members = await db().member.findMany({
    where: { userId: actor.id },
    select: { role: true, organization: { select: { id: true, name: true } } },
    orderBy: [{ organization: { name: 'asc' } }, { id: 'asc' }],
    take: LISTED_MAX,
  })
  return members.map(({ role, organization }) => ({
    organizationId: organization.id,
    name: organization.name,
    role: role as Role,
    current: organization.id === actor.organizationId,
  }))
}
