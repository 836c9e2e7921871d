import { BREAKER_WINDOW_MS, CALL_MS_MAX } from '@/domain/cadence/decide-breaker.rules'
import type { Pace } from '@/domain/cadence/decide-pace.rules'
import { firstIdAt } from '@/domain/ids'
import type { Tx } from '@/platform/db'
import { isRampOver, paceOf } from './agent-pace.rules'

const MINUTE_MS = 60_000

const UNLIMITED: Pace = { calls: null, lookAgainMs: null }

type PacedAgent = { id: string; lines: number; callsPerMinute: number | null; rampStartedAt: Date | null }

/**
 * Says how many calls a locked agent may request now. Nothing is looked up of an agent without a limit that is in no slow
 * start.
 */
export async function readPace(tx: Tx, agent: PacedAgent, nowMs: number): Promise<Pace> {
  const { id, lines, callsPerMinute, rampStartedAt } = agent
  if (callsPerMinute === null && rampStartedAt === null) return UNLIMITED
  // Without a limit of its own the agent has none to keep for the calls before its pause: it goes on at once.
  const sinceMs = callsPerMinute === null ? (rampStartedAt?.getTime() ?? 0) : 0
  const calls = await tx.rows<{ ms: number }>`
    SELECT extract(epoch FROM requested_at)::float8 * 1000 AS ms FROM calls
    WHERE agent_id = ${id}::uuid AND id >= ${firstIdAt(Math.max(nowMs - MINUTE_MS, sinceMs))}::uuid AND status <> 'withdrawn'`
  const ramp = rampStartedAt && {
    startedAtMs: rampStartedAt.getTime(),
    answeredMs: await findAnswers(tx, id, rampStartedAt),
  }
  const wasBroken = ramp && nowMs - ramp.startedAtMs > BREAKER_WINDOW_MS
  // Until then its moment tells which calls do not count any more.
  if (wasBroken && isRampOver({ callsPerMinute, lines, ramp }, nowMs)) {
    await tx.execute`UPDATE agents SET ramp_started_at = NULL WHERE id = ${id}::uuid`
  }
  return paceOf({ callsPerMinute, lines, requestedMs: calls.map(({ ms }) => ms), ramp }, nowMs)
}

/**
 * Finds a call that was answered for each minute of a slow start in which one was. It may have begun before the slow
 * start.
 */
async function findAnswers(tx: Tx, agentId: string, startedAt: Date): Promise<number[]> {
  const start = startedAt.toISOString()
  const rows = await tx.rows<{ ms: number }>`
    SELECT min(extract(epoch FROM ended_at))::float8 * 1000 AS ms FROM calls
    WHERE agent_id = ${agentId}::uuid AND id >= ${firstIdAt(startedAt.getTime() - CALL_MS_MAX)}::uuid
      AND ended_at >= ${start}::timestamptz AND result_type <> 'Failed'
    GROUP BY floor(extract(epoch FROM ended_at - ${start}::timestamptz) / 60)`
  return rows.map(({ ms }) => ms)
}
