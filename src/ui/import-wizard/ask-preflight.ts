import { addBatch, type BatchAnswer, emptyPreflight, isWhole, type Preflight } from './state/sum-preflight'
import type { RequestContact } from './worker/review-messages'

/** So many contacts are asked about without a word; of a longer file somebody says whether it is worth it. */
export const ASKED_AT_ONCE = 100_000

/** A batch of the file, as its enrollment would send it. */
export type BatchToAsk = {
  contacts: readonly RequestContact[]
  /** The numbers of their rows in a spreadsheet. */
  records: readonly number[]
}

/** `asking` as long as answers come; `waiting` for somebody to go on; `stopped` by an error, until somebody tries again. */
export type Asking = 'asking' | 'waiting' | 'stopped' | 'done'

type PreflightWork = {
  /** How many contacts would be sent, in all batches. */
  contacts: number
  /** Makes a batch, by its number from 0. */
  batchOf: (number: number) => Promise<BatchToAsk>
  dryRun: (contacts: BatchToAsk['contacts']) => Promise<BatchAnswer>
  /** Shows what is known so far. */
  show: (sum: Preflight, asking: Asking) => void
  /** Resolves when somebody wants to go on. */
  untilGoOn: () => Promise<void>
  signal: AbortSignal
}

/**
 * Asks the server about the batches of a file, one after the other, and shows the sum after each. It asks for the next one
 * only when the one before is answered: a file of any size takes a part of one core there.
 */
export async function askPreflight({ contacts, batchOf, dryRun, show, untilGoOn, signal }: PreflightWork) {
  let sum = emptyPreflight(contacts)
  let askedMax = ASKED_AT_ONCE
  for (let number = 0; !isWhole(sum); ) {
    try {
      const batch = await batchOf(number)
      if (signal.aborted) return
      // The rows have changed meanwhile: whoever changed them asks anew.
      if (batch.records.length === 0) return
      const answer = await dryRun(batch.contacts)
      if (signal.aborted) return
      sum = addBatch(sum, answer, batch.records)
      number++
    } catch {
      if (signal.aborted) return
      show(sum, 'stopped')
      await untilGoOn()
      if (signal.aborted) return
      show(sum, 'asking')
      continue
    }
    const isWaiting = sum.asked >= askedMax && !isWhole(sum)
    show(sum, isWhole(sum) ? 'done' : isWaiting ? 'waiting' : 'asking')
    if (!isWaiting) continue
    await untilGoOn()
    if (signal.aborted) return
    askedMax = sum.asked + ASKED_AT_ONCE
    show(sum, 'asking')
  }
}
