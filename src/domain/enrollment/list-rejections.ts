import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import { findBatch } from './find-batch'
import type { RejectedContact } from './validate-contacts.rules'

/** As in the 202, and what was sent, made storable. */
export type Rejection = RejectedContact & { contact: unknown }

/**
 * The contacts of a batch that were turned away, in the order sent. At most 999 of them, so there are no pages.
 *
 * @throws BATCH_NOT_FOUND
 */
export async function listRejections(actor: Actor, batchId: string): Promise<Rejection[]> {
  await findBatch(actor, batchId)
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
  }))
}
