import type { Actor } from '@/domain/actor'
import { nameContacts } from '@/domain/contacts/compare-contacts.rules'
import type { RejectedContact } from '@/domain/contacts/validate-contacts.rules'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { ERROR_TABLE, RollcallError } from '@/domain/errors'
import { toPublicId } from '@/domain/ids'
import { toStorable } from '@/domain/text/sanitize.rules'
import { type Tx, transaction } from '@/platform/db'
import type { StagedRow } from './import.schema'
import { insertImportRejections } from './insert-import-rejections'
import { type LockedImport, lockImportById } from './lock-import'

const REASON_LENGTH_MAX = 500
const RATE_LIMIT_WAIT_SECONDS = 5

/**
 * `enrolled`: a batch has its outcome, and there may be more. `stopped`: there is nothing to do, because the import ended,
 * is paused, failed or is not there. `wait`: ask again after so many seconds.
 */
export type ImportBatchRun = { outcome: 'enrolled' | 'stopped' } | { outcome: 'wait'; seconds: number }

/**
 * Enrolls the first batch of an import that has no outcome, and writes its outcome down: accepted, rejected, and the rows
 * that were turned away. The import stays locked meanwhile, so that of two runs at once each takes another batch, and a
 * pause or a cancel comes before or after a batch, never into it. `enrollBatch` commits on its own; should this process
 * end before the outcome is written, the next run asks with the same key and gets the same answer.
 *
 * What stops an import (too few credits, an agent that cannot call, another payload under the same key) is a fact on the
 * row, not an exception.
 *
 * @throws what may be over in a moment, for the engine to try again
 */
export function runImportBatch({ importId }: { importId: string }): Promise<ImportBatchRun> {
  return transaction(async (tx) => {
    const locked = await lockImportById(tx, importId)
    if (locked?.status !== 'running') return { outcome: 'stopped' }
    const [next] = await tx.rows<{ number: number }>`
      SELECT number FROM import_batches WHERE import_id = ${importId}::uuid AND status = 'waiting' ORDER BY number LIMIT 1`
    if (!next) return complete(tx, importId)
    const { fresh, repeated } = await readRows(tx, locked, next.number)
    try {
      const outcome = fresh.length === 0 ? NOBODY : await enroll(locked, next.number, fresh)
      await recordOutcome(tx, locked, { number: next.number, fresh, repeated, ...outcome })
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error
      if (error.code === 'RATE_LIMITED') return { outcome: 'wait', seconds: secondsToWait(error) }
      if (ERROR_TABLE[error.code].retriable) throw error
      await stop(tx, importId, error)
      return { outcome: 'stopped' }
    }
    return { outcome: 'enrolled' }
  })
}

type Outcome = { batchId: string | null; accepted: number; rejected: readonly RejectedContact[] }

const NOBODY: Outcome = { batchId: null, accepted: 0, rejected: [] }

/** The rows of a batch in the order of the file, without those whose number an earlier batch has enrolled. */
async function readRows(tx: Tx, { id, repeatedPhones }: LockedImport, number: number) {
  const chunks = await tx.rows<{ rows: StagedRow[]; phones: string[] }>`
    SELECT rows, phones FROM import_chunks WHERE import_id = ${id}::uuid AND batch_number = ${number} ORDER BY number`
  const staged = chunks
    .flatMap(({ rows, phones }) => rows.map((row, at) => ({ row, phone: phones[at] ?? '' })))
    .sort((a, b) => a.row.row - b.row.row)
  const suspects = new Set(repeatedPhones)
  const doubtful = staged.map(({ phone }) => phone).filter((phone) => suspects.has(phone))
  const taken = doubtful.length === 0 ? new Set<string>() : await readEnrolledPhones(tx, id, doubtful)
  // As the server has read it when the row was staged: so it would have been called.
  const read = staged.map(({ row, phone }) => ({ phone, row: { ...row, readAs: phone.split(';', 1)[0] || null } }))
  const fresh = read.flatMap(({ row, phone }) => (taken.has(phone) ? [] : [row]))
  const repeated = read.flatMap(({ row, phone }) => (taken.has(phone) ? [{ ...row, reason: REPEATED }] : []))
  return { fresh, repeated }
}

const REPEATED = 'An earlier row of this file has the same number. Leave one of them out, or allow duplicates.'

/** Which of these numbers (E.164;extension) the batches of this import have enrolled so far. */
async function readEnrolledPhones(tx: Tx, importId: string, phones: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ phone: string }>`
    SELECT contacts.phone_number || ';' || coalesce(contacts.phone_number_ext, '') AS phone
    FROM import_batches JOIN contacts ON contacts.batch_id = import_batches.batch_id
    WHERE import_batches.import_id = ${importId}::uuid
      AND contacts.phone_number || ';' || coalesce(contacts.phone_number_ext, '') = ANY(${phones}::text[])`
  return new Set(rows.map(({ phone }) => phone))
}

/** The key of a batch: of the import and the number, so that a retry never schedules anybody twice. */
export function importBatchKey(importId: string, number: number): string {
  return `import:${importId}:${number}`
}

/** @throws CONFLICT when the key was used for other contacts; and what `enrollBatch` throws */
async function enroll(locked: LockedImport, number: number, rows: readonly StagedRow[]): Promise<Outcome> {
  const { id, organizationId, agentId, createdBy, options } = locked
  const actor: Actor = { organizationId, kind: 'system', id, label: createdBy }
  const body = { ...options, contacts: rows.map(({ contact }) => contact) }
  const idempotencyKey = importBatchKey(id, number)
  const request = { agentId: toPublicId('agent', agentId), body, idempotencyKey, source: 'import' as const }
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
    return { ...NOBODY, rejected: (error.details as { rejected: RejectedContact[] }).rejected }
  }
}

type RowsOutcome = Outcome & { number: number; fresh: readonly StagedRow[]; repeated: readonly StagedRow[] }

async function recordOutcome(tx: Tx, locked: LockedImport, outcome: RowsOutcome): Promise<void> {
  const { id, organizationId, createdBy } = locked
  const { number, batchId, accepted, fresh, repeated } = outcome
  const turnedAway = outcome.rejected.flatMap(({ index, error }) => {
    const row = fresh[index]
    return row ? [{ ...row, reason: nameContacts(error, (other) => rowName(fresh[other])) }] : []
  })
  const actor: Actor = { organizationId, kind: 'system', id, label: createdBy }
  await insertImportRejections(tx, actor, { importId: id, batch: number, rows: [...turnedAway, ...repeated] })
  const rejected = turnedAway.length + repeated.length
  await tx.execute`
    UPDATE import_batches SET status = ${batchId === null ? 'refused' : 'enrolled'}, batch_id = ${batchId}::uuid,
      accepted = ${accepted}, rejected = ${rejected}, ended_at = now()
    WHERE import_id = ${id}::uuid AND number = ${number}`
  // The staged rows have done their work: the accepted are contacts now, the others rejections.
  await tx.execute`
    UPDATE import_chunks SET rows = NULL, phones = '{}', groups = '{}'
    WHERE import_id = ${id}::uuid AND batch_number = ${number}`
  await tx.execute`
    UPDATE imports SET accepted = accepted + ${accepted}, rejected = rejected + ${rejected},
      waiting = waiting - ${accepted + rejected}, progressed_at = now()
    WHERE id = ${id}::uuid`
}

/** What the operator's spreadsheet calls it. */
function rowName(row: StagedRow | undefined): string {
  return row ? `Row ${row.recordNumber.toLocaleString('en-US')}` : 'Another row'
}

async function complete(tx: Tx, importId: string): Promise<ImportBatchRun> {
  await tx.execute`
    UPDATE imports SET status = 'completed', ended_at = now(), progressed_at = now() WHERE id = ${importId}::uuid`
  return { outcome: 'stopped' }
}

/** Too few credits wait for more of them; anything else has to be looked at. Either is set going again by the operator. */
async function stop(tx: Tx, importId: string, error: RollcallError): Promise<void> {
  const status = error.code === 'INSUFFICIENT_CREDITS' ? 'paused' : 'failed'
  await tx.execute`
    UPDATE imports SET status = ${status}, reason = ${toStorable(error.message, REASON_LENGTH_MAX)},
      reason_code = ${error.code}, progressed_at = now()
    WHERE id = ${importId}::uuid`
}

function secondsToWait({ details }: RollcallError): number {
  const seconds = (details as { retryAfterSeconds?: unknown } | undefined)?.retryAfterSeconds
  return typeof seconds === 'number' && seconds > 0 ? Math.ceil(seconds) : RATE_LIMIT_WAIT_SECONDS
}
