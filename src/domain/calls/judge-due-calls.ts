import { windowsBypassedBy } from '@/domain/cadence/bypass-windows.rules'
import { type CallBack, callBackOf, isMissed, latePromise, toNextDay } from '@/domain/cadence/next-call.rules'
import { NO_WINDOW_RECHECK_MS } from '@/domain/decisions/decide-person.rules'
import { decideSequences } from '@/domain/decisions/decide-sequences'
import type { Policies } from '@/domain/decisions/load-policies'
import type { NewDecision } from '@/domain/decisions/record-decisions'
import { isInsideWindow, nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import type { Tx } from '@/platform/db'

/** A due call, as far as it decides whether it may be made now. */
export type DueCall = {
  id: string
  timezone: string
  bypassWindows: boolean
  promisedAt: Date | null
  promiseMoved: boolean
}

/** A call that may not be made yet, and when to look at it again; with the promise that holds then, if that is another one. */
export type Postponed = { id: string; untilMs: number; promise: CallBack | null; decision: NewDecision | null }

export type Judged =
  | { kind: 'call' }
  | { kind: 'never'; decision: NewDecision }
  | { kind: 'not yet'; postponed: Postponed }

/** Returns when calls in a timezone may be placed: null for at once, else in ms since 1970. */
export type ClosedUntil = (timezone: string) => number | null

/** Looks at the windows of each timezone once. */
export function windowsAt(callWindows: CallWindows, nowMs: number): ClosedUntil {
  const known = new Map<string, number | null>()
  return (timezone) => {
    let untilMs = known.get(timezone)
    if (untilMs === undefined) {
      untilMs = isInsideWindow(callWindows, timezone, nowMs)
        ? null
        : (nextAllowedMoment(callWindows, timezone, nowMs) ?? nowMs + NO_WINDOW_RECHECK_MS)
      known.set(timezone, untilMs)
    }
    return untilMs
  }
}

/**
 * Judges due calls, all at once: which may be made now, which not yet, and which never.
 *
 * @param policies what they have to keep to beside the windows; null when there is nothing
 * @returns the calls in their order, each with what was decided
 */
export async function judgeDueCalls<Call extends DueCall>(
  tx: Tx,
  policies: Policies | null,
  calls: readonly Call[],
  { nowMs, closedUntil }: { nowMs: number; closedUntil: ClosedUntil },
): Promise<{ call: Call; judged: Judged }[]> {
  const asked = calls.filter((call) => missedPromise(call, nowMs) === null)
  const decisions =
    policies &&
    (await decideSequences(
      tx,
      asked.map(({ id, promisedAt }) => ({ id, policies, promisedAt, wantedAtMs: null })),
      nowMs,
    ))
  return calls.map((call) => ({ call, judged: judge(call, decisions?.get(call.id), { nowMs, closedUntil }) }))
}

/** Judges a due call by what was decided of its person, or else by the windows alone. */
function judge(
  call: DueCall,
  made: NewDecision | undefined,
  { nowMs, closedUntil }: { nowMs: number; closedUntil: ClosedUntil },
): Judged {
  const { id } = call
  const missed = missedPromise(call, nowMs)
  if (missed) {
    return { kind: 'not yet', postponed: { id, untilMs: missed.promisedAtMs, promise: missed, decision: null } }
  }
  if (made?.decision.kind === 'never') return { kind: 'never', decision: made }
  const windowMs = made || windowsBypassedBy(call, nowMs) !== null ? null : closedUntil(call.timezone)
  const untilMs = made?.decision.kind === 'not before' ? made.decision.atMs : windowMs
  if (untilMs === null) return { kind: 'call' }
  const promise = latePromise(callBackOf(call), untilMs, nowMs)
  return { kind: 'not yet', postponed: { id, untilMs, promise, decision: made ?? null } }
}

/** Returns what a promise is moved to that was missed for the first time; null for any other call. */
function missedPromise(call: DueCall, nowMs: number): CallBack | null {
  const promise = callBackOf(call)
  return promise && isMissed(promise, nowMs) && !promise.movedOnce ? toNextDay(promise, call.timezone) : null
}
