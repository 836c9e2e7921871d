import type { OrganizationRules } from '@/domain/contacts/prepare-validation.rules'
import { db } from '@/platform/db'

export type Membership = {
  organization: OrganizationRules & { id: string; name: string }
}

/**
 * Returns the user's membership of this organization, or of the one joined first when none is named. Null when there is
 * none; a session may name an organization that has removed the user.
 */
export async function findMembership(userId: string, organizationId: string | null): Promise<Membership | null> {
  return db().member.findFirst({
    where: { userId, ...(organizationId === null ? {} : { organizationId }) },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      organization: {
        select: { id: true, name: true, country: true, normalizationEnabled: true, premiumNumbersRefused: true },
      },
    },
  })
}
