import type { Consent } from '@/domain/contact-safety/contact-facts.rules'
import type { OwnNumber } from '@/domain/suppression/find-suppressions'
import type { Sql } from '@/platform/sql'
import { groupByNumber } from './group-by-number'

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
    FROM unnest(${numbers.map((number) => number.organizationId)}::text[],
      ${numbers.map((number) => number.phoneNumber)}::text[]) AS asked(organization_id, phone_number)
    CROSS JOIN LATERAL (
      SELECT * FROM consents
      WHERE consents.organization_id = asked.organization_id AND consents.phone_number = asked.phone_number
      OFFSET 0
    ) consent`
  return groupByNumber(rows, ({ id, basis, at, source, text, revokedAt }) => ({
    ...{ id, basis, source, text, atMs: at.getTime(), revokedAtMs: revokedAt?.getTime() ?? null },
  }))
}
