/**
 * Splits calls into sets, in order, so that no set has two calls of one sequence or of one chain: what follows from the
 * second depends on what the first has changed.
 */
export function splitByTurn<Call extends { sequenceId: string; chainId: string | null }>(
  calls: readonly Call[],
): Call[][] {
  const sets: Call[][] = []
  const setsTaken = new Map<string, number>()
  for (const call of calls) {
    const owner = call.chainId ?? call.sequenceId
    const at = setsTaken.get(owner) ?? 0
    setsTaken.set(owner, at + 1)
    const set = sets[at]
    if (set) set.push(call)
    else sets.push([call])
  }
  return sets
}
