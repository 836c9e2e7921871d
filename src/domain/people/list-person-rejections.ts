import type { Actor } from '@/domain/actor'
import { writtenForms } from '@/domain/phones/written-forms.rules'
import { db } from '@/platform/db'

const REJECTIONS_MAX = 20

/** A contact or row that was turned away with a number. */
export type PersonRejection = {
  batchId: string | null
  importId: string | null
  /** Name of the batch or the file. */
  source: string | null
  /** 0-based place in the request, or the record of the file as a spreadsheet numbers it. */
  place: number
  reason: string
  at: string
}

/**
 * Lists what was rejected with a number, newest first. A row of a file is found by the number that was read; a contact
 * of a request by what was sent, in the forms in which a number is usually written.
 *
 * @param number E.164
 */
export async function listPersonRejections(actor: Actor, number: string): Promise<PersonRejection[]> {
  const { organizationId } = actor
  const rows = await db().rows<Omit<PersonRejection, 'at'> & { at: Date }>`
    SELECT batch.id AS "batchId", NULL::uuid AS "importId", batch.name AS source, rejection.index AS place,
      rejection.error AS reason, batch.created_at AS at
    FROM rejections rejection JOIN batches batch ON batch.id = rejection.batch_id
    WHERE rejection.organization_id = ${organizationId} AND rejection.phone_number = ANY(${writtenForms(number)}::text[])
    UNION ALL
    SELECT NULL, imported.id, imported.file_name, rejection.record_number, rejection.reason, imported.created_at
    FROM import_rejections rejection JOIN imports imported ON imported.id = rejection.import_id
    WHERE rejection.organization_id = ${organizationId} AND rejection.read_as = ${number} AND rejection.read_as <> ''
    ORDER BY at DESC LIMIT ${REJECTIONS_MAX}`
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
}
