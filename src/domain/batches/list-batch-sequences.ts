import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import { CURSOR_OF_NUMBER, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { requestFault } from '@/domain/parse-request'
import type { LifecycleStatus } from '@/domain/sequences/sequence.schema'
import { db, Prisma } from '@/platform/db'
import type { BatchSequencesQuery } from './batch.schema'
import type { BatchSequence, BatchSequences } from './batch-answer.schema'
import { findBatch } from './find-batch'

type Row = Omit<BatchSequence, 'sequenceId' | 'scheduledAt' | 'chain'> & {
  id: string
  scheduledAt: Date
  chainValue: string | null
  chainPosition: number | null
}

/**
 * Lists a page of a batch's sequences, in the order in which the contacts were sent. A sequence that does not exist yet
 * is listed with the status and the id that it will have.
 *
 * @throws BATCH_NOT_FOUND, VALIDATION_ERROR for a cursor of another list, or for both `lifecycleStatus` and `status`
 */
export async function listBatchSequences(
  actor: Actor,
  batchId: string,
  query: BatchSequencesQuery,
): Promise<BatchSequences> {
  const lifecycleStatus = filterOf(query)
  await findBatch(actor, batchId)
  const scope: CursorScope = ['sequences of a batch', actor.organizationId, batchId, lifecycleStatus]
  const after = query.cursor === undefined ? -1 : Number(decodeCursor(scope, query.cursor, CURSOR_OF_NUMBER)[0])
  const ofStatus =
    lifecycleStatus === undefined
      ? Prisma.empty
      : Prisma.sql`AND coalesce(sequence.status, first_status(contact.chain_position)) = ${lifecycleStatus}`
  const rows = await db().rows<Row>`
    SELECT contact.id, contact.index, contact.name, contact.phone_number AS "phoneNumber",
      contact.phone_number_ext AS "phoneNumberExt", contact.external_id AS "externalId",
      coalesce(contact.phone_number_written, contact.phone_number) AS "phoneNumberWritten", contact.timezone, contact.scheduled_at AS "scheduledAt",
      coalesce(sequence.status, first_status(contact.chain_position)) AS "lifecycleStatus",
      contact.variables AS "customInputVariables",
      chain.value AS "chainValue", contact.chain_position AS "chainPosition",
      sequence_result(sequence.status, sequence.best_result, sequence.last_result_type) AS result,
      sequence.last_result_type AS "lastResultType"
    FROM contacts contact
    LEFT JOIN sequences sequence ON sequence.id = contact.id
    LEFT JOIN chains chain ON chain.id = contact.chain_id
    WHERE contact.batch_id = ${batchId}::uuid AND contact.organization_id = ${actor.organizationId}
      AND contact.index > ${after} ${ofStatus}
    ORDER BY contact.index
    LIMIT ${query.limit + 1}`
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    sequences: page.map(({ id, scheduledAt, chainValue, chainPosition, ...row }) => ({
      sequenceId: toPublicId('sequence', id),
      ...row,
      scheduledAt: scheduledAt.toISOString(),
      chain: chainValue === null || chainPosition === null ? null : { value: chainValue, position: chainPosition },
    })),
    nextCursor: last ? encodeCursor(scope, last.index) : null,
  }
}

/**
 * Returns the status to filter by. `status` is the old name of the parameter `lifecycleStatus`.
 *
 * @throws VALIDATION_ERROR when both are sent
 */
function filterOf({ lifecycleStatus, status }: BatchSequencesQuery): LifecycleStatus | undefined {
  if (lifecycleStatus === undefined || status === undefined) return lifecycleStatus ?? status
  throw requestFault('status', 'status is the old name of lifecycleStatus. Send only lifecycleStatus.')
}
