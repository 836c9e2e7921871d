import type { Actor } from '@/domain/actor'
import { BYTE_ORDER_MARK, writeCsvLine } from '@/domain/text/write-csv.rules'
import { db } from '@/platform/db'
import { appendAuditEntry } from './append-audit-entry'
import type { AuditFilter } from './audit.schema'
import { auditSentence } from './audit-actions.rules'
import { type AuditLine, readAuditLines } from './list-audit-entries'

const LINES_PER_STATEMENT = 2_000

const COLUMNS = [
  ...['at', 'who', 'kind', 'whoId', 'action', 'what', 'object', 'objectId', 'name'],
  ...['before', 'after', 'details', 'address', 'requestId'],
]

/**
 * Exports the audit log, newest first, as the pieces of a CSV: any size, of which a piece is in memory at a time. That it
 * was exported is a line of the log itself, and the first one of the export where its filter lets it through.
 */
export async function exportAuditLog(actor: Actor, filter: AuditFilter): Promise<AsyncGenerator<Uint8Array>> {
  await appendAuditEntry(db(), actor, {
    action: 'audit_log.exported',
    object: { kind: 'export', id: actor.organizationId },
    details: { filteredBy: Object.keys(filter) },
  })
  return writePieces(actor, filter)
}

async function* writePieces(actor: Actor, filter: AuditFilter): AsyncGenerator<Uint8Array> {
  yield Buffer.from(BYTE_ORDER_MARK + writeCsvLine(COLUMNS))
  for (let before: { at: Date; id: string } | null = null; ; ) {
    const lines: AuditLine[] = await readAuditLines(actor, filter, before, LINES_PER_STATEMENT)
    const last = lines.at(-1)
    if (last === undefined) return
    yield Buffer.from(lines.map((line) => writeCsvLine(cells(line))).join(''))
    if (lines.length < LINES_PER_STATEMENT) return
    before = { at: new Date(last.at), id: last.id }
  }
}

function cells(line: AuditLine): string[] {
  const json = (value: unknown) => (value === null ? '' : JSON.stringify(value))
  return [
    ...[line.at, line.actorName ?? '', line.actorKind, line.actorId ?? '', line.action, auditSentence(line.action)],
    ...[line.objectKind ?? '', line.objectId ?? '', line.objectName ?? '', json(line.before), json(line.after)],
    ...[json(line.details), line.address ?? '', line.requestId ?? ''],
  ]
}
