import type { LifecycleStatus } from './sequence.schema'

/** One sequence of a chain, as the chain's next move depends on it. */
export type ChainMember = {
  id: string
  position: number
  status: LifecycleStatus
  /** The sequence went on to its next step and gave its turn to the next contact. */
  gaveUpTurn: boolean
}

export type ChainMove = { kind: 'stay' } | { kind: 'activate'; id: string } | { kind: 'close' }

/**
 * The rule that keeps an open chain going: while anybody waits, exactly one contact has the turn, which is whoever was
 * activated, has not ended and has not given the turn up. Nobody has it: the first who waits gets it. Nobody is left:
 * the chain closes.
 *
 * It looks at the state and not at what has just happened, so that results that come twice, late or out of order cannot
 * advance a chain twice, and any number of ends at once advance it once.
 */
export function nextChainMove(members: readonly ChainMember[]): ChainMove {
  let first: ChainMember | undefined
  let isAnybodyLeft = false
  for (const member of members) {
    if (member.status === 'waiting') {
      isAnybodyLeft = true
      if (!first || member.position < first.position) first = member
    } else if (member.status === 'scheduled' || member.status === 'in progress') {
      isAnybodyLeft = true
      if (!member.gaveUpTurn) return { kind: 'stay' }
    }
  }
  if (!isAnybodyLeft) return { kind: 'close' }
  return first ? { kind: 'activate', id: first.id } : { kind: 'stay' }
}
