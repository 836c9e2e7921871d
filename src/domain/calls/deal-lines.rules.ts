/** A due call that may be placed now, as far as it is known from itself. */
export type Candidate = { id: string; chainId: string | null }

/**
 * Due calls of one share, oldest first. `isWhole` is false when there may be more behind them.
 */
export type ShareOfCalls<Call extends Candidate> = {
  shareId: string
  candidates: readonly Call[]
  isWhole: boolean
}

export type Dealing<Call extends Candidate> = {
  /** How many lines there are to deal; above 0. */
  free: number
  /** In the order of the rotation: behind the share that got the last line. `isWhole` is false when there may be more. */
  rotation: { shares: readonly ShareOfCalls<Call>[]; isWhole: boolean }
  /** The chains that are called, or will be. */
  takenChains: ReadonlySet<string>
}

/**
 * `dealt`: who gets the lines, in the order in which they got them, and the share that got the last one. Otherwise what
 * has to be known first: more shares, or more calls of some shares.
 */
export type Deal<Call extends Candidate> =
  | { kind: 'dealt'; calls: Call[]; lastShareId: string | null }
  | { kind: 'more shares' }
  | { kind: 'more calls'; shareIds: string[] }

/**
 * Deals the free lines of an agent among the shares of one priority, one line at a time from share to share, until the
 * lines or the calls are used up. A share gives its oldest call whose chain has no other one; a share that has none is
 * passed over. So nobody gets two lines more than another share that could have had one.
 *
 * What is not known is never guessed: the deal is the same however many calls were looked up at once.
 */
export function dealLines<Call extends Candidate>({ free, rotation, takenChains }: Dealing<Call>): Deal<Call> {
  const chains = new Set(takenChains)
  const rest = rotation.shares.map((share) => ({ share, at: 0 }))
  const calls: Call[] = []
  let lastShareId: string | null = null
  for (;;) {
    const before = calls.length
    for (const hand of rest) {
      if (calls.length === free) return { kind: 'dealt', calls, lastShareId }
      const call = nextOf(hand, chains)
      if (!call) {
        if (hand.share.isWhole) continue
        return { kind: 'more calls', shareIds: rest.filter(isShort).map(({ share }) => share.shareId) }
      }
      if (call.chainId !== null) chains.add(call.chainId)
      calls.push(call)
      lastShareId = hand.share.shareId
    }
    if (calls.length === free) return { kind: 'dealt', calls, lastShareId }
    // The others come before anybody's second line.
    if (!rotation.isWhole) return { kind: 'more shares' }
    if (calls.length === before) return { kind: 'dealt', calls, lastShareId }
  }
}

type Hand<Call extends Candidate> = { share: ShareOfCalls<Call>; at: number }

function nextOf<Call extends Candidate>(hand: Hand<Call>, chains: ReadonlySet<string>): Call | undefined {
  for (;;) {
    const call = hand.share.candidates[hand.at]
    if (!call) return undefined
    hand.at++
    if (call.chainId === null || !chains.has(call.chainId)) return call
  }
}

function isShort({ share, at }: Hand<Candidate>): boolean {
  return !share.isWhole && at >= share.candidates.length
}
