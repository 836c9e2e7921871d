import { Prisma } from '@/platform/db'
import { askedNumbers } from './asked-numbers'
import type { OwnNumber } from './own-number'

/**
 * The query of how numbers may stand on the lists of their organizations: as they are, and, once somebody was erased, as
 * a keyed hash.
 *
 * @param numbers in E.164
 */
export function storedNumbers(numbers: readonly OwnNumber[]): Prisma.Sql {
  // The numbers are sent once, and read twice.
  return Prisma.sql`
    WITH sent AS MATERIALIZED (${askedNumbers(numbers)})
    SELECT organization_id, phone_number, phone_number AS stored FROM sent
    UNION ALL
    SELECT sent.organization_id, phone_number, erased_number(hash_key, phone_number)
    FROM sent
    JOIN suppression_lists own ON own.organization_id = sent.organization_id AND built_in AND hash_key IS NOT NULL`
}
