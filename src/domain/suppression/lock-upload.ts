import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import type { Tx } from '@/platform/db'
import type { UploadMode } from './suppression-limits.rules'

export type LockedUpload = {
  id: string
  listId: string
  listName: string
  mode: UploadMode
  generation: number | null
  fileName: string
  status: 'staging' | 'done' | 'cancelled'
  invalid: number
  chunks: number
  arrived: number[]
  stored: number
  added: number
  createdAt: Date
}

/**
 * Locks an upload of a list that was not deleted. The locks of numbers come before it, and that of the list after it.
 *
 * @throws NOT_FOUND
 */
export async function lockUpload(tx: Tx, { organizationId }: Actor, uploadId: string): Promise<LockedUpload> {
  const [upload] = await tx.rows<LockedUpload>`
    SELECT upload.id, list_id AS "listId", list.name AS "listName", mode, upload.generation, file_name AS "fileName",
      status, invalid, chunks, arrived, stored, added, upload.created_at AS "createdAt"
    FROM suppression_uploads upload JOIN suppression_lists list ON list.id = list_id AND list.deleted_at IS NULL
    WHERE upload.id = ${uploadId}::uuid AND upload.organization_id = ${organizationId}
      AND list.organization_id = ${organizationId} FOR NO KEY UPDATE OF upload`
  if (!upload) throw uploadNotFound()
  return upload
}

/** Makes the error of an upload that is not there, or belongs to another organization. */
export function uploadNotFound(): RollcallError {
  return new RollcallError('NOT_FOUND', 'There is no such upload in your organization. Choose the file again.')
}

/**
 * Refuses to end an upload that is not complete.
 *
 * @throws CONFLICT
 */
export function assertArrived({ status, chunks, arrived }: LockedUpload): void {
  if (status === 'cancelled') throw new RollcallError('CONFLICT', 'This upload was discarded. Choose the file again.')
  const missing = chunks - arrived.length
  if (missing > 0) {
    throw new RollcallError('CONFLICT', `${missing} chunks of this upload have not arrived.`, { missing })
  }
}
