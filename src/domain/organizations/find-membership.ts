import type { Role } from '@/domain/actor'
import type { OrganizationRules } from '@/domain/contacts/prepare-validation.rules'
import { db } from '@/platform/db'

export type Membership = {
  role: Role
  organization: OrganizationRules & { id: string; name: string }
}

/**
 * Returns the user's membership of this organization, or of the one joined first when none is named. Null when there is
 * none; a session may name an organization that has removed the user.
 */
export async function findMembership(userId: string, organizationId: string | null): Promise<Membership | null> {
  const member = await db().member.findFirst({
    where: { userId, ...(organizationId === null ? {} : { organizationId }) },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      role: true,
      organization: {
        select: { id: true, name: true, country: true, normalizationEnabled: true, premiumNumbersRefused: true },
      },
    },
  })
  // The database holds roles to these (members_role_check).
  return member && { ...member, role: member.role as Role }
}
