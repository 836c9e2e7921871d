import { z } from 'zod'
import type { Actor } from '@/domain/actor'
import type { RejectedContact } from '@/domain/contacts/validate-contacts.rules'
import { findCountry } from '@/domain/phones/find-country.rules'
import { type ReadNumber, readNumberOf } from '@/domain/phones/phone-number.rules'
import { db } from '@/platform/db'
import { findBatch } from './find-batch'

/**
 * A rejection as the 202 reports it, with the contact as it was sent (made storable). It also has the number that we
 * read, or the readings of an ambiguous number.
 */
export type Rejection = RejectedContact & ReadNumber & { contact: unknown }

type Stored = Omit<RejectedContact, 'externalId'> & { externalId: string | null; contact: unknown; country: string }

const countryOfOptions = z.object({ defaultCountry: z.string().nullish() })

/**
 * Lists the rejected contacts of a batch, in the order in which they were sent. A batch has at most 999 of them, so
 * there are no pages.
 *
 * @throws BATCH_NOT_FOUND
 */
export async function listRejections(actor: Actor, batchId: string): Promise<Rejection[]> {
  const batch = await findBatch(actor, batchId)
  const asked = findCountry(countryOfOptions.safeParse(batch.options).data?.defaultCountry ?? '')
  const rows = await db().rows<Stored>`
    SELECT rejection.index, rejection.phone_number AS "phoneNumber", rejection.external_id AS "externalId",
      rejection.error, rejection.code, rejection.errors, rejection.contact, organization.country
    FROM rejections rejection JOIN organizations organization ON organization.id = rejection.organization_id
    WHERE rejection.batch_id = ${batchId}::uuid AND rejection.organization_id = ${actor.organizationId}
    ORDER BY rejection.index`
  return rows.map(({ country, externalId, index, phoneNumber, ...rejection }) => ({
    index,
    phoneNumber,
    ...(externalId !== null && { externalId }),
    ...rejection,
    ...readNumberOf(phoneNumber, asked ?? findCountry(country)),
  }))
}
