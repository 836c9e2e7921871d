import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import type { LifecycleStatus } from '@/domain/sequences/sequence.schema'
import { db } from '@/platform/db'
import type { BatchChainsQuery } from './batch.schema'
import { findBatch } from './find-batch'
import { CURSOR_OF_ID, type CursorScope, decodeCursor, encodeCursor } from './page-cursor'

export type BatchChain = {
  chainId: string
  variable: string
  value: string
  closedAt: string | null
  /** In the order in which they are called; also contacts that joined from elsewhere. */
  members: {
    sequenceId: string
    name: string
    position: number
    lifecycleStatus: LifecycleStatus
    lastResultType: string | null
  }[]
}

type Member = Omit<BatchChain['members'][number], 'sequenceId'> & { id: string; chainId: string }

/**
 * The chains that a batch opened, in the order in which their values appear in it, each with its contacts. Chains whose
 * sequences do not exist yet have no members.
 *
 * @throws BATCH_NOT_FOUND, VALIDATION_ERROR for a cursor that is not of this list
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
  const members = await db().$queryRaw<Member[]>`
    SELECT sequence.id, sequence.chain_id AS "chainId", contact.name, sequence.chain_position AS position,
      sequence.status AS "lifecycleStatus", sequence.last_result_type AS "lastResultType"
    FROM sequences sequence JOIN contacts contact ON contact.id = sequence.id
    WHERE sequence.chain_id = ANY(${page.map(({ id }) => id)}::uuid[]) AND sequence.organization_id = ${organizationId}
    ORDER BY sequence.chain_position`
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
