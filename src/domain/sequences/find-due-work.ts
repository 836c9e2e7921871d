import { workDue } from '@/domain/events'
import { transaction } from '@/platform/db'
import { publishEvents, recordEvents } from '@/platform/outbox'

/** Announces work for every active agent that has something due. This makes up for lost announcements. */
export async function findDueWork(): Promise<{ agents: number }> {
  const events = await transaction(async (tx) => {
    const agents = await tx.rows<{ id: string }>`
      SELECT id FROM agents
      WHERE status = 'active' AND paused_at IS NULL AND EXISTS (
        SELECT 1 FROM sequences
        WHERE sequences.agent_id = agents.id AND step_type IN ('CALL', 'EMAIL') AND due_at <= now() AND NOT held)`
    const events = agents.map(({ id }) => workDue.of({ agentId: id }))
    await recordEvents(tx, events)
    return events
  })
  await publishEvents(events)
  return { agents: events.length }
}
