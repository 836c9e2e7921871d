import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import type { LifecycleStatus } from '@/domain/sequences/sequence.schema'
import { db, Prisma } from '@/platform/db'
import type { BatchSequencesQuery } from './batch.schema'
import { findBatch } from './find-batch'
import { CURSOR_OF_NUMBER, type CursorScope, decodeCursor, encodeCursor } from './page-cursor'

export type BatchSequence = {
  sequenceId: string
  /** 0-based place in the request. */
  index: number
  name: string
  phoneNumber: string
  phoneNumberExt: string | null
  /** As it was sent. */
  phoneNumberWritten: string
  timezone: string
  scheduledAt: string
  lifecycleStatus: LifecycleStatus
  customInputVariables: Record<string, string>
  chain: { value: string; position: number } | null
  lastResultType: string | null
}

type Row = Omit<BatchSequence, 'sequenceId' | 'scheduledAt' | 'chain'> & {
  id: string
  scheduledAt: Date
  chainValue: string | null
  chainPosition: number | null
}

/**
 * The sequences of a batch in the order sent, a page at a time. Empty until the background has created them.
 *
 * @throws BATCH_NOT_FOUND, VALIDATION_ERROR for a cursor that is not of this list
 */
export async function listBatchSequences(
  actor: Actor,
  batchId: string,
  query: BatchSequencesQuery,
): Promise<{ sequences: BatchSequence[]; nextCursor: string | null }> {
  await findBatch(actor, batchId)
  const scope: CursorScope = ['sequences of a batch', actor.organizationId, batchId, query.status]
  const after = query.cursor === undefined ? -1 : Number(decodeCursor(scope, query.cursor, CURSOR_OF_NUMBER)[0])
  const ofStatus = query.status === undefined ? Prisma.empty : Prisma.sql`AND sequence.status = ${query.status}`
  const rows = await db().$queryRaw<Row[]>`
    SELECT sequence.id, sequence.index, contact.name, contact.phone_number AS "phoneNumber",
      contact.phone_number_ext AS "phoneNumberExt",
      coalesce(contact.phone_number_written, contact.phone_number) AS "phoneNumberWritten", contact.timezone, contact.scheduled_at AS "scheduledAt",
      sequence.status AS "lifecycleStatus", contact.variables AS "customInputVariables",
      chain.value AS "chainValue", sequence.chain_position AS "chainPosition",
      sequence.last_result_type AS "lastResultType"
    FROM sequences sequence
    JOIN contacts contact ON contact.id = sequence.id
    LEFT JOIN chains chain ON chain.id = sequence.chain_id
    WHERE sequence.batch_id = ${batchId}::uuid AND sequence.organization_id = ${actor.organizationId}
      AND sequence.index > ${after} ${ofStatus}
    ORDER BY sequence.index
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
