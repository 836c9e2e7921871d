import { ENDED_STATUSES, type LifecycleStatus } from './sequence-statuses.rules'

/**
 * What has come of a contact, best first. `goal reached`: a call was successful. `open`: the sequence has not ended.
 * `goal not reached`: we spoke to somebody. `nobody reached`: the last call met voicemail, no answer or a busy line.
 * `failed`: the last step could not be carried out. `not called`: the sequence ended without a call, for example
 * because somebody else of its chain was successful.
 */
export const SEQUENCE_RESULTS = [
  'goal reached',
  'open',
  'goal not reached',
  'nobody reached',
  'failed',
  'not called',
] as const

export type SequenceResult = (typeof SEQUENCE_RESULTS)[number]

/** What a row of `sequences` says of its calls. `bestResult` is null until somebody was spoken to. */
export type ResultFacts = {
  status: LifecycleStatus
  bestResult: 'goal reached' | 'goal not reached' | null
  lastResultType: string | null
}

const NOBODY: readonly (string | null)[] = ['Voicemail', 'Busy', 'No Answer']

/** Decides what has come of a contact. The SQL function `sequence_result` does the same. */
export function sequenceResultOf({ status, bestResult, lastResultType }: ResultFacts): SequenceResult {
  // Rows of before there was `bestResult` have it only where the last call does not say it.
  if (bestResult === 'goal reached' || lastResultType === 'Goal Completed') return 'goal reached'
  if (!(ENDED_STATUSES as readonly string[]).includes(status)) return 'open'
  if (bestResult === 'goal not reached' || lastResultType === 'Goal Not Completed') return 'goal not reached'
  if (NOBODY.includes(lastResultType)) return 'nobody reached'
  return lastResultType === 'Failed' || status === 'failed' ? 'failed' : 'not called'
}
