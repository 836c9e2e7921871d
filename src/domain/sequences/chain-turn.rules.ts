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
 * Decides the next move of an open chain. While anybody waits, exactly one contact has the turn: the one that was
 * activated, has not ended and has not given the turn up. When nobody has the turn, the first waiting contact gets it.
 * When nobody is left, the chain closes.
 *
 * The decision depends on the state alone, not on what has just happened. So a result that comes twice, late or out of
 * order never moves a chain on twice, and several ends at once move it on once.
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
