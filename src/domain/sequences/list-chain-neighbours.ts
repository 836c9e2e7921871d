import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { parsePublicId, toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import type { LifecycleStatus } from './sequence.schema'
import type { SequenceResult } from './sequence-result.rules'

/** How many contacts before this one are listed. */
const BEFORE_MAX = 3
const AFTER_MAX = 6

export type ChainNeighbours = {
  /** Some contacts of the chain in calling order, with this contact among them. */
  members: {
    sequenceId: string
    name: string
    /** 0-based. */
    position: number
    lifecycleStatus: LifecycleStatus
    result: SequenceResult
    lastResultType: string | null
  }[]
  /** How many contacts there are before the first and after the last of these. */
  before: number
  after: number
}

type Row = Omit<ChainNeighbours['members'][number], 'sequenceId'> & { id: string; rank: number; total: number }

/**
 * Lists who is called before and after a contact in its chain, from any batch. Sequences that the background has not
 * created yet are listed as they will be, as everywhere.
 *
 * @param sequenceId public id
 * @returns null for a contact without a chain
 * @throws SEQUENCE_NOT_FOUND
 */
export async function listChainNeighbours(actor: Actor, sequenceId: string): Promise<ChainNeighbours | null> {
  const { organizationId } = actor
  const id = parsePublicId('sequence', sequenceId)
  const contact = id && (await db().contact.findFirst({ where: { id, organizationId } }))
  if (!contact) throw new RollcallError('SEQUENCE_NOT_FOUND', 'There is no such sequence in your organization.')
  const { chainId } = contact
  if (chainId === null) return null
  // By rank and not by position: who never became part of the chain leaves a gap in the positions.
  const rows = await db().rows<Row>`
    WITH member AS (
      SELECT id, chain_position, row_number() OVER (ORDER BY chain_position, id)::int AS rank,
        count(*) OVER ()::int AS total
      FROM (
        SELECT id, chain_position FROM sequences
        WHERE chain_id = ${chainId}::uuid AND organization_id = ${organizationId}
        UNION
        SELECT contact.id, contact.chain_position FROM chains chain
        JOIN contacts contact ON contact.batch_id = chain.batch_id AND contact.chain_id = chain.id
        WHERE chain.id = ${chainId}::uuid AND chain.organization_id = ${organizationId}
      ) of_chain
    ), self AS (SELECT rank FROM member WHERE id = ${contact.id}::uuid)
    SELECT member.id, contact.name, coalesce(member.chain_position, 0) AS position,
      coalesce(sequence.status, first_status(member.chain_position)) AS "lifecycleStatus",
      sequence_result(sequence.status, sequence.best_result, sequence.last_result_type) AS result,
      sequence.last_result_type AS "lastResultType", member.rank, member.total
    FROM member
    JOIN self ON member.rank BETWEEN self.rank - ${BEFORE_MAX}::int AND self.rank + ${AFTER_MAX}::int
    JOIN contacts contact ON contact.id = member.id
    LEFT JOIN sequences sequence ON sequence.id = member.id
    ORDER BY member.rank`
  const [first, last] = [rows[0], rows.at(-1)]
  return {
    members: rows.map(({ id: rowId, rank: _, total: __, ...member }) => ({
      sequenceId: toPublicId('sequence', rowId),
      ...member,
    })),
    before: first ? first.rank - 1 : 0,
    after: last ? last.total - last.rank : 0,
  }
}
