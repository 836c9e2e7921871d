import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { maskNumber } from '@/domain/phones/mask-number.rules'
import { writtenForms } from '@/domain/phones/written-forms.rules'
import { cancelPerson } from '@/domain/sequences/cancel-sequences'
import { lockSequences } from '@/domain/sequences/lock-sequences'
import { readPersonNumber } from '@/domain/sequences/read-person-number'
import { type Tx, transaction } from '@/platform/db'

/** What stands in place of a name and of a number. No reading of numbers takes it for one, so nobody calls it. */
const ERASED_NAME = 'Erased'
const ERASED_NUMBER = 'erased'

export type Erased = { sequences: number; calls: number; rejections: number }

/** What is left of the details of a call. */
const NO_DETAILS = JSON.stringify({
  summary: null,
  transcription: null,
  extractedVariables: {},
  agentActions: [],
  humanActions: [],
  rescheduledAt: null,
  followUpMeetingDetails: null,
  crmSchedulingDetails: null,
  additional: {},
  notes: [],
})

/**
 * Erases a person for good: name, number, address, variables, what was said in calls and mails, rejections, and what
 * was or will be delivered of it. What is open is cancelled before. Ids, states, results, times, counts and credits
 * stay. Not touched are rows of files that still wait to be enrolled, and the audit log, which knows the end of a number
 * only.
 *
 * @param phoneNumber as in a contact; contacts with any extension are meant
 * @returns what was erased; nothing of nobody, and when repeated
 * @throws VALIDATION_ERROR for a text that is not one number, and CONFLICT while a call is under way
 */
export async function erasePerson(actor: Actor, { phoneNumber }: { phoneNumber: string }): Promise<Erased> {
  const number = await readPersonNumber(actor, phoneNumber)
  await cancelPerson(actor, { phoneNumber: number })
  return transaction(async (tx) => {
    const sequenceIds = await findErasable(tx, actor, number)
    const calls = await eraseCalls(tx, actor, sequenceIds)
    await eraseEndedEvents(tx, actor, sequenceIds)
    await eraseContacts(tx, sequenceIds)
    const rejections = await eraseRejections(tx, actor, number)
    const erased = { sequences: sequenceIds.length, calls, rejections }
    if (sequenceIds.length === 0 && rejections === 0) return erased
    await appendAuditEntry(tx, actor, {
      action: 'person.erased',
      object: { kind: 'person', id: maskNumber(number) },
      details: erased,
    })
    return erased
  })
}

/** @throws CONFLICT for somebody who is being called, or was enrolled again a moment ago */
async function findErasable(tx: Tx, actor: Actor, number: string): Promise<string[]> {
  const contacts = await tx.rows<{ id: string }>`
    SELECT id FROM contacts WHERE phone_number = ${number} AND organization_id = ${actor.organizationId}`
  const ids = contacts.map(({ id }) => id)
  await lockSequences(tx, ids)
  const [busy] = await tx.rows<{ isCalled: boolean; isOpen: boolean }>`
    SELECT EXISTS (SELECT FROM calls WHERE sequence_id = ANY(${ids}::uuid[]) AND call_is_under_way(status)) AS "isCalled",
      EXISTS (SELECT FROM unnest(${ids}::uuid[]) AS own(id) LEFT JOIN sequences ON sequences.id = own.id
        WHERE sequences.id IS NULL OR sequence_is_open(sequences.status)) AS "isOpen"`
  if (busy?.isCalled) {
    throw new RollcallError(
      'CONFLICT',
      'A call with this person is under way. Everything else is cancelled. Erase the person when the call has ended.',
    )
  }
  if (busy?.isOpen) {
    throw new RollcallError('CONFLICT', 'This person was enrolled again a moment ago. Erase the person once more.')
  }
  return ids
}

/** Results stay, by their type, their length and the names of their outcomes. Deliveries say the same as they do. */
async function eraseCalls(tx: Tx, actor: Actor, sequenceIds: readonly string[]): Promise<number> {
  const calls = await tx.execute`
    UPDATE calls SET provider_call_id = NULL, result = result || ${NO_DETAILS}::jsonb || jsonb_build_object('outcomes', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('name', outcome -> 'name', 'reasoning', NULL)), '[]')
      FROM jsonb_array_elements(result -> 'outcomes') AS outcome))
    WHERE sequence_id = ANY(${sequenceIds}::uuid[])`
  await tx.execute`
    UPDATE emails SET to_address = '', subject = '', body = '', failure_reason = NULL
    WHERE sequence_id = ANY(${sequenceIds}::uuid[])`
  // What a receiver answered to a delivery may repeat what was in it.
  await tx.execute`
    WITH own AS (
      SELECT delivery.id, calls.result, delivery.payload::jsonb AS payload
      FROM calls JOIN webhook_deliveries delivery ON delivery.call_id = calls.id
      WHERE calls.sequence_id = ANY(${sequenceIds}::uuid[]) AND delivery.organization_id = ${actor.organizationId}
    ), attempts AS (
      UPDATE webhook_attempts SET error = NULL FROM own WHERE delivery_id = own.id AND http_status IS NOT NULL
    )
    UPDATE webhook_deliveries SET payload = (own.payload
      || jsonb_build_object('name', ${ERASED_NAME}::text, 'phoneNumber', ${ERASED_NUMBER}::text, 'phoneNumberExt', '',
        'customInputVariables', '{}'::jsonb, 'rescheduledAt', NULL)
      || jsonb_build_object('callResult', (own.payload -> 'callResult') || (own.result
        - ARRAY['duration', 'endedAt', 'rescheduledAt', 'additional', 'notes']))
      )::text
    FROM own WHERE webhook_deliveries.id = own.id AND own.payload ? 'callResult'`
  return calls
}

async function eraseEndedEvents(tx: Tx, actor: Actor, sequenceIds: readonly string[]): Promise<void> {
  await tx.execute`
    WITH own AS (
      SELECT id, payload::jsonb AS payload FROM webhook_deliveries
      WHERE type = 'sequence.ended' AND subject_id = ANY(${sequenceIds}::uuid[])
        AND organization_id = ${actor.organizationId}
    ), attempts AS (
      UPDATE webhook_attempts SET error = NULL FROM own WHERE delivery_id = own.id AND http_status IS NOT NULL
    )
    UPDATE webhook_deliveries SET payload = jsonb_set(own.payload, '{data}', (own.payload -> 'data')
      || jsonb_build_object('name', ${ERASED_NAME}::text, 'phoneNumber', ${ERASED_NUMBER}::text, 'phoneNumberExt', '',
        'customInputVariables', '{}'::jsonb, 'cancelReason', NULL))::text
    FROM own WHERE webhook_deliveries.id = own.id`
}

async function eraseContacts(tx: Tx, sequenceIds: readonly string[]): Promise<void> {
  await tx.execute`
    UPDATE contacts SET name = ${ERASED_NAME}, phone_number = ${ERASED_NUMBER}, phone_number_ext = NULL,
      phone_number_written = NULL, to_email_address = NULL, variables = '{}', erased_at = now()
    WHERE id = ANY(${sequenceIds}::uuid[])`
  await tx.execute`
    UPDATE sequences SET cancel_reason = NULL, updated_at = now() WHERE id = ANY(${sequenceIds}::uuid[])`
  // The value of a chain may be of the person too. A chain that still has others, or may be joined, keeps it.
  await tx.execute`
    UPDATE chains SET value = ${ERASED_NUMBER}
    WHERE id IN (SELECT chain_id FROM sequences WHERE id = ANY(${sequenceIds}::uuid[])) AND closed_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM sequences JOIN contacts ON contacts.id = sequences.id
        WHERE sequences.chain_id = chains.id AND contacts.erased_at IS NULL)`
  // The answer that a repeated request of one contact gets tells of the contact.
  await tx.execute`
    UPDATE idempotency_keys SET response_body = '{}'
    WHERE operation IN ('single', 'test single') AND batch_id IN (SELECT batch_id FROM contacts WHERE id = ANY(${sequenceIds}::uuid[]))`
}

async function eraseRejections(tx: Tx, actor: Actor, number: string): Promise<number> {
  const { organizationId } = actor
  const ofRequests = await tx.execute`
    UPDATE rejections SET phone_number = ${ERASED_NUMBER}, error = code, contact = 'null',
      errors = (SELECT coalesce(jsonb_agg(fault || jsonb_build_object('message', fault -> 'code')), '[]')
        FROM jsonb_array_elements(errors) AS fault)
    WHERE organization_id = ${organizationId} AND phone_number = ANY(${writtenForms(number)}::text[])`
  const ofFiles = await tx.execute`
    UPDATE import_rejections SET name = ${ERASED_NAME}, phone_number = ${ERASED_NUMBER}, read_as = '',
      reason = ${ERASED_NAME}, cells = (SELECT coalesce(json_agg(''::text), '[]') FROM json_array_elements(cells))
    WHERE organization_id = ${organizationId} AND read_as = ${number} AND read_as <> ''`
  return ofRequests + ofFiles
}
