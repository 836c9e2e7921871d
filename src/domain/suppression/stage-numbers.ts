import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { parseRequest, requestFault } from '@/domain/parse-request'
import { RetryTransaction, type Tx, transaction } from '@/platform/db'
import { addToCount } from './insert-entries'
import { laterEnd } from './later-end'
import { lockNumbers } from './lock-numbers'
import { uploadNotFound } from './lock-upload'
import type { UploadMode } from './suppression-limits.rules'
import { type StageNumbersInput, stageNumbersSchema } from './upload.schema'

/**
 * Stores a chunk of an upload. A chunk that comes twice is stored once. One that adds is in force with the answer; one
 * that replaces waits with the others for `replaceList`, in a generation that nothing looks at.
 *
 * @throws NOT_FOUND; CONFLICT for an upload that has ended; VALIDATION_ERROR for a chunk that was not declared
 */
export async function stageNumbers(actor: Actor, input: StageNumbersInput): Promise<{ repeated: boolean }> {
  const { uploadId, chunk, numbers, ends } = parseRequest(stageNumbersSchema, input)
  const { organizationId } = actor
  return transaction(async (tx) => {
    const [upload] = await tx.rows<Row>`
      SELECT mode, chunks, status, generation, list_id AS "listId", coalesce(${chunk} = ANY(arrived), false) AS "hasArrived"
      FROM suppression_uploads
      WHERE id = ${uploadId}::uuid AND organization_id = ${organizationId}`
    if (!upload) throw uploadNotFound()
    const { mode, status, listId, generation } = upload
    if (chunk >= upload.chunks) {
      throw requestFault('chunk', `Chunk ${chunk} was not declared when this upload was started.`)
    }
    if (upload.hasArrived) return { repeated: true }
    if (status !== 'staging') throw new RollcallError('CONFLICT', 'This upload has ended, and takes no more numbers.')
    if (mode === 'add') await lockNumbers(tx, organizationId, numbers)
    const { stored, added } = await insertNumbers(tx, actor, { listId, generation, numbers, ends })
    // Nothing is locked while the numbers are inserted, so that several chunks are at work at once.
    const noted = await tx.execute`
      UPDATE suppression_uploads SET arrived = arrived || ${chunk}::int, stored = stored + ${stored},
        added = added + ${added}, progressed_at = now()
      WHERE id = ${uploadId}::uuid AND organization_id = ${organizationId} AND status = 'staging'
        AND NOT ${chunk} = ANY(arrived)`
    if (noted === 0) throw new RetryTransaction('The upload has ended, or this chunk has arrived, meanwhile.')
    if (mode === 'add') await addToCount(tx, listId, added)
    return { repeated: false }
  })
}

type Row = {
  mode: UploadMode
  chunks: number
  status: string
  generation: number | null
  listId: string
  hasArrived: boolean
}

type NewNumbers = {
  listId: string
  /** Null for the one that is in force. */
  generation: number | null
  numbers: readonly string[]
  ends: readonly (string | null)[] | undefined
}

/**
 * Inserts the numbers of a file in their order in the key, whose pages are then written once. Of a number that is on the
 * list the entry stays and ends at the later moment; one that has ended begins anew.
 */
async function insertNumbers(
  tx: Tx,
  { organizationId, label }: Actor,
  { listId, generation, numbers, ends }: NewNumbers,
): Promise<{ stored: number; added: number }> {
  // An array of a statement has no place without a value.
  const sentEnds = ends?.map((end) => end ?? '') ?? []
  const [inserted] = await tx.rows<{ stored: number; added: number }>`
    WITH put AS (
      INSERT INTO suppression_entries AS entry (organization_id, phone_number, list_id, generation, until, source, added_by)
      SELECT list.organization_id, sent.phone_number, list.id, coalesce(${generation}::int, list.generation),
        coalesce(nullif(sent.ends_at, '')::timestamptz, now() + make_interval(days => list.entry_days)), 'file', ${label}
      FROM suppression_lists list, unnest(${numbers}::text[], ${sentEnds}::text[]) AS sent(phone_number, ends_at)
      WHERE list.id = ${listId}::uuid AND list.organization_id = ${organizationId} AND list.deleted_at IS NULL
      ORDER BY sent.phone_number
      ON CONFLICT (organization_id, phone_number, list_id, generation) DO UPDATE SET
        until = ${laterEnd()},
        since = CASE WHEN entry.until <= now() THEN excluded.since ELSE entry.since END,
        reason = CASE WHEN entry.until <= now() THEN NULL ELSE entry.reason END,
        source = CASE WHEN entry.until <= now() THEN excluded.source ELSE entry.source END,
        added_by = CASE WHEN entry.until <= now() THEN excluded.added_by ELSE entry.added_by END,
        agent_ids = '{}'
      RETURNING entry.xmax = 0 AS is_new
    )
    SELECT count(*)::int AS stored, (count(*) FILTER (WHERE coalesce(is_new, false)))::int AS added FROM put`
  return inserted ?? { stored: 0, added: 0 }
}
