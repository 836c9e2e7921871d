import { Prisma } from '@/platform/db'

/**
 * The query of how numbers may stand on the lists of their organizations: as they are, and, once somebody was erased, as
 * a keyed hash.
 *
 * @param organizationIds of each number, at the same place
 * @param phoneNumbers E.164
 */
export function storedNumbers(organizationIds: readonly string[], phoneNumbers: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT organization_id, phone_number, phone_number AS stored
    FROM unnest(${organizationIds}::text[], ${phoneNumbers}::text[]) AS sent(organization_id, phone_number)
    UNION ALL
    SELECT sent.organization_id, phone_number, erased_number(hash_key, phone_number)
    FROM unnest(${organizationIds}::text[], ${phoneNumbers}::text[]) AS sent(organization_id, phone_number)
    JOIN suppression_lists own ON own.organization_id = sent.organization_id AND built_in AND hash_key IS NOT NULL`
}
