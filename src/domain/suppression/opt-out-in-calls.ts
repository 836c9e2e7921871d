import { newId } from '@/domain/ids'
import type { OptOut } from '@/domain/results/call-details.rules'
import { db, type Tx } from '@/platform/db'
import { addToCount } from './insert-entries'
import { lockNumbersToSuppress } from './lock-numbers'
import { noteOptOut } from './note-opt-out'
import { BUILT_IN_LIST_NAME } from './suppression-limits.rules'

/** What was said in a call. */
export type OptOutInCall = { callId: string } & OptOut

/**
 * Makes the built-in list of a call's organization where there is none yet, committed by itself: see `builtInList`.
 */
export async function builtInListOfCall(callId: string): Promise<void> {
  await db().execute`
    INSERT INTO suppression_lists (id, organization_id, name, kind, built_in, created_by)
    SELECT ${newId()}::uuid, organization_id, ${BUILT_IN_LIST_NAME}, 'own', true, 'Rollcall'
    FROM calls WHERE id = ${callId}::uuid
    ON CONFLICT DO NOTHING`
}

/** How many entries each list has got, to be counted last. */
export type Growth = Map<string, number>

type Row = {
  callId: string
  organizationId: string
  listId: string
  agentId: string
  agentName: string
  phoneNumber: string
}

/**
 * Puts the numbers of calls in which somebody opted out on the built-in lists, in the transaction that records the results.
 * It locks the numbers, so it comes before any other lock. Once the dialer has its answer nobody is called again; the open
 * sequences end with the effects of the result (`findOptedOut`).
 */
export async function optOutInCalls(tx: Tx, optOuts: readonly OptOutInCall[]): Promise<Growth> {
  const growths: Growth = new Map()
  if (optOuts.length === 0) return growths
  const scopes = new Map(optOuts.map(({ callId, scope }) => [callId, scope]))
  await lockNumbersToSuppress(tx, [...scopes.keys()])
  const rows = await tx.rows<Row>`
    SELECT call.id AS "callId", call.organization_id AS "organizationId", list.id AS "listId", call.agent_id AS "agentId",
      agent.name AS "agentName", contact.phone_number AS "phoneNumber"
    FROM calls call
    JOIN contacts contact ON contact.id = call.sequence_id
    JOIN agents agent ON agent.id = call.agent_id
    JOIN suppression_lists list ON list.organization_id = call.organization_id AND list.built_in
    WHERE call.id = ANY(${[...scopes.keys()]}::uuid[]) AND contact.erased_at IS NULL
    ORDER BY call.id`
  // One by one: few of fifty reports say it, and what the first has noted may be all that the second says.
  for (const { agentId, agentName, ...row } of rows) {
    const scope = scopes.get(row.callId)
    const { growth } = await noteOptOut(tx, {
      ...row,
      ...{ source: 'call', notedBy: agentName, agentId: scope === 'agent' ? agentId : null },
    })
    growths.set(row.listId, (growths.get(row.listId) ?? 0) + growth)
  }
  return growths
}

/** Counts the new entries of lists. It locks the lists, so it is the last that a transaction does. */
export async function countGrowth(tx: Tx, growths: Growth): Promise<void> {
  for (const listId of [...growths.keys()].sort()) await addToCount(tx, listId, growths.get(listId) ?? 0)
}

/**
 * Finds everybody who is to end since somebody opted out in one of these calls: open contacts of the number, with any
 * extension, of all agents or of the call's, also those whose sequences do not exist yet.
 *
 * @returns ids of contacts
 */
export async function findOptedOut(tx: Tx, callIds: readonly string[]): Promise<string[]> {
  if (callIds.length === 0) return []
  const rows = await tx.rows<{ id: string }>`
    SELECT DISTINCT contact.id FROM calls call
    CROSS JOIN LATERAL (SELECT phone_number FROM contacts WHERE contacts.id = call.sequence_id OFFSET 0) own
    CROSS JOIN LATERAL (
      SELECT id, organization_id, batch_id FROM contacts WHERE contacts.phone_number = own.phone_number OFFSET 0
    ) contact
    JOIN batches batch ON batch.id = contact.batch_id
    LEFT JOIN sequences sequence ON sequence.id = contact.id
    WHERE call.id = ANY(${callIds}::uuid[]) AND contact.organization_id = call.organization_id
      AND (call.result -> 'optOut' ->> 'scope' = 'all'
        OR (call.result -> 'optOut' ->> 'scope' = 'agent' AND batch.agent_id = call.agent_id))
      AND (sequence.id IS NULL OR sequence_is_open(sequence.status))`
  return rows.map(({ id }) => id)
}
