import type { Actor } from '@/domain/actor'
import { CURSOR_OF_NUMBER, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import type { ReadNumber } from '@/domain/phones/phone-number.rules'
import { db } from '@/platform/db'
import { findImport } from './find-import'
import type { ImportRowsQuery } from './import.schema'
import { countryColumnOf, rejectedNumberOf } from './rejected-number.rules'

export type ImportRejection = ReadNumber & {
  /** The row's 0-based place in the file. */
  row: number
  /** The row's number in a spreadsheet. */
  recordNumber: number
  /** Null when the review found the row faulty. */
  batchNumber: number | null
  name: string
  /** As it was sent. */
  phoneNumber: string
  reason: string
}

/**
 * Lists the rejected rows of an import, in the order of the file.
 *
 * @throws IMPORT_NOT_FOUND; VALIDATION_ERROR for a cursor of another list
 */
export async function listImportRejections(
  actor: Actor,
  importId: string,
  query: ImportRowsQuery,
): Promise<{ rejected: ImportRejection[]; nextCursor: string | null }> {
  const imported = await findImport(actor, importId)
  const scope: CursorScope = ['rejections of an import', actor.organizationId, importId]
  const [after] = query.cursor === undefined ? [] : decodeCursor(scope, query.cursor, CURSOR_OF_NUMBER)
  const rows = await db().importRejection.findMany({
    where: {
      importId,
      organizationId: actor.organizationId,
      ...(after !== undefined && { row: { gt: Number(after) } }),
    },
    orderBy: { row: 'asc' },
    take: query.limit + 1,
    select: {
      row: true,
      recordNumber: true,
      batchNumber: true,
      name: true,
      phoneNumber: true,
      readAs: true,
      reason: true,
      // A row has up to a megabyte of them.
      cells: countryColumnOf(imported.mapping) !== null,
    },
  })
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  const rejected = page.map(({ cells, ...row }) => ({ ...row, ...rejectedNumberOf({ ...row, cells }, imported) }))
  return { rejected, nextCursor: last ? encodeCursor(scope, last.row) : null }
}
