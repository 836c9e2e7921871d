import type { Actor, Role } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import type { Tx } from '@/platform/db'

export type FoundMember = { memberId: string; userId: string; name: string; email: string; role: Role }

/**
 * Finds a member of the actor's organization.
 *
 * @throws MEMBER_NOT_FOUND
 */
export async function findMember(tx: Tx, actor: Actor, memberId: string): Promise<FoundMember> {
  // Postgres takes no text with NUL, and no id has one.
  const [member] = memberId.includes('\0')
    ? []
    : await tx.rows<{ memberId: string; userId: string; name: string; email: string; role: string }>`
        SELECT members.id AS "memberId", members.user_id AS "userId", users.name, users.email, members.role
        FROM members JOIN users ON users.id = members.user_id
        WHERE members.organization_id = ${actor.organizationId} AND members.id = ${memberId}`
  if (!member) throw new RollcallError('MEMBER_NOT_FOUND', 'There is no such member in your organization.')
  return { ...member, role: member.role as Role }
}
