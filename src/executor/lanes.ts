import { createHash } from 'node:crypto'

/**
 * Concurrency (protocol §9.10) limits the calls under way, not the runs: a run that sleeps or waits for a retry holds
 * nothing.
 *
 * A slot is what a limit counts: a function, a key expression and its value. A lane is the list of a run's slots, as
 * text. All jobs of one lane compete for exactly the same slots, so it is enough to look at the oldest few of each
 * lane, however many are waiting. Runs without a limit have the empty lane.
 */
export type Slot = { functionId: string; key: string; value: string }

const VALUE_CHARS_MAX = 128

/** Writes a lane. A long value is replaced by its hash: a lane is an index key. */
export function laneOf(slots: readonly Slot[]): string {
  if (slots.length === 0) return ''
  return JSON.stringify(slots.map(({ functionId, key, value }) => [functionId, key, shorten(value)]))
}

/** A job that could run now, if its lane has room. `at` is anything that sorts by age. */
export type Candidate = { runId: string; jobId: string; lane: string; at: number }

/**
 * Picks the jobs that may run, oldest first, each only while every slot of its lane has room. A job without room is
 * passed over, and does not hold up the jobs behind it that need other slots.
 *
 * @param runningByLane calls under way, by lane, on all executors
 * @param limitOf the current limit of a function's key; undefined when it has none any more
 */
export function admitCandidates(
  candidates: readonly Candidate[],
  runningByLane: ReadonlyMap<string, number>,
  limitOf: (functionId: string, key: string) => number | undefined,
  countMax: number,
): Candidate[] {
  const running = new Map<string, number>()
  for (const [lane, count] of runningByLane) {
    for (const slot of slotsOf(lane)) running.set(slot, (running.get(slot) ?? 0) + count)
  }
  const admitted: Candidate[] = []
  for (const candidate of candidates.toSorted((a, b) => a.at - b.at || (a.runId < b.runId ? -1 : 1))) {
    if (admitted.length === countMax) break
    const slots = slotsOf(candidate.lane)
    const hasRoom = slots.every((slot) => {
      const [functionId, key] = JSON.parse(slot) as [string, string]
      return (running.get(slot) ?? 0) < (limitOf(functionId, key) ?? Number.POSITIVE_INFINITY)
    })
    if (!hasRoom) continue
    for (const slot of slots) running.set(slot, (running.get(slot) ?? 0) + 1)
    admitted.push(candidate)
  }
  return admitted
}

function slotsOf(lane: string): string[] {
  return lane === '' ? [] : (JSON.parse(lane) as string[][]).map((slot) => JSON.stringify(slot))
}

function shorten(value: string): string {
  return value.length <= VALUE_CHARS_MAX ? value : createHash('sha256').update(value).digest('hex')
}
