import { z } from 'zod'
import type { Actor } from '@/domain/actor'
import type { RejectedContact } from '@/domain/contacts/validate-contacts.rules'
import { findCountry } from '@/domain/phones/find-country.rules'
import { parsePhoneNumber } from '@/domain/phones/phone-number.rules'
import { db } from '@/platform/db'
import { findBatch } from './find-batch'

/**
 * As in the 202, and what was sent, made storable. `readAs` is E.164 of the number that would have been called; null where
 * none could be read.
 */
export type Rejection = RejectedContact & { contact: unknown; readAs: string | null }

const countryOfOptions = z.object({ defaultCountry: z.string().nullish() })

/**
 * The contacts of a batch that were turned away, in the order sent. At most 999 of them, so there are no pages.
 *
 * @throws BATCH_NOT_FOUND
 */
export async function listRejections(actor: Actor, batchId: string): Promise<Rejection[]> {
  const batch = await findBatch(actor, batchId)
  const organization = await db().organization.findUniqueOrThrow({
    where: { id: actor.organizationId },
    select: { country: true },
  })
  const asked = countryOfOptions.safeParse(batch.options).data?.defaultCountry
  const country = findCountry(asked ?? '') ?? findCountry(organization.country)
  const rows = await db().rejection.findMany({
    where: { batchId, organizationId: actor.organizationId },
    orderBy: { index: 'asc' },
  })
  return rows.map((row) => ({
    index: row.index,
    phoneNumber: row.phoneNumber,
    error: row.error,
    code: row.code as RejectedContact['code'],
    errors: row.errors as RejectedContact['errors'],
    contact: row.contact,
    readAs: parsePhoneNumber(row.phoneNumber, country)?.e164 ?? null,
  }))
}
