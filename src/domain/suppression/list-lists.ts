import type { Actor } from '@/domain/actor'
import { readLists } from './read-lists'
import type { SuppressionListSummary } from './suppression-answer.schema'

/** Lists the organization's suppression lists, the built-in one first, then by name. It has none before the first number. */
export function listLists(actor: Actor): Promise<SuppressionListSummary[]> {
  return readLists(actor, null)
}
