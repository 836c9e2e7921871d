import { isConversation } from '@/domain/contact-safety/call-caps.rules'
import type { ContactFacts, Reason } from '@/domain/contact-safety/contact-facts.rules'
import { type ContactDecision, decideContact, decideWithin } from '@/domain/contact-safety/decide-contact.rules'
import type { Gate } from '@/domain/contact-safety/gate.rules'
import type { ResultType } from '@/domain/results/result-types.rules'
import { stretchAt, toMoment } from '@/domain/schedule/zone-clock.rules'
import type { RetryPolicy } from './retry-policy.schema'
import { type RetriedType, waitMs } from './retry-wait.rules'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** How much earlier or later than its moment a call back may come. */
export const CALL_BACK_LEEWAY_MS = 15 * MINUTE_MS

/** How near to the time of day of an unanswered call another one is avoided. */
export const AVOIDED_MS = 120 * MINUTE_MS

/** Another time of day is looked for within a week, in which all that repeats has come once. */
const OTHER_TIME_WITHIN_MS = 7 * DAY_MS

/** What is known when a call of a sequence has ended. All moments are epoch milliseconds. */
export type CadenceFacts = {
  contact: ContactFacts
  step: {
    retry: RetryPolicy | null
    /** How many attempts it may have; null for as many as the policy says. */
    attemptsMax: number | null
    /** Its calls but for calls back, in their order, with the one that has just ended. */
    attempts: readonly Attempt[]
  }
  /** The attempts of all its steps, with those of this one; and how many they may be, null for no limit. */
  sequence: { attempts: number; attemptsMax: number | null }
  /** The call that has just ended. */
  ended: Attempt & {
    /** Whether it reached what it was for (`isSuccessful`). */
    successful: boolean
    /** The moment that the person has asked for (`rescheduledAt`); null without one. */
    rescheduledAtMs: number | null
    /** The promise that it was to keep; null when it was no call back. */
    callBack: CallBack | null
  }
}

export type Attempt = {
  /** When it was placed. */
  atMs: number
  endedAtMs: number
  resultType: ResultType
}

/** A call that a person was promised. It is a call of its own, and no attempt of a step. */
export type CallBack = {
  /** The moment that was promised, or the same time on the day after when that one was missed. */
  promisedAtMs: number
  /** Whether it has been moved to the next day, which happens once. */
  movedOnce: boolean
}

export type NextCall =
  /** Call again for the same step. */
  | { kind: 'retry'; atMs: number; reasons: readonly Reason[] }
  /**
   * Call when the person was promised it, on the first free line before anything else. `keptPromise` is false when the
   * rules allow no call within a quarter of an hour of that moment; then it is the first moment that they do.
   */
  | { kind: 'call back'; callBack: CallBack; atMs: number; keptPromise: boolean; reasons: readonly Reason[] }
  /** There would be a next call, but this person must not be called any more. */
  | { kind: 'never'; reasons: readonly Reason[] }
  /** The step is over; the next one counts from its end. */
  | { kind: 'step ends' }

/**
 * Decides what follows the end of a call: a call back that was promised, a further attempt of the step, or the end of the
 * step. Which moments are allowed is `decideContact`'s to say; this chooses among them.
 */
export function nextCall(facts: CadenceFacts, nowMs: number): NextCall {
  const { ended } = facts
  if (ended.successful) return { kind: 'step ends' }
  if (ended.rescheduledAtMs !== null) {
    return nextCallBack(facts.contact, { promisedAtMs: ended.rescheduledAtMs, movedOnce: false }, nowMs)
  }
  if (ended.callBack !== null) {
    if (isConversation(ended.resultType) || ended.callBack.movedOnce) return { kind: 'step ends' }
    return nextCallBack(facts.contact, toNextDay(ended.callBack, facts.contact.call.timezone), nowMs)
  }
  return nextAttempt(facts, nowMs)
}

/**
 * Decides when a promised call is due: at its moment, or within a quarter of an hour of it when the rules do not allow
 * that moment itself. One whose quarter of an hour is over without a call was missed, and is promised anew for the same
 * time on the day after, once; missed again, it comes as soon as the rules allow. The agent's windows do not count.
 */
export function nextCallBack(contact: ContactFacts, callBack: CallBack, nowMs: number): NextCall {
  const { timezone } = contact.call
  const due = isMissed(callBack, nowMs) && !callBack.movedOnce ? toNextDay(callBack, timezone) : callBack
  const { promisedAtMs } = due
  const decideFrom = (wantedAtMs: number) =>
    decideContact({ ...contact, call: { ...contact.call, wantedAtMs, windowsBypassedBy: 'call back' } }, nowMs)
  const after = decideFrom(promisedAtMs)
  const afterMs = momentOf(after, nowMs)
  if (afterMs === null) return { kind: 'never', reasons: after.reasons }
  const { reasons } = after
  const latestMs = promisedAtMs + CALL_BACK_LEEWAY_MS
  if (afterMs > latestMs) {
    const beforeMs = momentOf(decideFrom(promisedAtMs - CALL_BACK_LEEWAY_MS), nowMs)
    if (beforeMs !== null && beforeMs < promisedAtMs) {
      return { kind: 'call back', callBack: due, atMs: beforeMs, keptPromise: true, reasons }
    }
  }
  return { kind: 'call back', callBack: due, atMs: afterMs, keptPromise: afterMs <= latestMs, reasons }
}

/** Tells whether the quarter of an hour after a promised moment is over. */
export function isMissed({ promisedAtMs }: Pick<CallBack, 'promisedAtMs'>, nowMs: number): boolean {
  return nowMs > promisedAtMs + CALL_BACK_LEEWAY_MS
}

/**
 * Returns what a promise is moved to whose call has to wait until a moment at which it cannot be kept any more: it is one
 * for that moment then. Null when nothing changes, also for one that was missed before.
 */
export function latePromise(callBack: CallBack | null, untilMs: number, nowMs: number): CallBack | null {
  if (callBack === null || isMissed(callBack, nowMs) || !isMissed(callBack, untilMs)) return null
  return { ...callBack, promisedAtMs: untilMs }
}

/** Reads a promise as sequences and calls have it; null without one. */
export function callBackOf(row: { promisedAt: Date | null; promiseMoved: boolean }): CallBack | null {
  return row.promisedAt && { promisedAtMs: row.promisedAt.getTime(), movedOnce: row.promiseMoved }
}

/** Promises a call for the same time of day on the day after. */
export function toNextDay({ promisedAtMs }: Pick<CallBack, 'promisedAtMs'>, timezone: string): CallBack {
  const localMs = promisedAtMs + stretchAt(timezone, promisedAtMs).offsetMs
  return { promisedAtMs: toMoment(timezone, localMs + DAY_MS), movedOnce: true }
}

function nextAttempt({ contact, step, sequence, ended }: CadenceFacts, nowMs: number): NextCall {
  const retry = step.retry?.[ended.resultType as RetriedType]
  const afterMs = retry === undefined ? null : waitMs(retry.after)
  if (retry === undefined || afterMs === null) return { kind: 'step ends' }
  const alike = step.attempts.filter(({ resultType }) => resultType === ended.resultType).length
  if (alike > retry.times || isUsedUp(step.attempts.length, step.attemptsMax)) return { kind: 'step ends' }
  if (isUsedUp(sequence.attempts, sequence.attemptsMax)) return { kind: 'step ends' }
  const facts = { ...contact, call: { ...contact.call, wantedAtMs: ended.endedAtMs + afterMs } }
  const first = decideContact(facts, nowMs)
  const firstMs = momentOf(first, nowMs)
  if (firstMs === null) return { kind: 'never', reasons: first.reasons }
  const { reasons } = first
  const otherMs = retry.otherTimeOfDay ? otherTimeOfDay(facts, firstMs, unansweredOf(step.attempts), nowMs) : firstMs
  if (otherMs > firstMs) return { kind: 'retry', atMs: otherMs, reasons: [...reasons, otherTimeReason(otherMs)] }
  return { kind: 'retry', atMs: firstMs, reasons }
}

/** Returns when the calls were made whose time of day another retry avoids. */
export function unansweredOf(attempts: readonly Pick<Attempt, 'atMs' | 'resultType'>[]): number[] {
  return attempts.flatMap(({ atMs, resultType }) => (isConversation(resultType) ? [] : [atMs]))
}

/**
 * Returns the first allowed moment at another time of day than that of calls that were not answered; where there is none
 * within a week, the first allowed moment.
 */
export function otherTimeOfDay(
  facts: ContactFacts,
  firstMs: number,
  unansweredMs: readonly number[],
  nowMs: number,
): number {
  const otherMs = momentOf(decideWithin(facts, nowMs, [otherTimeGate(unansweredMs, facts.call.timezone)]), nowMs)
  return otherMs !== null && otherMs < firstMs + OTHER_TIME_WITHIN_MS ? otherMs : firstMs
}

/** Says why a retry is at that moment, and not at the first one that everything allows. */
export function otherTimeReason(untilMs: number): Reason {
  return { rule: { id: 'batch:steps', version: 1 }, untilMs, code: 'OTHER_TIME' }
}

function isUsedUp(attempts: number, attemptsMax: number | null): boolean {
  return attemptsMax !== null && attempts >= attemptsMax
}

/** Returns the moment of a decision, or null for `never`. */
function momentOf(decision: ContactDecision, nowMs: number): number | null {
  if (decision.kind === 'never') return null
  return decision.kind === 'call' ? nowMs : decision.atMs
}

/**
 * Makes a gate that is closed on other days than that of an unanswered call, from two hours before to two hours after its
 * time of day on the clock of the contact. It never opens when such calls have been made at all times of the day.
 */
function otherTimeGate(unansweredMs: readonly number[], timezone: string): Gate {
  const calls = unansweredMs.map((ms) => ms + stretchAt(timezone, ms).offsetMs)
  return {
    next: (fromMs) => {
      let ms = fromMs
      while (ms <= fromMs + 2 * DAY_MS) {
        const { offsetMs, endMs } = stretchAt(timezone, ms)
        const localMs = ms + offsetMs
        const near = calls.find((callMs) => dayOf(callMs) !== dayOf(localMs) && isNear(localMs, callMs))
        if (near === undefined) return ms
        ms = Math.min(endMs, ms + AVOIDED_MS - apart(localMs, near))
      }
      return null
    },
    // It is a preference: when it finds nothing, it is left away.
    reasons: () => [],
  }
}

function dayOf(localMs: number): number {
  return Math.floor(localMs / DAY_MS)
}

function isNear(localMs: number, callMs: number): boolean {
  const ms = apart(localMs, callMs)
  return -AVOIDED_MS <= ms && ms < AVOIDED_MS
}

/** Returns how much later in the day a time is than that of a call: from -12 hours to less than 12. */
function apart(localMs: number, callMs: number): number {
  const rest = (localMs - callMs + DAY_MS / 2) % DAY_MS
  return (rest < 0 ? rest + DAY_MS : rest) - DAY_MS / 2
}
