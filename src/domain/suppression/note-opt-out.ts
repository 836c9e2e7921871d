import { newId } from '@/domain/ids'
import { recordWebhookEvents } from '@/domain/webhook-events/record-webhook-events'
import { nowMs } from '@/platform/clock'
import type { Tx } from '@/platform/db'
import { findSuppressions } from './find-suppressions'
import { insertEntries } from './insert-entries'
import { suppressionInForce } from './suppression-in-force.rules'
import type { EntrySource } from './suppression-limits.rules'

/** The reason of the sequences that end when somebody opts out. */
export const OPTED_OUT_REASON = 'The person asked not to be called again.'

export type NewOptOut = {
  organizationId: string
  /** The built-in list. */
  listId: string
  /** E.164, and locked (`lockNumbers`). */
  phoneNumber: string
  /** The only agent that may not call any more; null for all. */
  agentId: string | null
  callId: string | null
  source: Extract<EntrySource, 'call' | 'operator' | 'api'>
  notedBy: string
  reason?: string | undefined
}

/**
 * Puts a number on the built-in list since the person asked for it, and tells endpoints (`contact.opted_out`). Whoever does
 * not want to be called by anybody has revoked every consent. Nothing else happens where the list has the number already, for all or for this agent. The list's count is left to the caller.
 *
 * @returns whether it is new, and by how many entries the list has grown
 */
export async function noteOptOut(tx: Tx, optOut: NewOptOut): Promise<{ isNew: boolean; growth: number }> {
  const { organizationId, listId, phoneNumber, agentId, callId, source, notedBy, reason } = optOut
  if (agentId === null) await revokeConsents(tx, optOut)
  const suppressionsOf = await findSuppressions(tx, [{ organizationId, phoneNumber }])
  const own = suppressionsOf({ organizationId, phoneNumber }).filter(
    (one) => one.listId === listId && one.untilMs === null && (agentId !== null || one.agentIds === null),
  )
  if (suppressionInForce(own, agentId, nowMs())) return { isNew: false, growth: 0 }
  const agentIds = agentId === null ? [] : [agentId]
  const entry = { organizationId, listId, phoneNumbers: [phoneNumber], addedBy: notedBy, until: null, agentIds }
  const { growth } = await insertEntries(tx, { ...entry, source, reason })
  const id = newId()
  await tx.execute`
    INSERT INTO opt_outs (id, organization_id, phone_number, agent_id, call_id, noted_by)
    VALUES (${id}::uuid, ${organizationId}, ${phoneNumber}, ${agentId}::uuid, ${callId}::uuid, ${notedBy})`
  await recordWebhookEvents(tx, 'contact.opted_out', [{ id, organizationId }])
  return { isNew: true, growth }
}

async function revokeConsents(tx: Tx, { organizationId, phoneNumber, notedBy }: NewOptOut): Promise<void> {
  await tx.execute`
    UPDATE consents SET revoked_at = now(), revoked_by = ${notedBy}
    WHERE organization_id = ${organizationId} AND phone_number = ${phoneNumber} AND revoked_at IS NULL`
}
