/** The facts that are checked again right before a dialer is asked to place a call. */
export type PlacementFacts = {
  /** The dialer was asked before and did not clearly refuse, so the person may have been called. */
  attempted: boolean
  sequenceEnded: boolean
  held: boolean
  agentActive: boolean
  /** The person may be called now: by call windows, rules, caps, consents and suppression lists. */
  mayCall: boolean
}

/**
 * Decides whether to `ask` the dialer, `withdraw` the call, or `giveUp` on it. A call that may have been placed cannot
 * be withdrawn, because its sequence would then call the person again. It ends as `Failed` instead, and a later result
 * from the dialer replaces that.
 */
export function decidePlacement(facts: PlacementFacts): 'ask' | 'withdraw' | 'giveUp' {
  const { attempted, mayCall } = facts
  if (isWanted(facts) && mayCall) return 'ask'
  return attempted ? 'giveUp' : 'withdraw'
}

/** Tells whether a call is still to be made at all, so that it has to be asked whether it may. */
export function isWanted({ sequenceEnded, held, agentActive }: Omit<PlacementFacts, 'attempted' | 'mayCall'>): boolean {
  return !sequenceEnded && !held && agentActive
}
