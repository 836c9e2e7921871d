import type { Actor } from '@/domain/actor'
import type { Consent } from '@/domain/contact-safety/contact-facts.rules'
import type { JudgedContacts, ValidatedContacts } from '@/domain/contacts/validate-contacts.rules'
import { newId } from '@/domain/ids'
import { db, Prisma, type Tx } from '@/platform/db'

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
 * Says of consents that come with a request which of them do not hold any more: whoever opted out of all agents since has
 * revoked them, whenever they are sent.
 */
export async function revokeByOptOuts(
  organizationId: string,
  { judged }: Pick<JudgedContacts, 'judged'>,
  given: GivenConsents,
): Promise<GivenConsents> {
  if (given.size === 0) return given
  const sent = [...given].flatMap(([index, { atMs }]) => {
    const verdict = judged[index]
    return verdict?.ok ? [{ n: index, p: verdict.contact.phoneNumber, a: atMs / 1_000 }] : []
  })
  const revoked = await db().rows<{ index: number; at: Date }>`
    SELECT sent.n AS index, opt_out.at FROM json_to_recordset(${JSON.stringify(sent)}::json) AS sent(n int, p text, a float8)
    CROSS JOIN LATERAL (${optOutAfter(organizationId)}) opt_out
    WHERE sent.n IS NOT NULL`
  const revokedAt = new Map(revoked.map(({ index, at }) => [index, at.getTime()]))
  return new Map(
    Array.from(given, ([index, consent]) => [index, { ...consent, revokedAtMs: revokedAt.get(index) ?? null }]),
  )
}

/** The first opt-out of all agents after the consent of the row `sent`. */
function optOutAfter(organizationId: string): Prisma.Sql {
  return Prisma.sql`SELECT at, noted_by FROM opt_outs
    WHERE opt_outs.organization_id = ${organizationId} AND opt_outs.phone_number = sent.p AND opt_outs.agent_id IS NULL
      AND opt_outs.at >= to_timestamp(sent.a) ORDER BY at LIMIT 1`
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
    INSERT INTO consents (id, organization_id, phone_number, basis, at, source, text, batch_id, added_by, revoked_at, revoked_by)
    SELECT i, ${organizationId}, p, b, to_timestamp(a), s, t, ${batchId}::uuid, ${label}, opt_out.at, opt_out.noted_by
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS sent(i uuid, p text, b text, a float8, s text, t text)
    LEFT JOIN LATERAL (${optOutAfter(organizationId)}) opt_out ON true
    ORDER BY p, b, a, s
    ON CONFLICT DO NOTHING`
}

/** Finds when people last opted out of the calls of all agents, by their numbers: it revokes what they gave before. */
export async function findOptOuts(
  { organizationId }: Actor,
  phoneNumbers: readonly string[],
): Promise<{ phoneNumber: string; atMs: number }[]> {
  const rows = await db().rows<{ phoneNumber: string; at: Date }>`
    SELECT phone_number AS "phoneNumber", max(at) AS at FROM opt_outs
    WHERE organization_id = ${organizationId} AND phone_number = ANY(${phoneNumbers}::text[]) AND agent_id IS NULL
    GROUP BY phone_number`
  return rows.map(({ phoneNumber, at }) => ({ phoneNumber, atMs: at.getTime() }))
}
