import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import { CURSOR_OF_ID, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import type { LifecycleStatus } from '@/domain/sequences/sequence.schema'
import type { SequenceResult } from '@/domain/sequences/sequence-result.rules'
import { db } from '@/platform/db'
import type { BatchChainsQuery } from './batch.schema'
import { findBatch } from './find-batch'

export type BatchChain = {
  chainId: string
  variable: string
  value: string
  closedAt: string | null
  /** Everybody in the chain, in calling order. Contacts of other requests are included once their sequences exist. */
  members: {
    sequenceId: string
    name: string
    position: number
    lifecycleStatus: LifecycleStatus
    result: SequenceResult
    lastResultType: string | null
  }[]
}

type Member = Omit<BatchChain['members'][number], 'sequenceId'> & { id: string; chainId: string }

/**
 * Lists the chains that a batch opened, each with its contacts, in the order in which their values first appear in it.
 * A contact of this batch whose sequence does not exist yet is listed with the status that it will have.
 *
 * @throws BATCH_NOT_FOUND, VALIDATION_ERROR for a cursor of another list
 */
export async function listBatchChains(
  actor: Actor,
  batchId: string,
  query: BatchChainsQuery,
): Promise<{ chains: BatchChain[]; nextCursor: string | null }> {
  await findBatch(actor, batchId)
  const { organizationId } = actor
  const scope: CursorScope = ['chains of a batch', organizationId, batchId]
  const after = query.cursor === undefined ? undefined : decodeCursor(scope, query.cursor, CURSOR_OF_ID)[0]
  const rows = await db().chain.findMany({
    where: { batchId, organizationId, ...(after === undefined ? {} : { id: { gt: after } }) },
    orderBy: { id: 'asc' },
    take: query.limit + 1,
  })
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  const members = await db().rows<Member>`
    SELECT contact.id, contact.chain_id AS "chainId", contact.name, coalesce(contact.chain_position, 0) AS position,
      coalesce(sequence.status, first_status(contact.chain_position)) AS "lifecycleStatus",
      sequence_result(sequence.status, sequence.best_result, sequence.last_result_type) AS result,
      sequence.last_result_type AS "lastResultType"
    FROM (
      SELECT id FROM sequences WHERE chain_id = ANY(${page.map(({ id }) => id)}::uuid[])
      UNION
      SELECT id FROM contacts WHERE batch_id = ${batchId}::uuid AND chain_id = ANY(${page.map(({ id }) => id)}::uuid[])
    ) member
    JOIN contacts contact ON contact.id = member.id AND contact.organization_id = ${organizationId}
      AND contact.chain_id IS NOT NULL
    LEFT JOIN sequences sequence ON sequence.id = contact.id
    ORDER BY contact.chain_position`
  return {
    chains: page.map((chain) => ({
      chainId: chain.id,
      variable: chain.variable,
      value: chain.value,
      closedAt: chain.closedAt?.toISOString() ?? null,
      members: members
        .filter(({ chainId }) => chainId === chain.id)
        .map(({ id, chainId: _, ...member }) => ({ sequenceId: toPublicId('sequence', id), ...member })),
    })),
    nextCursor: last ? encodeCursor(scope, last.id) : null,
  }
}
