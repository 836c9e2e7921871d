import type { Actor } from '@/domain/actor'
import { numberEnd, numberSpeller } from '@/domain/phones/spells-number.rules'
import { db } from '@/platform/db'

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

/** Of those whose numbers end alike, most are of the person; the others are sorted out here. */
export const CANDIDATES_MAX = 500

/**
 * Lists what was rejected with a number, newest first: a row of a file by the number that was read, anything else by what
 * was sent, however it was written.
 *
 * @param number E.164
 * @returns `isCut` when older ones were not looked at
 */
export async function listPersonRejections(
  actor: Actor,
  number: string,
  rejectionsMax: number,
): Promise<{ rejections: PersonRejection[]; isCut: boolean }> {
  const { organizationId } = actor
  const end = numberEnd(number)
  const rows = await db().rows<Omit<PersonRejection, 'at'> & { at: Date; readAs: string | null; written: string }>`
    SELECT batch.id AS "batchId", NULL::uuid AS "importId", batch.name AS source, rejection.index AS place,
      rejection.error AS reason, batch.created_at AS at, NULL AS "readAs", rejection.phone_number AS written
    FROM rejections rejection JOIN batches batch ON batch.id = rejection.batch_id
    WHERE rejection.organization_id = ${organizationId} AND number_end(rejection.phone_number) = ${end}
    UNION ALL
    SELECT NULL, imported.id, imported.file_name, rejection.record_number, rejection.reason, imported.created_at,
      rejection.read_as, rejection.phone_number
    FROM import_rejections rejection JOIN imports imported ON imported.id = rejection.import_id
    WHERE rejection.organization_id = ${organizationId} AND rejection.read_as = ${number} AND rejection.read_as <> ''
    UNION ALL
    SELECT NULL, imported.id, imported.file_name, rejection.record_number, rejection.reason, imported.created_at,
      rejection.read_as, rejection.phone_number
    FROM import_rejections rejection JOIN imports imported ON imported.id = rejection.import_id
    WHERE rejection.organization_id = ${organizationId} AND coalesce(rejection.read_as, '') = ''
      AND number_end(rejection.phone_number) = ${end}
    ORDER BY at DESC LIMIT ${CANDIDATES_MAX}`
  const spells = numberSpeller(number)
  const rejections = rows
    .filter(({ readAs, written }) => readAs === number || spells(written))
    .map(({ at, readAs: _, written: __, ...row }) => ({ ...row, at: at.toISOString() }))
  const isCut = rows.length === CANDIDATES_MAX || rejections.length > rejectionsMax
  return { rejections: rejections.slice(0, rejectionsMax), isCut }
}
