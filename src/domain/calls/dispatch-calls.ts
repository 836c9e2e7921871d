import { type AgentDialing, lacksAssistant } from '@/domain/agents/agent-dialing.rules'
import type { Pace } from '@/domain/cadence/decide-pace.rules'
import { describeNever } from '@/domain/contact-safety/describe-never.rules'
import { endRefused } from '@/domain/decisions/end-refused'
import { loadPolicies } from '@/domain/decisions/load-policies'
import { isKept, recordDecisions } from '@/domain/decisions/record-decisions'
import { callRequested, emailRequested } from '@/domain/events'
import { firstIdAt, newId } from '@/domain/ids'
import { lockSequences } from '@/domain/sequences/lock-sequences'
import { isGuarded } from '@/domain/suppression/guarded'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { env } from '@/platform/env'
import { publishEvents, recordEvents } from '@/platform/outbox'
import { assignNumbers, type NumberedAgent } from './assign-numbers'
import { breakOff, manyHaveFailed } from './break-off'
import { callsAllowed, nextLookMs, PACE_WINDOW_MS, type RecentCalls } from './call-pace.rules'
import { type CallingAgent, pickDueCalls } from './pick-due-calls'
import { pickSimulatedCalls } from './pick-simulated-calls'
import { nothingPicked, type PickedCalls } from './picked-calls'
import { readAccountPace } from './read-account-pace'
import { readPace } from './read-pace'

export type DispatchResult = {
  calls: number
  emails: number
  /** When the agent's next step is due, ISO 8601; null when nothing is planned or the agent is not active. */
  nextDueAt: string | null
}

const EMAILS_PER_DISPATCH_MAX = 500

/**
 * Gives the free lines of an active agent to its due calls (`pickDueCalls` says to which), and requests its due mails.
 * All happens in one transaction under the agent's lock, so that two dispatches at once never take more lines than there
 * are. A call that may not be placed now, by the agent's windows, rules, caps or a list that is old, moves to the next moment
 * at which it may, and the sequence of somebody who is never called ends instead. Both are kept in the trail. A call that
 * waits for another one of its chain stays due and takes no line. Each call gets the number it is made from, and waits for
 * tomorrow when none has room (`assignNumbers`). An agent of which most calls fail pauses itself
 * instead, one without a number begins no call, and one that is held, or whose dialer account is failing, off or held, none
 * but those of simulated tests.
 *
 * Only the background calls this, with an id from our own event, so there is no actor.
 */
export async function dispatchCalls(input: { agentId: string }): Promise<DispatchResult> {
  const { result, events } = await transaction(async (tx) => {
    const now = nowMs()
    const agent = await lockActiveAgent(tx, input.agentId)
    const isStopped = !agent || (agent.manyFailed && (await breakOff(tx, agent, now)))
    if (isStopped) return { result: { calls: 0, emails: 0, nextDueAt: null }, events: [] }
    const allowed = await countAllowed(tx, agent.organizationId, now)
    const ownPace = await readPace(tx, agent, now)
    const pace = agent.isDialerReady ? tightest(ownPace, await readAccountPace(tx, agent, now)) : ownPace
    const callsMax = Math.min(allowed, pace.calls ?? allowed)
    const due = await endOfRefused(tx, await pick(tx, agent, now, callsMax))
    const { picked, numberOf } = await assignNumbers(tx, agent, due, now)
    await postponeCalls(tx, picked.postponed)
    await keepDecisions(tx, picked, now)
    const calls = await requestCalls(tx, input.agentId, picked, numberOf)
    const emails = await requestEmails(tx, input.agentId)
    const events = [...calls, ...emails]
    await recordEvents(tx, events)
    return {
      result: {
        calls: calls.length,
        emails: emails.length,
        nextDueAt: await nextLook(tx, input.agentId, picked, callsMax < allowed ? pace : null, now),
      },
      events,
    }
  })
  await publishEvents(events)
  return result
}

/**
 * Picks the calls that can be made at all. What the placement would withdraw is not begun: it would be due again at once, and
 * begun again.
 */
async function pick(tx: Tx, agent: DispatchedAgent, nowMs: number, callsMax: number): Promise<PickedCalls> {
  if (agent.numbers.length === 0) return nothingPicked()
  return agent.isDialerReady ? pickDueCalls(tx, agent, nowMs, callsMax) : pickSimulatedCalls(tx, agent, nowMs, callsMax)
}

/** Where two limits hold, the one that leaves fewer calls. */
function tightest(one: Pace, other: Pace): Pace {
  return (other.calls ?? Number.POSITIVE_INFINITY) < (one.calls ?? Number.POSITIVE_INFINITY) ? other : one
}

type DispatchedAgent = CallingAgent &
  NumberedAgent & {
    name: string
    callsPerMinute: number | null
    rampStartedAt: Date | null
    accountId: string
    accountLines: number | null
    accountCallsPerSecond: number | null
    /** Its account is neither failing nor off, neither of them is held, and there is an assistant to speak where it takes one. */
    isDialerReady: boolean
    /** Enough calls have failed lately to look whether it has to be paused. */
    manyFailed: boolean
  }

type AgentRow = Omit<DispatchedAgent, 'policies' | 'isDialerReady'> &
  AgentDialing & { isAccountReady: boolean; guarded: boolean }

async function lockActiveAgent(tx: Tx, agentId: string): Promise<DispatchedAgent | undefined> {
  const [agent] = await tx.rows<AgentRow>`
    SELECT agent.id, agent.organization_id AS "organizationId", agent.name, agent.lines, call_windows AS "callWindows",
      account.id AS "accountId", account.lines AS "accountLines", account.calls_per_second AS "accountCallsPerSecond",
      account.kind AS dialer, agent.remote_agent_id AS "remoteAgentId",
      coalesce(account.state = 'connected' AND (account.held_until IS NULL OR account.held_until <= now())
        AND (agent.held_until IS NULL OR agent.held_until <= now()), false) AS "isAccountReady",
      coalesce(array_remove(array_prepend(from_number, more_from_numbers), NULL), '{}') AS numbers, local_first AS "localFirst",
      calls_per_number_per_day AS "callsPerNumberPerDay", timezones[1] AS timezone,
      calls_per_minute AS "callsPerMinute", ramp_started_at AS "rampStartedAt", ${manyHaveFailed()} AS "manyFailed",
      ${isGuarded()} AS guarded
    FROM agents agent JOIN organizations organization ON organization.id = agent.organization_id
      JOIN dialer_accounts account ON account.id = agent.dialer_account_id
    WHERE agent.id = ${agentId}::uuid AND status = 'active' AND paused_at IS NULL
    FOR NO KEY UPDATE OF agent`
  if (!agent) return undefined
  const { guarded, isAccountReady, dialer, remoteAgentId, ...calling } = agent
  const isDialerReady = isAccountReady && !lacksAssistant({ dialer, remoteAgentId })
  const policies = guarded ? await loadPolicies(tx, [agentId]) : null
  return { ...calling, isDialerReady, policies: policies?.get(agentId) ?? null }
}

/**
 * Ends the sequences of people who are never called, and locks the others that were picked or are to be moved. Who comes
 * next in their chains is seen by the next look, which follows at once.
 */
async function endOfRefused(tx: Tx, picked: PickedCalls): Promise<PickedCalls> {
  const refused = picked.refused.map(({ id, decision }) => {
    return { sequenceId: id, reason: describeNever(decision.decision.reasons) }
  })
  await endRefused(tx, refused, [...picked.sequenceIds, ...picked.postponed.map(({ id }) => id)])
  return { ...picked, isCut: picked.isCut || refused.length > 0 }
}

/** Keeps why people were moved or given up. Who got a line is told by the placement. */
async function keepDecisions(tx: Tx, { postponed, refused }: PickedCalls, nowMs: number): Promise<void> {
  const moved = postponed.flatMap(({ decision }) => (decision && isKept(decision.decision.reasons) ? [decision] : []))
  await recordDecisions(tx, 'dispatch', [...moved, ...refused.map(({ decision }) => decision)], nowMs)
}

/** Looks at the calls of the last moments. Their ids begin with the moment at which they were made. */
async function countAllowed(tx: Tx, organizationId: string, nowMs: number): Promise<number> {
  const recent = await tx.rows<RecentCalls>`
    SELECT ${nowMs}::float8 - floor(extract(epoch FROM requested_at) * 10)::float8 * 100 AS "agoMs",
      count(*)::int AS "all", count(*) FILTER (WHERE organization_id = ${organizationId})::int AS own
    FROM calls WHERE id >= ${firstIdAt(nowMs - PACE_WINDOW_MS)}::uuid
    GROUP BY 1 ORDER BY 1 DESC`
  const [others] = await tx.rows<{ count: number }>`
    SELECT count(DISTINCT organization_id)::int AS count FROM calls
    WHERE id >= ${firstIdAt(nowMs - PACE_WINDOW_MS)}::uuid AND organization_id <> ${organizationId}`
  return callsAllowed(recent, 1 + (others?.count ?? 0), env().CALLS_PER_SECOND_MAX)
}

/**
 * Moves calls that may not be made yet to when they may, so that no dispatch looks at them again before, and promises with
 * them that cannot be kept.
 */
async function postponeCalls(tx: Tx, postponed: PickedCalls['postponed']): Promise<void> {
  if (postponed.length === 0) return
  const moved = postponed.map(({ id, untilMs, promise }) => ({
    id,
    at: untilMs / 1_000,
    promised: promise && promise.promisedAtMs / 1_000,
    once: promise?.movedOnce,
  }))
  await tx.execute`
    UPDATE sequences SET due_at = to_timestamp(moved.at), updated_at = now(),
      promised_at = coalesce(to_timestamp(moved.promised), promised_at),
      promise_moved = coalesce(moved.once, promise_moved)
    FROM json_to_recordset(${JSON.stringify(moved)}::json) AS moved(id uuid, at float8, promised float8, once boolean)
    WHERE sequences.id = moved.id AND sequences.due_at <= now() AND NOT sequences.held`
}

async function requestCalls(
  tx: Tx,
  agentId: string,
  { sequenceIds, lastShares }: PickedCalls,
  numberOf: (sequenceId: string) => string | null,
): Promise<DomainEvent[]> {
  if (sequenceIds.length === 0) return []
  const rows = sequenceIds.map((sequence) => ({ id: newId(), sequence, number: numberOf(sequence) }))
  for (const { priority, shareId } of lastShares) {
    await tx.execute`
      INSERT INTO last_shares (agent_id, priority, share_id) VALUES (${agentId}::uuid, ${priority}, ${shareId}::uuid)
      ON CONFLICT (agent_id, priority) DO UPDATE SET share_id = excluded.share_id`
  }
  // A cancel or a pause may have come between the look and the lock: only what is still due gets its call. What other
  // requests have enrolled is dispatched together: each event has the id of its own. now() would be the moment at which
  // this transaction began, and it may have waited long for the agent's lock: its calls would look older than others.
  const requested = await tx.rows<{ id: string; organizationId: string; requestId: string | null }>`
    WITH taken AS (
      UPDATE sequences SET status = 'in progress', due_at = NULL, updated_at = now()
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS call(id uuid, sequence uuid, number text)
      WHERE sequences.id = call.sequence AND sequences.due_at <= now() AND NOT sequences.held
      RETURNING call.id AS call_id, call.number AS from_number, sequences.*
    )
    INSERT INTO calls (id, organization_id, agent_id, batch_id, sequence_id, chain_id, step_index, attempt, promised_at,
      promise_moved, from_number, requested_at)
    SELECT call_id, organization_id, ${agentId}::uuid, batch_id, id, chain_id, step_index, attempt, promised_at, promise_moved,
      from_number, statement_timestamp()
    FROM taken
    RETURNING id, organization_id AS "organizationId",
      (SELECT request_id FROM batches WHERE batches.id = calls.batch_id) AS "requestId"`
  return requested.map(({ id, organizationId, requestId }) =>
    callRequested.of({ callId: id, agentId, organizationId }, { requestId }),
  )
}

/**
 * Requests the mails of due EMAIL steps, which need no line and no window. A mail that a pause withdrew is requested
 * again.
 */
async function requestEmails(tx: Tx, agentId: string): Promise<DomainEvent[]> {
  const due = await tx.rows<{ id: string }>`
    SELECT id FROM sequences
    WHERE agent_id = ${agentId}::uuid AND step_type = 'EMAIL' AND due_at <= now() AND NOT held
    ORDER BY due_at LIMIT ${EMAILS_PER_DISPATCH_MAX}`
  if (due.length === 0) return []
  await lockSequences(
    tx,
    due.map(({ id }) => id),
  )
  const rows = due.map(({ id }) => ({ id: newId(), sequence: id }))
  const requested = await tx.rows<{ id: string; requestId: string | null }>`
    WITH taken AS (
      UPDATE sequences SET status = 'in progress', due_at = NULL, updated_at = now()
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS email(id uuid, sequence uuid)
      WHERE sequences.id = email.sequence AND sequences.due_at <= now() AND NOT sequences.held
      RETURNING email.id AS email_id, sequences.*
    )
    INSERT INTO emails (id, organization_id, agent_id, batch_id, sequence_id, step_index, to_address, subject, body)
    SELECT taken.email_id, taken.organization_id, taken.agent_id, taken.batch_id, taken.id, taken.step_index,
      coalesce(contact.to_email_address, ''),
      coalesce(batch.steps -> taken.step_index ->> 'subject', ''),
      coalesce(batch.steps -> taken.step_index ->> 'body', '')
    FROM taken
    JOIN contacts contact ON contact.id = taken.id
    JOIN batches batch ON batch.id = taken.batch_id
    ON CONFLICT (sequence_id, step_index) DO UPDATE SET status = 'requested', requested_at = now(), attempted_at = NULL
      WHERE emails.status = 'withdrawn'
    RETURNING id, (SELECT request_id FROM batches WHERE batches.id = emails.batch_id) AS "requestId"`
  return requested.map(({ id, requestId }) => emailRequested.of({ emailId: id }, { requestId }))
}

/** @param pace what limits the agent, when that is less than the whole installation allows */
function nextLook(
  tx: Tx,
  agentId: string,
  { isCut, isPaced }: PickedCalls,
  pace: Pace | null,
  nowMs: number,
): Promise<string | null> {
  if (isCut) return Promise.resolve(new Date(nowMs).toISOString())
  if (isPaced) return Promise.resolve(new Date(pace?.lookAgainMs ?? nextLookMs(nowMs)).toISOString())
  return nextDueAt(tx, agentId)
}

async function nextDueAt(tx: Tx, agentId: string): Promise<string | null> {
  const [row] = await tx.rows<{ next: Date | null }>`
    SELECT least(
      (SELECT min(due_at) FROM sequences
        WHERE agent_id = ${agentId}::uuid AND step_type = 'CALL' AND due_at > now() AND NOT held),
      (SELECT min(due_at) FROM sequences
        WHERE agent_id = ${agentId}::uuid AND step_type = 'EMAIL' AND due_at > now() AND NOT held)) AS next`
  return row?.next?.toISOString() ?? null
}
