import type { Actor } from '@/domain/actor'
import { firstIdAt, toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { QUEUE_COUNT_MAX } from './agent-limits.rules'

export type AgentUsage = {
  agentId: string
  /** Calls since the moment that was asked for, tests left out. */
  calls: number
  underWay: number
  lastCallAt: string | null
  /** Contacts with a planned call, up to one more than `QUEUE_COUNT_MAX`. */
  queue: number
}

type Row = Omit<AgentUsage, 'lastCallAt' | 'agentId'> & { id: string; lastCallAt: Date | null }

/**
 * Returns how much each agent of the organization is used.
 *
 * @param query.since when "today" began for whoever looks
 */
export async function listAgentUsage(actor: Actor, query: { since: string }): Promise<AgentUsage[]> {
  const rows = await db().rows<Row>`
    SELECT agent.id,
      (SELECT count(*)::int FROM calls JOIN batches ON batches.id = calls.batch_id
        WHERE calls.agent_id = agent.id AND calls.id >= ${firstIdAt(Date.parse(query.since))}::uuid
          AND calls.status <> 'withdrawn' AND NOT batches.test) AS calls,
      (SELECT count(*)::int FROM calls WHERE calls.agent_id = agent.id AND call_is_under_way(calls.status)) AS "underWay",
      (SELECT requested_at FROM calls WHERE calls.agent_id = agent.id ORDER BY calls.id DESC LIMIT 1) AS "lastCallAt",
      (SELECT count(*)::int FROM (
        SELECT FROM sequences
        WHERE sequences.agent_id = agent.id AND step_type = 'CALL' AND due_at IS NOT NULL AND NOT held
        LIMIT ${QUEUE_COUNT_MAX + 1}) planned) AS queue
    FROM agents agent WHERE agent.organization_id = ${actor.organizationId}`
  return rows.map(({ id, lastCallAt, ...row }) => ({
    agentId: toPublicId('agent', id),
    ...row,
    lastCallAt: lastCallAt?.toISOString() ?? null,
  }))
}
