import type { ValidatedContacts } from '@/domain/contacts/validate-contacts.rules'
import { recordDecisions } from '@/domain/decisions/record-decisions'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import type { JudgedSafety } from './judge-safety'
import type { AgentForEnrollment } from './load-agent-for-enrollment'

type Kept = Pick<JudgedSafety, 'decisions'> & {
  agent: AgentForEnrollment
  batchId: string
  /** Of the accepted contacts, in their order. */
  ids: readonly string[]
  validated: ValidatedContacts
}

/**
 * Keeps in the trail why contacts of a batch were turned away, or are called later. Who is called when it was asked for is
 * told by the contact itself. Of a try with the simulated dialer nothing is kept: nobody's phone was to ring.
 */
export async function keepDecisions(tx: Tx, { agent, decisions, batchId, ids, validated }: Kept): Promise<void> {
  if (isSimulated(agent) || decisions.size === 0) return
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

/**
 * Keeps in the trail who was turned away by a request of which nobody was accepted, and of which nothing else is kept: by
 * it, too, somebody was asked for who must not be called.
 */
export async function keepRefusals(agent: AgentForEnrollment, { decisions }: JudgedSafety): Promise<void> {
  const refused = [...decisions.values()].filter(({ decision }) => decision.kind === 'never')
  if (isSimulated(agent) || refused.length === 0) return
  await transaction((tx) => recordDecisions(tx, 'enrollment', refused, nowMs()))
}

function isSimulated({ test }: AgentForEnrollment): boolean {
  return test === 'simulated'
}
