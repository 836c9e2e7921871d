import type { ValidatedContacts } from '@/domain/contacts/validate-contacts.rules'
import { recordDecisions } from '@/domain/decisions/record-decisions'
import { nowMs } from '@/platform/clock'
import type { Tx } from '@/platform/db'
import type { JudgedSafety } from './judge-safety'

type Kept = Pick<JudgedSafety, 'decisions'> & {
  batchId: string
  /** Of the accepted contacts, in their order. */
  ids: readonly string[]
  validated: ValidatedContacts
}

/**
 * Keeps in the trail why contacts of a batch were turned away, or are called later. Who is called when it was asked for is
 * told by the contact itself.
 */
export async function keepDecisions(tx: Tx, { decisions, batchId, ids, validated }: Kept): Promise<void> {
  if (decisions.size === 0) return
  const idOf = new Map(validated.accepted.map(({ index }, at) => [index, ids[at] ?? null]))
  const made = [...decisions].map(([index, decision]) => ({
    ...decision,
    batchId,
    sequenceId: idOf.get(index) ?? null,
  }))
  // Of a moved contact that was turned away for something else there is nothing to tell.
  const told = made.filter(({ decision, sequenceId }) => decision.kind === 'never' || sequenceId !== null)
  await recordDecisions(tx, 'enrollment', told, nowMs())
}
