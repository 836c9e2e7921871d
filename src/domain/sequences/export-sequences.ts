import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { parsePublicId } from '@/domain/ids'
import { BYTE_ORDER_MARK, writeCsvLine } from '@/domain/text/write-csv.rules'
import { db } from '@/platform/db'
import { writeWorkbook } from '@/platform/workbook-stream'
import type { ExportInput } from './export.schema'
import { type ExportCell, ExportRows } from './export-rows.rules'
import { findSequences } from './find-sequences'
import { readResults, type SequenceSummary } from './read-results'

/** Of each statement, so that none takes long and little is held, however much is exported. */
const ROWS_PER_STATEMENT = 1_000

/**
 * Exports the contacts that a filter matches, as a CSV or a workbook, piece by piece: what is not read yet is not asked
 * for, and whoever stops reading stops the queries. Formulas of a CSV are defused; in a workbook a text is no formula.
 *
 * @throws VALIDATION_ERROR for an order by name of more than a batch
 */
export async function exportSequences(actor: Actor, input: ExportInput): Promise<AsyncGenerator<Uint8Array>> {
  const { format, order, filter } = input
  const chunks = readChunks(actor, input)
  // Before the answer begins: an error of the request is an answer of its own, and the first rows name the columns.
  const first = await chunks.next()
  await appendAuditEntry(db(), actor, {
    action: 'sequences.exported',
    object: { kind: 'export', id: filter.batchId ?? filter.importId ?? actor.organizationId },
    details: { format, order, filteredBy: Object.keys(filter) },
  })
  const contacts = first.done ? [] : first.value
  const rows = new ExportRows(await namesOfVariables(actor, contacts))
  const cells = cellsOf(rows, contacts, chunks)
  return format === 'csv' ? writeCsvPieces(rows.columns, cells) : writeWorkbook('Contacts', rows.columns, cells)
}

type Contact = SequenceSummary & OfCalls

type OfCalls = { duration: number; summary: string | null; lastFromNumber: string | null }

async function* readChunks(actor: Actor, { filter, order }: ExportInput): AsyncGenerator<Contact[]> {
  let after: string | undefined
  do {
    const { ids, next } = await findSequences(actor, { filter, order, after, limit: ROWS_PER_STATEMENT })
    if (ids.length > 0) yield await withCalls(actor, await readResults(actor, ids))
    after = next ?? undefined
  } while (after !== undefined)
}

/** Adds how long they were spoken to, what was said in the last call of which there is a summary, and who called last. */
async function withCalls(actor: Actor, contacts: readonly SequenceSummary[]): Promise<Contact[]> {
  const ids = contacts.flatMap(({ sequenceId }) => parsePublicId('sequence', sequenceId) ?? [])
  const rows = await db().rows<OfCalls>`
    SELECT coalesce(sum((call.result ->> 'duration')::float8), 0) AS duration,
      (array_agg(call.result ->> 'summary' ORDER BY call.ended_at DESC)
        FILTER (WHERE call.result ->> 'summary' IS NOT NULL))[1] AS summary,
      (array_agg(call.from_number ORDER BY call.id DESC) FILTER (WHERE call.status <> 'withdrawn'))[1] AS "lastFromNumber"
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS asked (id, place)
    LEFT JOIN calls call ON call.sequence_id = asked.id AND call.organization_id = ${actor.organizationId}
    GROUP BY asked.place ORDER BY asked.place`
  return contacts.map((contact, at) => {
    const { duration = 0, summary = null, lastFromNumber = null } = rows[at] ?? {}
    return { ...contact, duration, summary, lastFromNumber }
  })
}

/** The variables that the agents of the first contacts declare, and those that these have. */
async function namesOfVariables(actor: Actor, contacts: readonly Contact[]): Promise<string[]> {
  const agentIds = [...new Set(contacts.flatMap(({ agentId }) => parsePublicId('agent', agentId) ?? []))]
  const agents = await db().agent.findMany({
    where: { id: { in: agentIds }, organizationId: actor.organizationId },
    select: { variables: true },
  })
  const declared = agents.flatMap(({ variables }) => (variables as { name: string }[]).map(({ name }) => name))
  const found = contacts.flatMap(({ customInputVariables }) => Object.keys(customInputVariables))
  return [...new Set([...declared, ...found])]
}

async function* cellsOf(
  rows: ExportRows,
  first: readonly Contact[],
  chunks: AsyncGenerator<Contact[]>,
): AsyncGenerator<ExportCell[]> {
  for (const contact of first) yield rows.cellsOf(contact)
  for await (const contacts of chunks) {
    for (const contact of contacts) yield rows.cellsOf(contact)
  }
}

async function* writeCsvPieces(
  columns: readonly string[],
  rows: AsyncIterable<readonly ExportCell[]>,
): AsyncGenerator<Uint8Array> {
  let piece = BYTE_ORDER_MARK + writeCsvLine(columns)
  for await (const cells of rows) {
    piece += writeCsvLine(cells.map((cell) => (cell === null ? '' : String(cell))))
    if (piece.length < PIECE_LENGTH) continue
    yield Buffer.from(piece)
    piece = ''
  }
  if (piece !== '') yield Buffer.from(piece)
}

const PIECE_LENGTH = 64 * 1024
