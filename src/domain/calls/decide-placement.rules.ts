/** The facts that are checked again right before a dialer is asked to place a call. */
export type PlacementFacts = {
  /** The dialer was asked before and did not clearly refuse, so the person may have been called. */
  attempted: boolean
  sequenceEnded: boolean
  held: boolean
  agentActive: boolean
  windowOpen: boolean
  /** The number is on a suppression list, or one that is to stop calls is old. */
  suppressed: boolean
}

/**
 * Decides whether to `ask` the dialer, `withdraw` the call, or `giveUp` on it. A call that may have been placed cannot
 * be withdrawn, because its sequence would then call the person again. It ends as `Failed` instead, and a later result
 * from the dialer replaces that.
 */
export function decidePlacement(facts: PlacementFacts): 'ask' | 'withdraw' | 'giveUp' {
  const { attempted, sequenceEnded, held, agentActive, windowOpen, suppressed } = facts
  if (!sequenceEnded && !held && agentActive && windowOpen && !suppressed) return 'ask'
  return attempted ? 'giveUp' : 'withdraw'
}
