import { unansweredOf } from '@/domain/cadence/next-call.rules'
import { workDue } from '@/domain/events'
import type { ResultType } from '@/domain/results/result-types.rules'
import { lockSequences, lockWork } from '@/domain/sequences/lock-sequences'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import { publishEvents, recordEvents } from '@/platform/outbox'
import { decideSequences } from './decide-sequences'
import { loadPolicies } from './load-policies'
import { isKept, type NewDecision, recordDecisions } from './record-decisions'

/** How many decisions are looked at in one transaction. */
const LOOKED_MAX = 5_000

const NO_ID = '00000000-0000-0000-0000-000000000000'

/** Where to look on: behind this moment, and behind this decision of that moment. */
export type WaitingPlace = { notBefore: string; id: string }

type Waiting = { id: string; sequenceId: string; agentId: string; notBefore: Date; wantedAt: Date }

/**
 * Decides again of people whose calls were moved by a rule, a cap or a list when they are called, since these are others
 * now: whoever may be called earlier is due then, at the earliest at the moment that was asked for. Nobody is moved to a
 * later one, since the dispatch decides once more when a call is due. It finds them by the kept decisions by which they wait
 * now, also those of retries; whose sequence is not created yet, or waits for its turn in its chain, has another moment of
 * its own. A promise keeps its moment.
 *
 * Only the background calls this, with an id from our own event, so there is no actor.
 *
 * @returns how many sequences are due earlier, and where to go on; null when all were looked at
 */
export async function askAgain(input: {
  organizationId: string
  after: WaitingPlace | null
}): Promise<{ moved: number; next: WaitingPlace | null }> {
  const { organizationId, after } = input
  const { result, events } = await transaction(async (tx) => {
    const looked = await findWaiting(tx, organizationId, after ?? { notBefore: '-infinity', id: NO_ID })
    const standing = await findStanding(tx, organizationId, looked)
    const waiting = looked.filter(({ id }) => standing.has(id))
    const ids = waiting.map(({ sequenceId }) => sequenceId)
    const withoutTurn = waiting.flatMap(({ id, sequenceId }) => (standing.get(id)?.hasTurn === false ? sequenceId : []))
    // Whoever creates sequences or moves a chain on reads their moments.
    if (withoutTurn.length > 0) await lockWork(tx, withoutTurn)
    await lockSequences(tx, ids)
    const moved = await makeDueEarlier(tx, await decideAnew(tx, waiting, nowMs()))
    const events = [...new Set(moved.map(({ agentId }) => agentId))].map((agentId) => workDue.of({ agentId }))
    await recordEvents(tx, events)
    const last = looked.length < LOOKED_MAX ? undefined : looked.at(-1)
    const next = last ? { notBefore: last.notBefore.toISOString(), id: last.id } : null
    return { result: { moved: moved.length, next }, events }
  })
  await publishEvents(events)
  return result
}

function findWaiting(tx: Tx, organizationId: string, { notBefore, id }: WaitingPlace): Promise<Waiting[]> {
  return tx.rows<Waiting>`
    SELECT id, coalesce(sequence_id, ${NO_ID}::uuid) AS "sequenceId", agent_id AS "agentId",
      coalesce(not_before, at) AS "notBefore", coalesce(wanted_at, at) AS "wantedAt"
    FROM decisions
    WHERE organization_id = ${organizationId} AND not_before > now() AND sequence_id IS NOT NULL
      AND (not_before, id) > (${notBefore}::timestamptz, ${id}::uuid)
    ORDER BY not_before, id LIMIT ${LOOKED_MAX}`
}

type Standing = { id: string; hasTurn: boolean }

/**
 * Finds the decisions by which people wait now: each the last one of its sequence, for the moment at which that is due, and
 * nobody was called since. What was asked for by a former one is over. A retry that waits for nothing but its policy or the
 * agent's windows, of which no decision is kept, would be brought forward by what had moved the call before it.
 *
 * @returns by the id of the decision; `hasTurn` is false where the contact has no sequence yet, or waits for others of its
 *   chain, and the moment is that of the contact
 */
async function findStanding(
  tx: Tx,
  organizationId: string,
  looked: readonly Waiting[],
): Promise<ReadonlyMap<string, Standing>> {
  const rows = await tx.rows<Standing>`
    SELECT decision.id, coalesce(sequence.status <> 'waiting', false) AS "hasTurn"
    FROM decisions decision
    JOIN contacts contact ON contact.id = decision.sequence_id
    LEFT JOIN sequences sequence ON sequence.id = contact.id
    WHERE decision.id = ANY(${looked.map(({ id }) => id)}::uuid[])
      AND decision.not_before = CASE WHEN coalesce(sequence.status, 'waiting') = 'waiting' THEN contact.scheduled_at ELSE sequence.due_at END
      AND NOT EXISTS (SELECT FROM decisions later WHERE later.organization_id = ${organizationId}
        AND later.phone_number = decision.phone_number AND later.id > decision.id
        AND later.sequence_id = decision.sequence_id)
      AND NOT EXISTS (SELECT FROM calls call WHERE call.sequence_id = decision.sequence_id AND call.id > decision.id)`
  return new Map(rows.map((row) => [row.id, row]))
}

/** Finds when the calls were made whose time of day a retry is to avoid, where its step says so. */
async function findUnanswered(tx: Tx, sequenceIds: readonly string[]): Promise<ReadonlyMap<string, number[]>> {
  const rows = await tx.rows<{ id: string; attempts: { atMs: number; resultType: ResultType }[] }>`
    SELECT sequence.id, json_agg(json_build_object('resultType', call.result_type,
      'atMs', extract(epoch FROM coalesce(call.placed_at, call.attempted_at, call.requested_at))::float8 * 1000)) AS attempts
    FROM sequences sequence
    JOIN batches batch ON batch.id = sequence.batch_id
    JOIN calls call ON call.sequence_id = sequence.id AND call.step_index = sequence.step_index
    WHERE sequence.id = ANY(${sequenceIds}::uuid[]) AND sequence.attempt > 1
      AND (batch.steps -> sequence.step_index -> 'retry' -> sequence.last_result_type ->> 'otherTimeOfDay')::boolean
      AND call.status <> 'withdrawn' AND call.promised_at IS NULL
      AND call.result_type IS NOT NULL
    GROUP BY sequence.id`
  return new Map(rows.map(({ id, attempts }) => [id, unansweredOf(attempts)]))
}

type Earlier = { waiting: Waiting; dueAtMs: number; decision: NewDecision }

/** Whoever is never called any more keeps its moment, too: the dispatch ends it then. */
async function decideAnew(tx: Tx, waiting: readonly Waiting[], nowMs: number): Promise<Earlier[]> {
  const policiesOf = await loadPolicies(tx, [...new Set(waiting.map(({ agentId }) => agentId))])
  const unanswered = await findUnanswered(
    tx,
    waiting.map(({ sequenceId }) => sequenceId),
  )
  const asked = waiting.flatMap(({ sequenceId: id, agentId, wantedAt }) => {
    const policies = policiesOf.get(agentId)
    const unansweredMs = unanswered.get(id)
    const wish = { promisedAt: null, wantedAtMs: wantedAt.getTime(), ...(unansweredMs && { unansweredMs }) }
    return policies ? [{ id, policies, ...wish }] : []
  })
  const decided = await decideSequences(tx, asked, nowMs)
  return waiting.flatMap((one) => {
    const decision = decided.get(one.sequenceId)
    if (!decision || decision.decision.kind === 'never') return []
    const dueAtMs = decision.decision.kind === 'call' ? nowMs : decision.decision.atMs
    const isEarlier = dueAtMs < one.notBefore.getTime()
    return isEarlier ? [{ waiting: one, dueAtMs, decision: { ...decision, wantedAtMs: one.wantedAt.getTime() } }] : []
  })
}

/**
 * Only sequences that wait for that very moment: the others were moved since, by somebody or by another decision. Of one that
 * is not created yet, or has no turn yet, it is the moment of the contact. Whom a rule keeps back at the earlier moment as
 * well has it told in the trail.
 *
 * @returns the agents of those that are due earlier now
 */
async function makeDueEarlier(tx: Tx, earlier: readonly Earlier[]): Promise<{ id: string; agentId: string }[]> {
  if (earlier.length === 0) return []
  const moves = earlier.map(({ waiting: { sequenceId, notBefore }, dueAtMs }) => ({
    ...{ id: sequenceId, from: notBefore.toISOString(), to: new Date(dueAtMs).toISOString() },
  }))
  const due = await tx.rows<{ id: string; agentId: string }>`
    UPDATE sequences SET due_at = moved."to", updated_at = now()
    FROM json_to_recordset(${JSON.stringify(moves)}::json) AS moved(id uuid, "from" timestamptz, "to" timestamptz)
    WHERE sequences.id = moved.id AND sequences.due_at = moved."from" AND sequences.promised_at IS NULL
    RETURNING sequences.id, sequences.agent_id AS "agentId"`
  const withoutTurn = await tx.rows<{ id: string; agentId: string }>`
    UPDATE contacts SET scheduled_at = moved."to"
    FROM json_to_recordset(${JSON.stringify(moves)}::json) AS moved(id uuid, "from" timestamptz, "to" timestamptz), batches batch
    WHERE contacts.id = moved.id AND contacts.scheduled_at = moved."from" AND batch.id = contacts.batch_id
      AND NOT EXISTS (SELECT FROM sequences WHERE sequences.id = contacts.id AND sequences.status <> 'waiting')
    RETURNING contacts.id, batch.agent_id AS "agentId"`
  const moved = [...due, ...withoutTurn]
  const ids = new Set(moved.map(({ id }) => id))
  const told = earlier.filter(
    ({ waiting, decision: { decision } }) =>
      ids.has(waiting.sequenceId) && decision.kind === 'not before' && isKept(decision.reasons),
  )
  await recordDecisions(
    tx,
    'rules changed',
    told.map(({ decision }) => decision),
    nowMs(),
  )
  return moved
}
