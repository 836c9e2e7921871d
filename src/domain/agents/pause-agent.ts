import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { workDue } from '@/domain/events'
import { type Tx, transaction } from '@/platform/db'
import { publishEvents, recordEvents } from '@/platform/outbox'
import { lockAgent } from './agent-row'

export type AgentPause = {
  /** Calls that a dialer has been asked for. They end normally. */
  underWay: number
}

/**
 * Stops the calls of an agent at once: when this returns, no dialer is asked for a further call of it, and no mail of it
 * is sent. Calls under way end normally, and contacts can still be enrolled. Pausing twice changes nothing.
 *
 * @param agentId public id
 * @throws AGENT_NOT_FOUND
 */
export function pauseAgent(actor: Actor, agentId: string): Promise<AgentPause> {
  return transaction(async (tx) => {
    const { id, pausedAt, settings } = await lockAgent(tx, actor, agentId)
    if (pausedAt === null) {
      await tx.execute`
        UPDATE agents SET paused_at = now(), paused_by = ${actor.label}, updated_at = now() WHERE id = ${id}::uuid`
      const object = { kind: 'agent', id: agentId, name: settings.name } as const
      await appendAuditEntry(tx, actor, { action: 'agent.paused', object })
    }
    return { underWay: await countUnderWay(tx, id) }
  })
}

/**
 * Lets an agent call again. What became due meanwhile is called now, as far as lines and call windows allow. One that has
 * paused itself starts slowly: with a tenth of its calls, and twice as many after each minute in which somebody answered.
 *
 * @param agentId public id
 * @throws AGENT_NOT_FOUND
 */
export async function resumeAgent(actor: Actor, agentId: string): Promise<AgentPause> {
  const { underWay, events } = await transaction(async (tx) => {
    const { id, pausedAt, brokenOff, settings } = await lockAgent(tx, actor, agentId)
    const underWay = await countUnderWay(tx, id)
    if (pausedAt === null) return { underWay, events: [] }
    await tx.execute`
      UPDATE agents SET paused_at = NULL, paused_by = NULL, broken_off = NULL, updated_at = now(),
        ramp_started_at = CASE WHEN broken_off IS NULL THEN ramp_started_at ELSE now() END
      WHERE id = ${id}::uuid`
    const object = { kind: 'agent', id: agentId, name: settings.name } as const
    await appendAuditEntry(tx, actor, { action: 'agent.resumed', object, details: brokenOff ? { slowly: true } : {} })
    const events = [workDue.of({ agentId: id })]
    await recordEvents(tx, events)
    return { underWay, events }
  })
  await publishEvents(events)
  return { underWay }
}

async function countUnderWay(tx: Tx, id: string): Promise<number> {
  const [row] = await tx.rows<{ count: number }>`
    SELECT count(*)::int AS count FROM calls
    WHERE agent_id = ${id}::uuid AND call_is_under_way(status) AND attempted_at IS NOT NULL`
  return row?.count ?? 0
}
