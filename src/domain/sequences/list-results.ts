import type { Actor } from '@/domain/actor'
import { CURSOR_OF_ID, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { findSequences } from './find-sequences'
import { readResults, type SequenceSummary } from './read-results'
import type { ResultListQuery } from './sequence-filter.schema'

/**
 * Lists the sequences that a filter matches, each with its result. A page may be shorter than asked for although there
 * are more: then the search went through very many contacts, and `nextCursor` goes on from there.
 *
 * @throws VALIDATION_ERROR for a cursor of another list, or an order by name of more than a batch
 */
export async function listResults(
  actor: Actor,
  query: ResultListQuery,
): Promise<{ sequences: SequenceSummary[]; nextCursor: string | null }> {
  const { order, cursor, limit, ...filter } = query
  const scope: CursorScope = ['results', actor.organizationId, order, JSON.stringify(Object.entries(filter).sort())]
  const after = cursor === undefined ? undefined : decodeCursor(scope, cursor, CURSOR_OF_ID)[0]
  const { ids, next } = await findSequences(actor, { filter, order, after, limit })
  return {
    sequences: await readResults(actor, ids),
    nextCursor: next === null ? null : encodeCursor(scope, next),
  }
}
