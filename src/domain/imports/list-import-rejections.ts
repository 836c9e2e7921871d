import type { Actor } from '@/domain/actor'
import { CURSOR_OF_NUMBER, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { db } from '@/platform/db'
import { findImport } from './find-import'
import type { ImportListQuery } from './import.schema'

export type ImportRejection = {
  /** 0-based place in the file. */
  row: number
  /** As a spreadsheet numbers it. */
  recordNumber: number
  /** Null when the review found it faulty. */
  batchNumber: number | null
  name: string
  phoneNumber: string
  reason: string
}

/**
 * The rows of an import that were turned away, in the order of the file.
 *
 * @throws IMPORT_NOT_FOUND; VALIDATION_ERROR for a cursor that is not of this list
 */
export async function listImportRejections(
  actor: Actor,
  importId: string,
  query: ImportListQuery,
): Promise<{ rejected: ImportRejection[]; nextCursor: string | null }> {
  await findImport(actor, importId)
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
    select: { row: true, recordNumber: true, batchNumber: true, name: true, phoneNumber: true, reason: true },
  })
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return { rejected: page, nextCursor: last ? encodeCursor(scope, last.row) : null }
}
