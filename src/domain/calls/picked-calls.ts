import type { NewDecision } from '@/domain/decisions/record-decisions'
import type { LineOrder } from '@/domain/schedule/priority.rules'
import type { Postponed } from './judge-due-calls'

/** What a dispatch makes of the due calls of an agent. */
export type PickedCalls = {
  sequenceIds: string[]
  postponed: Postponed[]
  /** Sequences of people who are never called. */
  refused: { id: string; decision: NewDecision }[]
  /** The share that got the last line, by priority, where that is another one than before. */
  lastShares: { priority: LineOrder; shareId: string }[]
  /**
   * True when lines are left and so are calls that were not looked at, or that come in the place of others; also when a
   * moment that a call was moved to is over already.
   */
  isCut: boolean
  /** True when lines are left, and were not given since no more calls are allowed at once. */
  isPaced: boolean
}

/** Returns what is picked before anything was looked at. */
export function nothingPicked(): PickedCalls {
  return { sequenceIds: [], postponed: [], refused: [], lastShares: [], isCut: false, isPaced: false }
}
