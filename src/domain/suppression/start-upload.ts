import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { parseRequest } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import { lockLists } from './assert-name-free'
import { findList } from './find-list'
import { type StartUploadInput, startUploadSchema } from './upload.schema'

/** `arrived` are the 0-based numbers of the chunks that the server has, so that the others are sent. */
export type StartedUpload = { uploadId: string; arrived: number[] }

/**
 * Declares a file of numbers for a list. The same numbers declared again, also under another id, go on where they were:
 * whoever lost the page chooses the file once more.
 *
 * @throws SUPPRESSION_LIST_NOT_FOUND; CONFLICT to replace the built-in list, or while other numbers are on their way to the
 * list
 */
export async function startUpload(actor: Actor, input: StartUploadInput): Promise<StartedUpload> {
  const { uploadId, mode, fileName, fingerprint, numbers, invalid, chunks, ...given } = parseRequest(
    startUploadSchema,
    input,
  )
  const list = await findList(actor, given.listId)
  if (mode === 'replace' && list.builtIn) {
    throw new RollcallError('CONFLICT', `“${list.name}” cannot be replaced: people were promised it. Add to it.`)
  }
  const { organizationId } = actor
  const hash = Buffer.from(fingerprint, 'hex')
  return transaction(async (tx) => {
    await lockLists(tx, organizationId)
    const [other] = await tx.rows<StartedUpload & { isSame: boolean; fileName: string; createdBy: string }>`
      SELECT id AS "uploadId", arrived, file_name AS "fileName", created_by AS "createdBy",
        fingerprint = ${hash} AND mode = ${mode} AND numbers = ${numbers} AND chunks = ${chunks} AS "isSame"
      FROM suppression_uploads
      WHERE list_id = ${list.id}::uuid AND organization_id = ${organizationId} AND status = 'staging'`
    if (other?.isSame) return { uploadId: other.uploadId, arrived: other.arrived }
    if (other) {
      const message = `“${other.fileName}” of ${other.createdBy} is on its way to this list. Continue or discard it first.`
      throw new RollcallError('CONFLICT', message)
    }
    // A generation after all that there are entries of, also those of uploads that were cancelled and are not swept yet.
    await tx.execute`
      INSERT INTO suppression_uploads (id, organization_id, list_id, mode, generation, file_name, fingerprint, numbers,
        invalid, chunks, created_by)
      SELECT ${uploadId}::uuid, ${organizationId}, id, ${mode}, CASE WHEN ${mode} = 'replace' THEN
          1 + greatest(generation, (SELECT max(generation) FROM suppression_uploads WHERE list_id = list.id)) END,
        ${fileName}, ${hash}, ${numbers}, ${invalid}, ${chunks}, ${actor.label}
      FROM suppression_lists list
      WHERE id = ${list.id}::uuid AND organization_id = ${organizationId} AND deleted_at IS NULL`
    return { uploadId, arrived: [] }
  })
}
