import type { Actor } from '@/domain/actor'
import { agentNotFound } from '@/domain/agents/assert-agent-exists'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { parsePublicId } from '@/domain/ids'
import { parseRequest } from '@/domain/parse-request'
import { maskNumber } from '@/domain/phones/mask-number.rules'
import { cancelChosen, findOpenOf } from '@/domain/sequences/cancel-sequences'
import { readPersonNumber } from '@/domain/sequences/read-person-number'
import { db, type Tx } from '@/platform/db'
import { builtInList } from './find-list'
import { addToCount } from './insert-entries'
import { lockNumbers } from './lock-numbers'
import { noteOptOut, OPTED_OUT_REASON } from './note-opt-out'
import { type OptOutPersonInput, optOutPersonSchema } from './suppression.schema'

/**
 * Notes that somebody asked not to be called again: the number goes on the built-in list, and everything open of it ends,
 * with any extension, in one transaction. A repetition changes nothing.
 *
 * @throws VALIDATION_ERROR for a text that is not one number, AGENT_NOT_FOUND
 * @returns how many sequences ended
 */
export async function optOutPerson(actor: Actor, input: OptOutPersonInput): Promise<{ affected: number }> {
  const { phoneNumber: written, agentId: given, reason } = parseRequest(optOutPersonSchema, input)
  const phoneNumber = await readPersonNumber(actor, written)
  const agentId = given === undefined ? null : await findAgent(actor, given)
  const { organizationId, label: notedBy } = actor
  const { id: listId } = await builtInList(organizationId)
  return cancelChosen(actor, OPTED_OUT_REASON, async (tx) => {
    await lockNumbers(tx, organizationId, [phoneNumber])
    const source = actor.kind === 'apiKey' ? 'api' : 'operator'
    const said = { organizationId, listId, phoneNumber, agentId, callId: null, source, notedBy, reason } as const
    const { isNew, growth } = await noteOptOut(tx, said)
    const object = { kind: 'person', id: maskNumber(phoneNumber) } as const
    if (isNew) {
      const details = { scope: agentId === null ? 'all' : 'agent' }
      await appendAuditEntry(tx, actor, { action: 'person.opted_out', object, details })
    }
    const open = await findOpenOf(tx, actor, phoneNumber)
    return {
      audited: { action: 'person.cancelled', object },
      contactIds: agentId === null ? open : await ofAgent(tx, open, agentId),
      last: () => addToCount(tx, listId, growth),
    }
  })
}

async function ofAgent(tx: Tx, contactIds: readonly string[], agentId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>`
    SELECT contact.id FROM contacts contact JOIN batches batch ON batch.id = contact.batch_id
    WHERE contact.id = ANY(${contactIds}::uuid[]) AND batch.agent_id = ${agentId}::uuid`
  return rows.map(({ id }) => id)
}

async function findAgent(actor: Actor, agentId: string): Promise<string> {
  const id = parsePublicId('agent', agentId)
  const [agent] = await db().rows<{ id: string }>`
    SELECT id FROM agents WHERE id = ${id}::uuid AND organization_id = ${actor.organizationId}`
  if (!agent) throw agentNotFound()
  return agent.id
}
