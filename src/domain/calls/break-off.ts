import type { BrokenOff } from '@/domain/agents/broken-off-answer.schema'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { BREAKER_CALLS_MIN, BREAKER_WINDOW_MS, CALL_MS_MAX, decideBreaker } from '@/domain/cadence/decide-breaker.rules'
import { firstIdAt, toPublicId } from '@/domain/ids'
import type { ResultType } from '@/domain/results/result-types.rules'
import { Prisma, type Tx } from '@/platform/db'

/** With fewer that failed it is never half of the calls of which something is concluded. */
const FAILED_MIN = BREAKER_CALLS_MIN / 2

/** Of very many calls the last ones tell enough. */
const CALLS_MAX = 1_000

/** Whether enough calls of a row named `agent` have failed lately to look closer. It is asked at each dispatch. */
export function manyHaveFailed(): Prisma.Sql {
  return Prisma.sql`(SELECT count(*) >= ${FAILED_MIN} FROM (
    SELECT FROM calls WHERE calls.agent_id = agent.id AND calls.result_type = 'Failed'
      AND calls.ended_at > now() - make_interval(secs => ${BREAKER_WINDOW_MS / 1_000})
      AND calls.ended_at > coalesce(agent.ramp_started_at, '-infinity')
    LIMIT ${FAILED_MIN}) failed)`
}

/** Nobody has pressed anything. */
const RECORDED_AS = 'Rollcall'

type SuspectedAgent = { id: string; organizationId: string; name: string; rampStartedAt: Date | null }

type EndedCall = { callId: string; sequenceId: string; endedAtMs: number; resultType: ResultType }

/**
 * Pauses a locked agent of which most calls fail (`decideBreaker`), in its own name, and keeps why. Calls that dialers
 * have been asked for end normally; those that were requested are withdrawn by their placement. Tests do not count.
 *
 * @returns whether it is paused now
 */
export async function breakOff(tx: Tx, agent: SuspectedAgent, nowMs: number): Promise<boolean> {
  const { id, organizationId, name, rampStartedAt } = agent
  const ended = await tx.rows<EndedCall>`
    SELECT call.id AS "callId", call.sequence_id AS "sequenceId", call.result_type AS "resultType",
      extract(epoch FROM call.ended_at)::float8 * 1000 AS "endedAtMs"
    FROM calls call JOIN batches batch ON batch.id = call.batch_id
    WHERE call.agent_id = ${id}::uuid AND call.id >= ${firstIdAt(nowMs - BREAKER_WINDOW_MS - CALL_MS_MAX)}::uuid
      AND call.ended_at > now() - make_interval(secs => ${BREAKER_WINDOW_MS / 1_000}) AND call.result_type IS NOT NULL
      AND NOT batch.test
    ORDER BY call.id DESC LIMIT ${CALLS_MAX}`
  const decision = decideBreaker(ended, rampStartedAt?.getTime() ?? null, nowMs)
  if (decision.kind === 'go on') return false
  const { failed, calls, lastCallIds } = decision
  const lastCalls = ended
    .filter(({ callId }) => lastCallIds.includes(callId))
    .sort((a, b) => lastCallIds.indexOf(a.callId) - lastCallIds.indexOf(b.callId))
    .map(({ callId, sequenceId }) => ({
      callId: toPublicId('call', callId),
      sequenceId: toPublicId('sequence', sequenceId),
    }))
  const brokenOff: BrokenOff = { failed, calls, lastCalls }
  await tx.execute`
    UPDATE agents SET paused_at = now(), paused_by = ${RECORDED_AS}, broken_off = ${JSON.stringify(brokenOff)}::jsonb,
      updated_at = now()
    WHERE id = ${id}::uuid`
  await appendAuditEntry(
    tx,
    { organizationId, kind: 'system', id: 'dispatch-calls', label: RECORDED_AS },
    { action: 'agent.broke_off', object: { kind: 'agent', id: toPublicId('agent', id), name }, details: brokenOff },
  )
  return true
}
