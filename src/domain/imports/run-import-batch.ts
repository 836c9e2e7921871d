import type { Actor } from '@/domain/actor'
import { nameContacts } from '@/domain/contacts/compare-contacts.rules'
import type { RejectedContact } from '@/domain/contacts/validate-contacts.rules'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { BATCH_NAME_LENGTH_MAX, type EnrollmentOptions } from '@/domain/enrollment/enrollment.schema'
import { ERROR_TABLE, RollcallError } from '@/domain/errors'
import { toPublicId } from '@/domain/ids'
import { withConsent } from '@/domain/mappings/row-consent.rules'
import { findCountry } from '@/domain/phones/find-country.rules'
import { parsePhoneNumber } from '@/domain/phones/phone-number.rules'
import { toStorable } from '@/domain/text/sanitize.rules'
import { recordWebhookEvents } from '@/domain/webhook-events/record-webhook-events'
import { type Tx, transaction } from '@/platform/db'
import type { StagedRow } from './import.schema'
import { insertImportRejections } from './insert-import-rejections'
import { type LockedImport, lockImportById } from './lock-import'
import { type MappedRow, stagedRowMapper } from './staged-row.rules'

const REASON_LENGTH_MAX = 500

/**
 * `enrolled`: one batch has its outcome; there may be more. `stopped`: there is nothing to do, because the import has
 * ended, is paused, has failed or does not exist.
 */
export type ImportBatchRun = { outcome: 'enrolled' | 'stopped' }

/**
 * Enrolls the next batch of an import and stores its outcome: the counts, and the rejected rows. The import stays
 * locked meanwhile. So two runs at once take different batches, and a pause or cancel comes before or after a batch,
 * never in the middle. `enrollBatch` commits by itself; if this process dies before it stores the outcome, the next run
 * repeats the request with the same key and gets the same answer.
 *
 * What stops an import (too few credits, an agent that cannot call, another payload under the same key) is stored on
 * its row, not thrown.
 *
 * @throws any other error, for the engine to try again
 */
export function runImportBatch({ importId }: { importId: string }): Promise<ImportBatchRun> {
  return transaction(async (tx) => {
    const locked = await lockImportById(tx, importId)
    if (locked?.status !== 'running') return { outcome: 'stopped' }
    const [next] = await tx.rows<{ number: number }>`
      SELECT number FROM import_batches WHERE import_id = ${importId}::uuid AND status = 'waiting' ORDER BY number LIMIT 1`
    if (!next) return complete(tx, locked)
    const rows = await readRows(tx, locked, next.number)
    try {
      const outcome = await enroll(tx, locked, next.number, rows)
      await recordOutcome(tx, locked, { number: next.number, rows, ...outcome })
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error
      if (ERROR_TABLE[error.code].retriable) throw error
      await stop(tx, importId, error)
      return { outcome: 'stopped' }
    }
    return { outcome: 'enrolled' }
  })
}

type Outcome = { batchId: string | null; accepted: number; rejected: readonly RejectedContact[] }

/** Reads the rows of a batch as contacts, in the order of the file. */
async function readRows(tx: Tx, { id, mapping }: LockedImport, number: number): Promise<MappedRow[]> {
  const chunks = await tx.rows<{ rows: StagedRow[] | null }>`
    SELECT rows FROM import_chunks WHERE import_id = ${id}::uuid AND batch_number = ${number} ORDER BY number`
  return chunks
    .flatMap(({ rows }) => stillThere(rows))
    .sort((a, b) => a.row - b.row)
    .map(stagedRowMapper(mapping))
}

/**
 * Returns the rows of a chunk, or throws when they are gone. Rows are deleted once they are enrolled or cancelled, and
 * nothing may read them after that.
 */
function stillThere(rows: StagedRow[] | null): StagedRow[] {
  if (rows === null) throw new Error('Rows of a batch that is to be enrolled are gone.')
  return rows
}

/** Returns which of these phone keys (E.164;extension) the earlier batches of this import have enrolled. */
async function findEnrolledNumbers(
  tx: Tx,
  { id, organizationId }: LockedImport,
  phoneKeys: readonly string[],
): Promise<ReadonlySet<string>> {
  const numbers = phoneKeys.map((key) => key.split(';', 1)[0] as string)
  // Number by number, which OFFSET 0 demands: a planner that does not know how much a running import has written reads all
  // of it, for every batch again. The organization comes after it: by the indexes that begin with an organization, the
  // planner would read all contacts of it for each number.
  const rows = await tx.rows<{ phone: string }>`
    SELECT contact.phone_number || ';' || coalesce(contact.phone_number_ext, '') AS phone
    FROM unnest(${numbers}::text[]) asked (phone_number) CROSS JOIN LATERAL (
      SELECT organization_id, phone_number, phone_number_ext, batch_id FROM contacts
      WHERE contacts.phone_number = asked.phone_number
      OFFSET 0
    ) contact
    WHERE contact.organization_id = ${organizationId}
      AND EXISTS (SELECT FROM import_batches cut WHERE cut.batch_id = contact.batch_id AND cut.import_id = ${id}::uuid)`
  return new Set(rows.map(({ phone }) => phone))
}

/**
 * Returns the idempotency key of a batch, made of the import and the batch's number, so that a retry never schedules
 * anybody twice.
 */
export function importBatchKey(importId: string, number: number): string {
  return `import:${importId}:${number}`
}

/**
 * Enrolls one batch.
 *
 * @throws CONFLICT when the key was used for other contacts, and whatever `enrollBatch` throws
 */
async function enroll(tx: Tx, locked: LockedImport, number: number, rows: readonly MappedRow[]): Promise<Outcome> {
  const { id, organizationId, agentId, createdBy, fileName, test, options } = locked
  const actor: Actor = { organizationId, kind: 'system', id, label: createdBy, test }
  const request = {
    agentId: toPublicId('agent', agentId),
    body: { ...options, contacts: rows.map(({ sent, consent }) => withConsent(sent, consent)) },
    idempotencyKey: importBatchKey(id, number),
    source: 'import' as const,
    importId: id,
    name: Array.from(fileName.trim()).slice(0, BATCH_NAME_LENGTH_MAX).join('') || undefined,
    findEnrolled: (phoneKeys: readonly string[]) => findEnrolledNumbers(tx, locked, phoneKeys),
  }
  try {
    const { batchId, answer, payloadMismatch } = await enrollBatch(actor, request)
    if (payloadMismatch) {
      const message = `Batch ${number + 1} was enrolled before with other contacts, as batch ${batchId}. Compare the two before you go on.`
      throw new RollcallError('CONFLICT', message)
    }
    const { accepted, rejected } = JSON.parse(answer) as { accepted: number; rejected: RejectedContact[] }
    return { batchId, accepted, rejected }
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code !== 'NO_VALID_CONTACTS') throw error
    return { batchId: null, accepted: 0, rejected: (error.details as { rejected: RejectedContact[] }).rejected }
  }
}

type RowsOutcome = Outcome & { number: number; rows: readonly MappedRow[] }

async function recordOutcome(tx: Tx, locked: LockedImport, outcome: RowsOutcome): Promise<void> {
  const { id, organizationId, createdBy, options } = locked
  const { number, batchId, accepted, rows } = outcome
  const country = findCountry((options as EnrollmentOptions).defaultCountry ?? '')
  const turnedAway = outcome.rejected.flatMap(({ index, error }) => {
    const row = rows[index]
    if (!row) return []
    const readAs = parsePhoneNumber(row.sent.phoneNumber ?? '', country)?.e164 ?? null
    return [{ ...row, readAs, reason: nameContacts(error, (other) => rowName(rows[other])) }]
  })
  const actor: Actor = { organizationId, kind: 'system', id, label: createdBy }
  await insertImportRejections(tx, actor, { importId: id, batch: number, rows: turnedAway })
  const rejected = turnedAway.length
  await tx.execute`
    UPDATE import_batches SET status = ${batchId === null ? 'refused' : 'enrolled'}, batch_id = ${batchId}::uuid,
      accepted = ${accepted}, rejected = ${rejected}, ended_at = now()
    WHERE import_id = ${id}::uuid AND number = ${number}`
  // The staged rows have done their work: the accepted are contacts now, the others rejections.
  await tx.execute`
    UPDATE import_chunks SET rows = NULL, groups = '{}', phones = '{}'
    WHERE import_id = ${id}::uuid AND batch_number = ${number}`
  await tx.execute`
    UPDATE imports SET accepted = accepted + ${accepted}, rejected = rejected + ${rejected},
      waiting = waiting - ${accepted + rejected}, progressed_at = now()
    WHERE id = ${id}::uuid`
}

/** Names a row by its number in the operator's spreadsheet. */
function rowName(row: MappedRow | undefined): string {
  return row ? `Row ${row.recordNumber.toLocaleString('en-US')}` : 'Another row'
}

async function complete(tx: Tx, { id, organizationId }: LockedImport): Promise<ImportBatchRun> {
  await tx.execute`
    UPDATE imports SET status = 'completed', ended_at = now(), progressed_at = now() WHERE id = ${id}::uuid`
  await recordWebhookEvents(tx, 'import.finished', [{ id, organizationId }])
  return { outcome: 'stopped' }
}

/**
 * Stops the import: it is paused when credits are missing, and fails for any other reason. An operator can resume both.
 */
async function stop(tx: Tx, importId: string, error: RollcallError): Promise<void> {
  const status = error.code === 'INSUFFICIENT_CREDITS' ? 'paused' : 'failed'
  await tx.execute`
    UPDATE imports SET status = ${status}, reason = ${toStorable(error.message, REASON_LENGTH_MAX)},
      reason_code = ${error.code}, progressed_at = now()
    WHERE id = ${importId}::uuid`
}
