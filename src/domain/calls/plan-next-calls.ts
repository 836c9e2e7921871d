import type { AgentStep } from '@/domain/agents/agent.schema'
import { type Attempt, type CallBack, type NextCall, nextCall } from '@/domain/cadence/next-call.rules'
import { type RetriedType, waitMs } from '@/domain/cadence/retry-wait.rules'
import type { ContactFacts } from '@/domain/contact-safety/contact-facts.rules'
import { decideContact } from '@/domain/contact-safety/decide-contact.rules'
import { contactFactsOf } from '@/domain/decisions/decide-person.rules'
import { loadKnown } from '@/domain/decisions/load-known'
import { loadPolicies, type Policies, policiesFor } from '@/domain/decisions/load-policies'
import { isKept, type NewDecision, recordDecisions } from '@/domain/decisions/record-decisions'
import type { ResultType } from '@/domain/results/result-types.rules'
import type { AfterStep } from '@/domain/sequences/next-after-step.rules'
import type { Tx } from '@/platform/db'

/** A call without success that has just ended, of a sequence that has not. */
export type EndedCall = {
  id: string
  attempt: number
  resultType: ResultType
  endedAt: Date
  /** Its step, as the batch keeps it. */
  step: AgentStep
  /** The promise that it was to keep; null for a call of the step. */
  callBack: CallBack | null
  /** The moment that the person has asked for, epoch milliseconds; null without one. */
  rescheduledAtMs: number | null
}

type Row = {
  id: string
  sequenceId: string
  batchId: string
  placedAtMs: number
  timezone: string
  timezoneSent: boolean
  phoneNumber: string
  variables: Record<string, string>
  bypassWindows: boolean
  simulated: boolean
  agentId: string
  attemptsMax: number | null
  /** The calls of the sequence that were not withdrawn, but for calls back. */
  attempts: number
  /** Those of the same step, in their order. */
  attemptsOfStep: Attempt[]
}

/** Tells whether anything can follow a call but the next step: without that nothing has to be loaded. */
export function mayBeCalledAgain({ resultType, step, callBack, rescheduledAtMs }: EndedCall): boolean {
  return callBack !== null || rescheduledAtMs !== null || step.retry?.[resultType as RetriedType] !== undefined
}

/**
 * Decides which steps are not over yet, and when they call again (`nextCall`). What the rules and lists say of the person
 * meanwhile is asked again when a line is given, and there everybody ends who must not be called any more.
 *
 * Who is called later than the policy or the promise says has that told in the trail, with what stood in the way. Of a
 * test that the simulated dialer takes nothing is told.
 *
 * @param calls of different sequences, each of which `mayBeCalledAgain`
 * @returns what follows, by the id of the call; nothing for a call whose step is over
 */
export async function planNextCalls(
  tx: Tx,
  calls: readonly EndedCall[],
  nowMs: number,
): Promise<Map<string, AfterStep>> {
  if (calls.length === 0) return new Map()
  const rows = await load(tx, calls)
  const facts = await loadFacts(tx, rows, nowMs)
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  const planned = new Map<string, AfterStep>()
  const moved: NewDecision[] = []
  for (const call of calls) {
    const [row, known] = [rowOf.get(call.id), facts.get(call.id)]
    if (!row || !known) continue
    const next = decide(call, row, known.contact, nowMs)
    const after = afterStep(call, next)
    if (after) planned.set(call.id, after)
    if (next.kind !== 'step ends' && next.kind !== 'never' && !row.simulated && isKept(next.reasons)) {
      moved.push(toDecision(call, row, known, next, nowMs))
    }
  }
  await recordDecisions(tx, 'retry', moved, nowMs)
  return planned
}

type Planned = Extract<NextCall, { kind: 'retry' | 'call back' }>

/** Makes of a call that is planned for later than it was to be what is kept of that, with what holds at its moment. */
function toDecision(
  call: EndedCall,
  row: Row,
  { contact, policies }: Known,
  next: Planned,
  nowMs: number,
): NewDecision {
  const { phoneNumber, timezone, batchId, sequenceId } = row
  const windowsBypassedBy = next.kind === 'call back' ? 'call back' : contact.call.windowsBypassedBy
  const planned = { ...contact, call: { ...contact.call, wantedAtMs: next.atMs, windowsBypassedBy } }
  const { notices, rules, consent, bypassed } = decideContact(planned, nowMs)
  return {
    decision: { kind: 'not before', atMs: next.atMs, reasons: next.reasons, notices, rules, consent, bypassed },
    location: contact.person.location,
    ...{ policies, phoneNumber, timezone, batchId, sequenceId, callId: null },
    wantedAtMs: withoutRules(call).dueAtMs,
  }
}

function decide(call: EndedCall, row: Row, contact: ContactFacts, nowMs: number): NextCall {
  const { resultType, endedAt, step, callBack, rescheduledAtMs } = call
  const facts = {
    contact,
    step: { retry: step.retry ?? null, attemptsMax: step.attemptsMax ?? null, attempts: row.attemptsOfStep },
    sequence: { attempts: row.attempts, attemptsMax: row.attemptsMax },
    ended: {
      atMs: row.placedAtMs,
      endedAtMs: endedAt.getTime(),
      resultType,
      successful: false,
      rescheduledAtMs,
      callBack,
    },
  }
  return nextCall(facts, nowMs)
}

/** Returns the call that follows; undefined when the step is over. */
function afterStep(call: EndedCall, next: NextCall): AfterStep | undefined {
  // A call back is none of the calls of the step, so the next of these still has the number that was next.
  const attempt = call.callBack === null ? call.attempt + 1 : call.attempt
  switch (next.kind) {
    case 'retry':
      return { kind: 'again', attempt, dueAtMs: next.atMs, callBack: null }
    case 'call back':
      return { kind: 'again', attempt, dueAtMs: next.atMs, callBack: keepable(next) }
    case 'never':
      // It is planned for when it would have come: the dispatch ends it then, with the reason that holds by then.
      return { kind: 'again', attempt, ...withoutRules(call) }
    case 'step ends':
      return undefined
  }
}

/** Where the rules do not allow the promised moment, the promise is for the first one that they do. */
function keepable({ callBack, keptPromise, atMs }: Extract<NextCall, { kind: 'call back' }>): CallBack {
  return keptPromise ? callBack : { ...callBack, promisedAtMs: atMs }
}

/** Returns when a call would be due if everything allowed it. */
function withoutRules({ resultType, endedAt, step, callBack, rescheduledAtMs }: EndedCall) {
  const promise = rescheduledAtMs === null ? callBack : { promisedAtMs: rescheduledAtMs, movedOnce: false }
  if (promise) return { dueAtMs: promise.promisedAtMs, callBack: promise }
  const wait = step.retry?.[resultType as RetriedType]?.after
  return { dueAtMs: endedAt.getTime() + (wait === undefined ? 0 : (waitMs(wait) ?? 0)), callBack: null }
}

function load(tx: Tx, calls: readonly EndedCall[]): Promise<Row[]> {
  const ids = calls.map(({ id }) => id)
  return tx.rows<Row>`
    SELECT call.id, call.sequence_id AS "sequenceId", call.batch_id AS "batchId",
      extract(epoch FROM coalesce(call.placed_at, call.attempted_at, call.requested_at))::float8 * 1000 AS "placedAtMs",
      contact.timezone, contact.timezone_sent AS "timezoneSent", contact.phone_number AS "phoneNumber", contact.variables,
      bypasses_windows(batch.options) AS "bypassWindows", batch.simulated,
      agent.id AS "agentId", agent.attempts_max AS "attemptsMax", made.attempts, made."attemptsOfStep"
    FROM calls call
    JOIN contacts contact ON contact.id = call.sequence_id
    JOIN batches batch ON batch.id = call.batch_id
    JOIN agents agent ON agent.id = call.agent_id
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS attempts,
        coalesce(json_agg(json_build_object(
          'atMs', extract(epoch FROM coalesce(one.placed_at, one.attempted_at, one.requested_at))::float8 * 1000,
          'endedAtMs', extract(epoch FROM one.ended_at)::float8 * 1000,
          'resultType', one.result_type) ORDER BY one.attempt)
          FILTER (WHERE one.step_index = call.step_index AND one.ended_at IS NOT NULL), '[]') AS "attemptsOfStep"
      FROM calls one WHERE one.sequence_id = call.sequence_id AND one.status <> 'withdrawn' AND one.promised_at IS NULL) made
    WHERE call.id = ANY(${ids}::uuid[])`
}

type Known = { contact: ContactFacts; policies: Omit<Policies, 'simulated'> }

/** Loads what decides of the people whether and when they are called, by the id of the call. */
async function loadFacts(tx: Tx, rows: readonly Row[], nowMs: number): Promise<Map<string, Known>> {
  const policiesOf = await loadPolicies(tx, [...new Set(rows.map(({ agentId }) => agentId))])
  const asked = rows.flatMap((row) => {
    const policies = policiesOf.get(row.agentId)
    return policies ? [{ row, policies: policiesFor(policies, row) }] : []
  })
  const knownOf = await loadKnown(
    tx,
    asked.map(({ row: { phoneNumber }, policies }) => ({ phoneNumber, policies })),
  )
  return new Map(
    asked.map(({ row, policies }) => {
      const { organizationId } = policies
      const wish = { wantedAtMs: null, windowsBypassedBy: row.bypassWindows ? ('option' as const) : null }
      const known = knownOf({ organizationId, phoneNumber: row.phoneNumber })
      return [row.id, { contact: contactFactsOf(policies, { ...row, ...wish }, known, nowMs), policies }]
    }),
  )
}
