import { workDue } from '@/domain/events'
import type { Tx } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { publishEvents, recordEvents } from '@/platform/outbox'

/** Has what is due of the agents of an account looked at again: something has changed that kept them waiting. */
export async function announceAgents(tx: Tx, accountId: string): Promise<DomainEvent[]> {
  const agents = await tx.rows<{ id: string }>`
    SELECT id FROM agents WHERE dialer_account_id = ${accountId}::uuid AND status = 'active'`
  const events = agents.map(({ id }) => workDue.of({ agentId: id }))
  if (events.length > 0) await recordEvents(tx, events)
  return events
}

/** Publishes what `announceAgents` has recorded, after the commit. */
export async function publishAnnounced(events: readonly DomainEvent[]): Promise<void> {
  if (events.length > 0) await publishEvents([...events])
}
