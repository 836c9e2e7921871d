import type { Consent } from '@/domain/contact-safety/contact-facts.rules'
import { askedNumbers } from '@/domain/suppression/asked-numbers'
import { groupByNumber } from '@/domain/suppression/group-by-number'
import type { OwnNumber } from '@/domain/suppression/own-number'
import type { Sql } from '@/platform/sql'

type Row = OwnNumber & Pick<Consent, 'id' | 'basis' | 'source' | 'text'> & { at: Date; revokedAt: Date | null }

/**
 * Finds the consents that are known of numbers, also those that were revoked.
 *
 * @returns a function that gives the consents of a number, as `decideContact` takes them
 */
export async function findConsents(
  on: Pick<Sql, 'rows'>,
  numbers: readonly OwnNumber[],
): Promise<(number: OwnNumber) => readonly Consent[]> {
  if (numbers.length === 0) return () => []
  const rows = await on.rows<Row>`/* prepared */
    SELECT consent.organization_id AS "organizationId", consent.phone_number AS "phoneNumber", consent.id, consent.basis,
      consent.at, consent.source, consent.text, consent.revoked_at AS "revokedAt"
    FROM (${askedNumbers(numbers)}) AS asked
    CROSS JOIN LATERAL (
      SELECT * FROM consents
      WHERE consents.organization_id = asked.organization_id AND consents.phone_number = asked.phone_number
      OFFSET 0
    ) consent`
  return groupByNumber(rows, ({ id, basis, at, source, text, revokedAt }) => ({
    ...{ id, basis, source, text, atMs: at.getTime(), revokedAtMs: revokedAt?.getTime() ?? null },
  }))
}
