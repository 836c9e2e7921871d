import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { parsePublicId } from '@/domain/ids'
import { type Tx, transaction } from '@/platform/db'
import { lockAgent } from './agent-row'

/** What of an agent has not ended. */
export type OpenWork = { contacts: number; batches: number; imports: number }

/**
 * Archives an agent: it leaves the lists, and nobody can be enrolled with it. Its batches and their results stay.
 * Archiving twice changes nothing.
 *
 * @param agentId public id
 * @throws AGENT_NOT_FOUND, CONFLICT while contacts or imports of it have not ended (details: `OpenWork`)
 */
export function archiveAgent(actor: Actor, agentId: string): Promise<void> {
  return transaction(async (tx) => {
    // Before the lock too, which an agent that is enrolled with all the time would have to be waited for without end.
    await assertIdle(tx, actor, agentId)
    const { id, status, settings } = await lockAgent(tx, actor, agentId, { isForArchive: true })
    if (status === 'archived') return
    await assertIdle(tx, actor, agentId)
    await setStatus(tx, id, 'archived')
    const object = { kind: 'agent', id: agentId, name: settings.name } as const
    await appendAuditEntry(tx, actor, { action: 'agent.archived', object })
  })
}

/**
 * Takes an agent out of the archive. It calls again when contacts are enrolled with it.
 *
 * @param agentId public id
 * @throws AGENT_NOT_FOUND
 */
export function unarchiveAgent(actor: Actor, agentId: string): Promise<void> {
  return transaction(async (tx) => {
    const { id, status, settings } = await lockAgent(tx, actor, agentId)
    if (status !== 'archived') return
    await setStatus(tx, id, 'active')
    const object = { kind: 'agent', id: agentId, name: settings.name } as const
    await appendAuditEntry(tx, actor, { action: 'agent.unarchived', object })
  })
}

async function setStatus(tx: Tx, id: string, status: 'active' | 'archived'): Promise<void> {
  await tx.execute`UPDATE agents SET status = ${status}, updated_at = now() WHERE id = ${id}::uuid`
}

/** @throws CONFLICT while something of the agent has not ended (details: `OpenWork`) */
async function assertIdle(tx: Tx, actor: Actor, agentId: string): Promise<void> {
  const id = parsePublicId('agent', agentId)
  if (id === null) return
  const open = await findOpenWork(tx, actor, id)
  if (open.contacts + open.batches + open.imports > 0) {
    throw new RollcallError('CONFLICT', describeOpenWork(open), open)
  }
}

async function findOpenWork(tx: Tx, { organizationId }: Actor, id: string): Promise<OpenWork> {
  const [open] = await tx.rows<OpenWork>`
    SELECT coalesce(sum(CASE batch.status WHEN 'accepted' THEN batch.accepted ELSE (
        SELECT count(*) FROM sequences WHERE batch_id = batch.id AND sequence_is_open(sequences.status)) END), 0)::int AS contacts,
      count(*)::int AS batches,
      (SELECT count(*)::int FROM imports
        WHERE agent_id = ${id}::uuid AND organization_id = ${organizationId}
          AND imports.status IN ('staging', 'running', 'paused')) AS imports
    FROM batches batch
    WHERE agent_id = ${id}::uuid AND organization_id = ${organizationId} AND batch_is_open(batch.status)`
  return open ?? { contacts: 0, batches: 0, imports: 0 }
}

function describeOpenWork({ contacts, batches, imports }: OpenWork): string {
  const parts = [
    ...(batches > 0 ? [`${counted(contacts, 'contact')} in ${counted(batches, 'batch', 'batches')}`] : []),
    ...(imports > 0 ? [counted(imports, 'import')] : []),
  ]
  const verb = contacts + imports === 1 ? 'has' : 'have'
  return `${parts.join(' and ')} of this agent ${verb} not ended. Cancel them or let them end, then archive the agent.`
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
