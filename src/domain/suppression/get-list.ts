import type { Actor } from '@/domain/actor'
import { isUuid } from '@/domain/ids'
import { listNotFound } from './find-list'
import { readLists } from './read-lists'
import type { SuppressionListSummary } from './suppression-answer.schema'

/** @throws SUPPRESSION_LIST_NOT_FOUND */
export async function getList(actor: Actor, listId: string): Promise<SuppressionListSummary> {
  const [list] = isUuid(listId) ? await readLists(actor, listId) : []
  if (!list) throw listNotFound()
  return list
}
