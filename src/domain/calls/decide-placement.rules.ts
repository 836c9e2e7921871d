/** What is looked at again right before a dialer is asked to place a call. */
export type PlacementFacts = {
  /** The dialer was asked before and has not clearly refused: the person may have been called. */
  attempted: boolean
  sequenceEnded: boolean
  held: boolean
  agentActive: boolean
  windowOpen: boolean
}

/**
 * `ask` the dialer, `withdraw` the call, or `giveUp` on it: a call that must not be placed any more but may have been
 * cannot be withdrawn, or its sequence would get another one. It ends as `Failed`, and the dialer's own result, if one
 * comes, replaces that.
 */
export function decidePlacement(facts: PlacementFacts): 'ask' | 'withdraw' | 'giveUp' {
  const { attempted, sequenceEnded, held, agentActive, windowOpen } = facts
  if (!sequenceEnded && !held && agentActive && windowOpen) return 'ask'
  return attempted ? 'giveUp' : 'withdraw'
}
