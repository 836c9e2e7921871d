import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import type { OrganizationSettings } from './organization.schema'

/** Returns the settings of the actor's organization. */
export async function getOrganization({ organizationId }: Actor): Promise<OrganizationSettings> {
  return db().organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { name: true, country: true, normalizationEnabled: true, premiumNumbersRefused: true },
  })
}
