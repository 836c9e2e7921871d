import type { Actor } from '@/domain/actor'
import { isUuid } from '@/domain/ids'
import { db } from '@/platform/db'
import type { UploadMode } from './suppression-limits.rules'

/** An upload that has not ended: it is being sent, or whoever sent it was interrupted. */
export type OpenUpload = {
  uploadId: string
  mode: UploadMode
  fileName: string
  /** How many numbers were declared, and how many have arrived. */
  numbers: number
  stored: number
  createdBy: string
  createdAt: string
  progressedAt: string
}

type Row = Omit<OpenUpload, 'createdAt' | 'progressedAt'> & { createdAt: Date; progressedAt: Date }

/** Returns the upload of a list that has not ended; null when there is none, or no such list. */
export async function findOpenUpload(actor: Actor, listId: string): Promise<OpenUpload | null> {
  if (!isUuid(listId)) return null
  const [found] = await db().rows<Row>`
    SELECT id AS "uploadId", mode, file_name AS "fileName", numbers, stored, created_by AS "createdBy",
      created_at AS "createdAt", progressed_at AS "progressedAt"
    FROM suppression_uploads
    WHERE list_id = ${listId}::uuid AND organization_id = ${actor.organizationId} AND status = 'staging'`
  if (!found) return null
  return { ...found, createdAt: found.createdAt.toISOString(), progressedAt: found.progressedAt.toISOString() }
}
