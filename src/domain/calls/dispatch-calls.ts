import { callRequested, emailRequested } from '@/domain/events'
import { newId } from '@/domain/ids'
import { isInsideWindow, nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { lockSequences } from '@/domain/sequences/lock-sequences'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { publishEvents, recordEvents } from '@/platform/outbox'

export type DispatchResult = {
  calls: number
  emails: number
  /** When the agent's next step is due, ISO 8601; null when nothing is planned or the agent is not active. */
  nextDueAt: string | null
}

type Agent = { lines: number; callWindows: CallWindows }

type Due = {
  id: string
  dueAt: Date
  organizationId: string
  batchId: string
  chainId: string | null
  stepIndex: number
  timezone: string
  bypassWindows: boolean
}

const CANDIDATES_PER_PAGE = 100
const EMAILS_PER_DISPATCH_MAX = 500

// An agent without any window has nothing to call in. Its work is looked at again after this.
const NO_WINDOW_RECHECK_MS = 3_600_000

/**
 * Gives the free lines of an active agent to its due calls, earliest first, and requests its due mails. All happens in
 * one transaction under the agent's lock, so that two dispatches at once never take more lines than there are. A call
 * whose window is closed moves to the next moment at which it may be placed. A call that waits for another one of its
 * chain stays due and takes no line.
 *
 * Only the background calls this, with an id from our own event, so there is no actor.
 */
export async function dispatchCalls(input: { agentId: string }): Promise<DispatchResult> {
  const { result, events } = await transaction(async (tx) => {
    const now = nowMs()
    const agent = await lockActiveAgent(tx, input.agentId)
    if (!agent) return { result: { calls: 0, emails: 0, nextDueAt: null }, events: [] }
    const picked = await pickDueCalls(tx, input.agentId, agent, now)
    const calls = await requestCalls(tx, input.agentId, picked)
    const emails = await requestEmails(tx, input.agentId)
    const events = [...calls, ...emails]
    await recordEvents(tx, events)
    return {
      result: { calls: calls.length, emails: emails.length, nextDueAt: await nextDueAt(tx, input.agentId) },
      events,
    }
  })
  await publishEvents(events)
  return result
}

async function lockActiveAgent(tx: Tx, agentId: string): Promise<Agent | undefined> {
  const [agent] = await tx.rows<Agent>`
    SELECT lines, call_windows AS "callWindows" FROM agents
    WHERE id = ${agentId}::uuid AND status = 'active'
    FOR NO KEY UPDATE`
  return agent
}

/** Picks the due calls that may be placed now: at most one for each chain, and no more than there are free lines. */
async function pickDueCalls(tx: Tx, agentId: string, agent: Agent, now: number): Promise<Due[]> {
  const free = agent.lines - (await countLinesTaken(tx, agentId))
  const picked: Due[] = []
  const chains = new Set<string>()
  const closedZones = new Set<string>()
  let after: Pick<Due, 'dueAt' | 'id'> | null = null
  while (picked.length < free) {
    const page: Due[] = await dueCallsAfter(tx, agentId, after)
    for (const due of page) {
      if (picked.length === free) break
      if (closedZones.has(due.timezone) && !due.bypassWindows) continue
      if (!due.bypassWindows && !isInsideWindow(agent.callWindows, due.timezone, now)) {
        closedZones.add(due.timezone)
        const openAt = nextAllowedMoment(agent.callWindows, due.timezone, now) ?? now + NO_WINDOW_RECHECK_MS
        await postponeZone(tx, agentId, due.timezone, openAt)
        continue
      }
      if (due.chainId !== null && chains.has(due.chainId)) continue
      if (due.chainId !== null) chains.add(due.chainId)
      picked.push(due)
    }
    const last = page.at(-1)
    if (page.length < CANDIDATES_PER_PAGE || !last) break
    after = last
  }
  return picked
}

async function countLinesTaken(tx: Tx, agentId: string): Promise<number> {
  const [row] = await tx.rows<{ taken: number }>`
    SELECT count(*)::int AS taken FROM calls
    WHERE agent_id = ${agentId}::uuid AND call_is_under_way(status)`
  return row?.taken ?? 0
}

function dueCallsAfter(tx: Tx, agentId: string, after: Pick<Due, 'dueAt' | 'id'> | null): Promise<Due[]> {
  const from = after?.dueAt.toISOString() ?? '-infinity'
  const fromId = after?.id ?? '00000000-0000-0000-0000-000000000000'
  return tx.rows<Due>`
    SELECT sequence.id, sequence.due_at AS "dueAt", sequence.organization_id AS "organizationId",
      sequence.batch_id AS "batchId", sequence.chain_id AS "chainId", sequence.step_index AS "stepIndex",
      contact.timezone, bypasses_windows(batch.options) AS "bypassWindows"
    FROM sequences sequence
    JOIN contacts contact ON contact.id = sequence.id
    JOIN batches batch ON batch.id = sequence.batch_id
    WHERE sequence.agent_id = ${agentId}::uuid AND sequence.step_type = 'CALL' AND sequence.due_at <= now()
      AND NOT sequence.held AND sequence.credit_state <> 'released'
      AND (sequence.due_at, sequence.id) > (${from}::timestamptz, ${fromId}::uuid)
      AND NOT EXISTS (SELECT 1 FROM calls
        WHERE calls.sequence_id = sequence.id AND call_is_under_way(calls.status))
      AND (sequence.chain_id IS NULL OR NOT EXISTS (SELECT 1 FROM calls
        WHERE calls.chain_id = sequence.chain_id AND call_is_under_way(calls.status)))
    ORDER BY sequence.due_at, sequence.id
    LIMIT ${CANDIDATES_PER_PAGE}`
}

/**
 * Postpones all due calls of a timezone whose window is closed, so that no dispatch looks at them again before
 * `untilMs`.
 */
async function postponeZone(tx: Tx, agentId: string, timezone: string, untilMs: number): Promise<void> {
  await tx.execute`
    WITH closed AS (
      SELECT sequence.id FROM sequences sequence
      JOIN contacts contact ON contact.id = sequence.id
      JOIN batches batch ON batch.id = sequence.batch_id
      WHERE sequence.agent_id = ${agentId}::uuid AND sequence.step_type = 'CALL' AND sequence.due_at <= now()
        AND NOT sequence.held AND contact.timezone = ${timezone}
        AND NOT bypasses_windows(batch.options)
      ORDER BY sequence.id FOR NO KEY UPDATE OF sequence
    )
    UPDATE sequences SET due_at = ${new Date(untilMs).toISOString()}::timestamptz
    FROM closed WHERE sequences.id = closed.id`
}

async function requestCalls(tx: Tx, agentId: string, picked: readonly Due[]): Promise<DomainEvent[]> {
  if (picked.length === 0) return []
  await lockSequences(
    tx,
    picked.map(({ id }) => id),
  )
  const rows = picked.map((due) => ({ id: newId(), sequence: due.id }))
  // A cancel or a pause may have come between the look and the lock: only what is still due gets its call. What other
  // requests have enrolled is dispatched together: each event has the id of its own. now() would be the moment at which
  // this transaction began, and it may have waited long for the agent's lock: its calls would look older than others.
  const requested = await tx.rows<{ id: string; requestId: string | null }>`
    WITH taken AS (
      UPDATE sequences SET status = 'in progress', due_at = NULL
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS call(id uuid, sequence uuid)
      WHERE sequences.id = call.sequence AND sequences.due_at <= now() AND NOT sequences.held
      RETURNING call.id AS call_id, sequences.*
    )
    INSERT INTO calls (id, organization_id, agent_id, batch_id, sequence_id, chain_id, step_index, requested_at)
    SELECT call_id, organization_id, ${agentId}::uuid, batch_id, id, chain_id, step_index, statement_timestamp()
    FROM taken
    RETURNING id, (SELECT request_id FROM batches WHERE batches.id = calls.batch_id) AS "requestId"`
  return requested.map(({ id, requestId }) => callRequested.of({ callId: id }, { requestId }))
}

/**
 * Requests the mails of due EMAIL steps, which need no line and no window. A mail that a pause withdrew is requested
 * again.
 */
async function requestEmails(tx: Tx, agentId: string): Promise<DomainEvent[]> {
  const due = await tx.rows<{ id: string }>`
    SELECT id FROM sequences
    WHERE agent_id = ${agentId}::uuid AND step_type = 'EMAIL' AND due_at <= now() AND NOT held
    ORDER BY due_at, id LIMIT ${EMAILS_PER_DISPATCH_MAX}`
  if (due.length === 0) return []
  await lockSequences(
    tx,
    due.map(({ id }) => id),
  )
  const rows = due.map(({ id }) => ({ id: newId(), sequence: id }))
  const requested = await tx.rows<{ id: string; requestId: string | null }>`
    WITH taken AS (
      UPDATE sequences SET status = 'in progress', due_at = NULL
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
    ON CONFLICT (sequence_id, step_index) DO UPDATE SET status = 'requested', requested_at = now()
      WHERE emails.status = 'withdrawn'
    RETURNING id, (SELECT request_id FROM batches WHERE batches.id = emails.batch_id) AS "requestId"`
  return requested.map(({ id, requestId }) => emailRequested.of({ emailId: id }, { requestId }))
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
