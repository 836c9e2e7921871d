import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import type { AcceptedBatch } from '@/domain/enrollment/enrollment-answer.schema'
import { RollcallError } from '@/domain/errors'
import type { StagedRow } from '@/domain/imports/import.schema'
import { maskNumber } from '@/domain/phones/mask-number.rules'
import { numberEnd, numberSpeller } from '@/domain/phones/spells-number.rules'
import { cancelPerson } from '@/domain/sequences/cancel-sequences'
import { lockSequences } from '@/domain/sequences/lock-sequences'
import { readPersonNumber } from '@/domain/sequences/read-person-number'
import { builtInList } from '@/domain/suppression/find-list'
import { isOnList, keepErasedNumber } from '@/domain/suppression/keep-erased-number'
import { lockNumbers } from '@/domain/suppression/lock-numbers'
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
  optOut: null,
  additional: {},
  notes: [],
})

/**
 * Erases a person for good: name, number, address, variables, what was said in calls and mails, rejections and the answers
 * that tell of them, rows of files that wait to be enrolled, and what was or will be delivered of it. What is open is
 * cancelled before. Ids, states, results, times, counts and credits stay: a row of a file is turned away when its turn
 * comes, since nothing is left in it. The number stays on the built-in suppression list as a keyed hash, so that the next
 * file does not call the person again. Events have ids alone, and the audit log knows the end of a number only.
 *
 * @param phoneNumber as in a contact; contacts with any extension are meant
 * @returns what was erased; nothing of nobody, and when repeated
 * @throws VALIDATION_ERROR for a text that is not one number, and CONFLICT while a call is under way
 */
export async function erasePerson(actor: Actor, { phoneNumber }: { phoneNumber: string }): Promise<Erased> {
  const number = await readPersonNumber(actor, phoneNumber)
  await cancelPerson(actor, { phoneNumber: number })
  const { id: listId } = await builtInList(actor.organizationId)
  return transaction(async (tx) => {
    await lockNumbers(tx, actor.organizationId, [number])
    // Before contacts are looked for: a batch of the file that is enrolled meanwhile is waited for.
    await eraseStagedRows(tx, actor, number)
    const sequenceIds = await findErasable(tx, actor, number)
    const calls = await eraseCalls(tx, actor, sequenceIds)
    await eraseSafety(tx, actor, number)
    await eraseEndedEvents(tx, actor, sequenceIds)
    const rejected = await findRejections(tx, actor, number)
    await eraseAnswers(tx, actor, { sequenceIds, rejected, number })
    await eraseContacts(tx, sequenceIds)
    const rejections = await eraseRejections(tx, actor, number, rejected)
    const erased = { sequences: sequenceIds.length, calls, rejections }
    if (sequenceIds.length === 0 && rejections === 0 && !(await isOnList(tx, actor, number))) return erased
    await appendAuditEntry(tx, actor, {
      action: 'person.erased',
      object: { kind: 'person', id: maskNumber(number) },
      details: erased,
    })
    await keepErasedNumber(tx, actor, { listId, phoneNumber: number })
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

/** What was decided stays, without the number; of a consent, on what it rested and when it was given. */
async function eraseSafety(tx: Tx, { organizationId }: Actor, number: string): Promise<void> {
  await tx.execute`
    UPDATE decisions SET phone_number = ${ERASED_NUMBER}
    WHERE organization_id = ${organizationId} AND phone_number = ${number}`
  await tx.execute`
    UPDATE consents SET phone_number = ${ERASED_NUMBER}, source = '', text = NULL
    WHERE organization_id = ${organizationId} AND phone_number = ${number}`
}

/** Results stay, by their type, their length and the names of their outcomes. Deliveries say the same as they do. */
async function eraseCalls(tx: Tx, actor: Actor, sequenceIds: readonly string[]): Promise<number> {
  const calls = await tx.execute`
    UPDATE calls SET provider_call_id = NULL, put_back_reason = NULL, result = result || ${NO_DETAILS}::jsonb || jsonb_build_object('outcomes', (
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
        'externalId', NULL, 'customInputVariables', '{}'::jsonb, 'rescheduledAt', NULL)
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
        'externalId', NULL, 'customInputVariables', '{}'::jsonb, 'cancelReason', NULL))::text
    FROM own WHERE webhook_deliveries.id = own.id`
}

async function eraseContacts(tx: Tx, sequenceIds: readonly string[]): Promise<void> {
  await tx.execute`
    UPDATE contacts SET name = ${ERASED_NAME}, phone_number = ${ERASED_NUMBER}, phone_number_ext = NULL,
      phone_number_written = NULL, to_email_address = NULL, external_id = NULL, variables = '{}', erased_at = now()
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

/** A contact of a request that was turned away, by its place. */
type RejectedPlace = { batchId: string; index: number }

/** Finds what was turned away with a number, however the number was written. */
async function findRejections(tx: Tx, { organizationId }: Actor, number: string): Promise<RejectedPlace[]> {
  const rows = await tx.rows<RejectedPlace & { written: string }>`
    SELECT batch_id AS "batchId", index, phone_number AS written FROM rejections
    WHERE organization_id = ${organizationId} AND number_end(phone_number) = ${numberEnd(number)}`
  const spells = numberSpeller(number)
  return rows.filter(({ written }) => spells(written)).map(({ batchId, index }) => ({ batchId, index }))
}

async function eraseRejections(
  tx: Tx,
  { organizationId }: Actor,
  number: string,
  rejected: readonly RejectedPlace[],
): Promise<number> {
  const ofRequests = await tx.execute`
    UPDATE rejections SET phone_number = ${ERASED_NUMBER}, external_id = NULL, error = code, contact = 'null',
      errors = (SELECT coalesce(jsonb_agg(fault || jsonb_build_object('message', fault -> 'code')), '[]')
        FROM jsonb_array_elements(errors) AS fault)
    FROM json_to_recordset(${JSON.stringify(rejected)}::json) AS own("batchId" uuid, index int)
    WHERE rejections.batch_id = own."batchId" AND rejections.index = own.index`
  const unread = await tx.rows<{ importId: string; row: number; written: string }>`
    SELECT import_id AS "importId", "row", phone_number AS written FROM import_rejections
    WHERE organization_id = ${organizationId} AND coalesce(read_as, '') = ''
      AND number_end(phone_number) = ${numberEnd(number)}`
  const spells = numberSpeller(number)
  const own = unread.filter(({ written }) => spells(written)).map(({ importId, row }) => ({ importId, row }))
  const ofFiles = await tx.execute`
    UPDATE import_rejections SET name = ${ERASED_NAME}, phone_number = ${ERASED_NUMBER}, read_as = '',
      reason = ${ERASED_NAME}, cells = (SELECT coalesce(json_agg(''::text), '[]') FROM json_array_elements(cells))
    WHERE organization_id = ${organizationId} AND ((read_as = ${number} AND read_as <> '')
      OR (import_id, "row") IN (
        SELECT "importId", "row" FROM json_to_recordset(${JSON.stringify(own)}::json) AS own("importId" uuid, "row" int)))`
  return ofRequests + ofFiles
}

/** What the stored answer of a request of many says of single contacts. */
type StoredAnswer = Partial<Pick<AcceptedBatch, 'rejected' | 'warnings'>>

/** The answer that a repeated request gets tells of who was turned away, and warns of numbers. */
async function eraseAnswers(
  tx: Tx,
  actor: Actor,
  { sequenceIds, rejected, number }: { sequenceIds: readonly string[]; rejected: RejectedPlace[]; number: string },
): Promise<void> {
  const accepted = await tx.rows<RejectedPlace>`
    SELECT batch_id AS "batchId", index FROM contacts WHERE id = ANY(${sequenceIds}::uuid[])`
  const places = new Set([...accepted, ...rejected].map(({ batchId, index }) => `${batchId} ${index}`))
  const batchIds = [...new Set([...accepted, ...rejected].map(({ batchId }) => batchId))]
  const keys = await tx.rows<{ operation: string; key: string; batchId: string; answer: string }>`
    SELECT operation, key, batch_id AS "batchId", response_body AS answer FROM idempotency_keys
    WHERE organization_id = ${actor.organizationId} AND batch_id = ANY(${batchIds}::uuid[])
      AND operation IN ('bulk', 'test bulk')`
  const spells = numberSpeller(number)
  const erased = keys.map(({ operation, key, batchId, answer }) => {
    const told: StoredAnswer = JSON.parse(answer)
    const isOwn = ({ index }: { index: number }) => places.has(`${batchId} ${index}`)
    return {
      operation,
      key,
      answer: JSON.stringify({
        ...told,
        rejected: told.rejected?.map((one) =>
          isOwn(one)
            ? {
                ...one,
                phoneNumber: ERASED_NUMBER,
                externalId: undefined,
                error: one.code,
                errors: one.errors.map((fault) => ({ ...fault, message: fault.code })),
              }
            : one,
        ),
        warnings: told.warnings?.map((one) =>
          (one.index !== undefined && isOwn({ index: one.index })) || spells(one.message)
            ? { ...one, message: one.code }
            : one,
        ),
      }),
    }
  })
  await tx.execute`
    UPDATE idempotency_keys SET response_body = erased.answer
    FROM json_to_recordset(${JSON.stringify(erased)}::json) AS erased(operation text, key text, answer text)
    WHERE organization_id = ${actor.organizationId} AND idempotency_keys.operation = erased.operation
      AND idempotency_keys.key = erased.key`
}

/**
 * Empties the rows of files that wait to be enrolled and have the number in any of their cells. The imports are locked
 * first, so that none of them enrolls the row meanwhile.
 */
async function eraseStagedRows(tx: Tx, { organizationId }: Actor, number: string): Promise<void> {
  const end = numberEnd(number)
  const waiting = await tx.rows<{ importId: string }>`
    SELECT DISTINCT import_id AS "importId" FROM import_chunks
    WHERE organization_id = ${organizationId} AND rows IS NOT NULL AND strpos(digits_of(rows::text), ${end}) > 0`
  const importIds = waiting.map(({ importId }) => importId)
  if (importIds.length > 0) {
    await tx.execute`SELECT FROM imports WHERE id = ANY(${importIds}::uuid[]) ORDER BY id FOR UPDATE`
    const chunks = await tx.rows<{ importId: string; number: number; rows: StagedRow[] }>`
      SELECT import_id AS "importId", number, rows FROM import_chunks
      WHERE import_id = ANY(${importIds}::uuid[]) AND rows IS NOT NULL AND strpos(digits_of(rows::text), ${end}) > 0`
    const spells = numberSpeller(number)
    const erased = chunks.map(({ importId, number, rows }) => ({
      importId,
      number,
      rows: rows.map((row) => (textsOf(row).some(spells) ? emptyRow(row) : row)),
    }))
    await tx.execute`
      UPDATE import_chunks SET rows = erased.rows
      FROM json_to_recordset(${JSON.stringify(erased)}::json) AS erased("importId" uuid, number int, rows json)
      WHERE import_chunks.import_id = erased."importId" AND import_chunks.number = erased.number`
  }
  // What an older version has kept beside the rows.
  await tx.execute`
    UPDATE import_chunks SET phones = ARRAY(SELECT phone FROM unnest(phones) AS phone WHERE number_end(phone) <> ${end})
    WHERE organization_id = ${organizationId} AND phones <> '{}'`
  await tx.execute`
    UPDATE imports SET repeated_phones = ARRAY(
      SELECT phone FROM unnest(repeated_phones) AS phone WHERE number_end(phone) <> ${end})
    WHERE organization_id = ${organizationId} AND repeated_phones <> '{}'`
}

/** Rows that an older version has staged have their contacts beside their cells. */
function textsOf({ cells, contact = {} }: StagedRow): string[] {
  return [...cells, ...Object.values(contact)]
}

function emptyRow({ contact, readAs, reason, ...row }: StagedRow): StagedRow {
  return {
    ...row,
    cells: row.cells.map(() => ''),
    ...(contact === undefined ? {} : { contact: {} }),
    ...(readAs === undefined ? {} : { readAs: null }),
    reason: reason ? ERASED_NAME : reason,
  }
}
