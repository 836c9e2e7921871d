import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { importStaged } from '@/domain/events'
import { requestFault } from '@/domain/parse-request'
import { type Tx, transaction } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { publishEventsSoon, recordEvent } from '@/platform/outbox'
import type { ImportStatus } from './import.schema'
import { auditedImport, type LockedImport, lockImport } from './lock-import'

/**
 * Ends the staging of an import: checks that everything that was declared has arrived, and starts the import with its
 * event, in one transaction. From here on the browser is not needed any more. A repeated call answers with the status
 * of the import.
 *
 * @throws IMPORT_NOT_FOUND; CONFLICT when chunks are missing or the import was cancelled; VALIDATION_ERROR when the
 * rows do not add up or a chain is cut
 */
export async function finishStaging(actor: Actor, importId: string): Promise<{ status: ImportStatus }> {
  const { status, events } = await transaction((tx) => endStaging(tx, actor, importId))
  publishEventsSoon(events)
  return { status }
}

/**
 * Does what `finishStaging` does, within the transaction of the caller. Returns no events when the staging had ended
 * before.
 */
export async function endStaging(
  tx: Tx,
  actor: Actor,
  importId: string,
): Promise<{ status: ImportStatus; events: readonly DomainEvent[] }> {
  const locked = await lockImport(tx, actor, importId)
  if (locked.status === 'cancelled') throw new RollcallError('CONFLICT', 'This import was cancelled.')
  if (locked.status !== 'staging') return { status: locked.status, events: [] }
  await checkCounts(tx, locked)
  await checkChains(tx, locked)
  await tx.execute`
    UPDATE imports SET status = 'running', staged_at = now(), progressed_at = now() WHERE id = ${locked.id}::uuid`
  const action = locked.options.bypassAllowedCallWindow ? 'import.windows_bypassed' : 'import.started'
  const details = { contacts: locked.waiting }
  await appendAuditEntry(tx, actor, { action, object: auditedImport(locked), details })
  const event = importStaged.of({ importId: locked.id })
  await recordEvent(tx, event)
  return { status: 'running', events: [event] }
}

async function checkCounts(tx: Tx, { id, chunks, faulty, rows, rejected }: LockedImport): Promise<void> {
  const [staged] = await tx.rows<{ chunks: number }>`
    SELECT count(*)::int AS chunks FROM import_chunks WHERE import_id = ${id}::uuid`
  const missing = chunks - (staged?.chunks ?? 0)
  if (missing > 0)
    throw new RollcallError('CONFLICT', `${missing} chunks of this import have not arrived.`, { missing })
  const [numbers] = await tx.rows<{ all: number; distinct: number; last: number | null }>`
    SELECT count(*)::int AS all, count(DISTINCT row_number)::int AS distinct, max(row_number) AS last
    FROM import_chunks CROSS JOIN unnest(row_numbers) AS row_number WHERE import_id = ${id}::uuid`
  if (!numbers || numbers.all !== numbers.distinct) throw notAddingUp('A row came twice.')
  const last = numbers.last ?? -1
  if (last >= rows) throw notAddingUp(`There is a row ${last + 1}, and the file has ${rows}.`)
  if (rejected !== faulty) throw notAddingUp(`${faulty} faulty rows were declared, and ${rejected} came.`)
  const [wrong] = await tx.rows<{ number: number; contacts: number; came: number }>`
    SELECT * FROM (
      SELECT number, contacts, (SELECT coalesce(sum(cardinality(row_numbers)), 0)::int FROM import_chunks
        WHERE import_chunks.import_id = ${id}::uuid AND batch_number = import_batches.number) AS came
      FROM import_batches WHERE import_id = ${id}::uuid) cut
    WHERE contacts <> came ORDER BY number LIMIT 1`
  if (!wrong) return
  throw notAddingUp(`Batch ${wrong.number + 1} was declared with ${wrong.contacts} contacts, and ${wrong.came} came.`)
}

/** Refuses a chain that is in two batches: two of its contacts would be called at once. */
async function checkChains(tx: Tx, { id }: LockedImport): Promise<void> {
  const [cut] = await tx.rows<{ value: string }>`
    SELECT value FROM import_chunks CROSS JOIN unnest(groups) AS value
    WHERE import_id = ${id}::uuid AND value <> ''
    GROUP BY value HAVING count(DISTINCT batch_number) > 1 LIMIT 1`
  if (cut) throw notAddingUp(`The chain "${cut.value}" is cut: its contacts are in several batches.`)
}

function notAddingUp(message: string): RollcallError {
  return requestFault('importId', `The rows of this import do not add up. ${message}`)
}
