import type { Actor } from '@/domain/actor'
import type { Consent } from '@/domain/contact-safety/contact-facts.rules'
import type { JudgedContacts, ValidatedContacts } from '@/domain/contacts/validate-contacts.rules'
import { newId } from '@/domain/ids'
import type { Tx } from '@/platform/db'

/** The consents that came with valid contacts of a request, by the place of the contact. */
export type GivenConsents = ReadonlyMap<number, Consent>

/** Reads the consents that came with the contacts of a request. */
export function givenConsents({ judged }: Pick<JudgedContacts, 'judged'>): GivenConsents {
  const given = new Map<number, Consent>()
  for (const [index, verdict] of judged.entries()) {
    if (verdict.ok && verdict.contact.consent)
      given.set(index, { id: newId(), ...verdict.contact.consent, revokedAtMs: null })
  }
  return given
}

/**
 * Adds the consent that came with a contact to those that are known of its number. One that is known already is not
 * another one, so that what was revoked stays so when it is sent again.
 */
export function withGiven(known: readonly Consent[], given: Consent | undefined): readonly Consent[] {
  return given === undefined || known.some((one) => isSame(one, given)) ? known : [...known, given]
}

function isSame(one: Consent, other: Consent): boolean {
  return one.basis === other.basis && one.atMs === other.atMs && one.source === other.source
}

/** Stores the consents of the contacts that were accepted, each once, as a proof that outlives the contacts. */
export async function keepConsents(
  tx: Tx,
  { organizationId, label }: Actor,
  { batchId, validated, given }: { batchId: string; validated: ValidatedContacts; given: GivenConsents },
): Promise<void> {
  const rows = validated.accepted.flatMap(({ index, phoneNumber }) => {
    const consent = given.get(index)
    if (!consent) return []
    const { id, basis, atMs, source, text } = consent
    return [{ i: id, p: phoneNumber, b: basis, a: atMs / 1_000, s: source, t: text ?? undefined }]
  })
  if (rows.length === 0) return
  await tx.execute`
    INSERT INTO consents (id, organization_id, phone_number, basis, at, source, text, batch_id, added_by)
    SELECT DISTINCT ON (p, b, a, s) i, ${organizationId}, p, b, to_timestamp(a), s, t, ${batchId}::uuid, ${label}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS sent(i uuid, p text, b text, a float8, s text, t text)
    WHERE NOT EXISTS (
      SELECT FROM consents known WHERE known.organization_id = ${organizationId} AND known.phone_number = p
        AND known.basis = b AND known.at = to_timestamp(a)::timestamptz(3) AND known.source = s)
    ORDER BY p, b, a, s`
}
