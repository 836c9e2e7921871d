import type { Actor } from '@/domain/actor'
import { toStorable } from '@/domain/text/sanitize.rules'
import type { Tx } from '@/platform/db'
import { CELL_LENGTH_MAX } from './import.schema'
import type { MappedRow } from './staged-row.rules'

const NAME_KEPT_MAX = 200
const PHONE_KEPT_MAX = 64
const REASON_KEPT_MAX = 4_000

/** Stores rejected rows, with their cells as they were in the file. A row that is stored already stays unchanged. */
export async function insertImportRejections(
  tx: Tx,
  actor: Actor,
  rejected: { importId: string; batch: number | null; rows: readonly MappedRow[] },
): Promise<void> {
  if (rejected.rows.length === 0) return
  const rows = rejected.rows.map(({ row, recordNumber, cells, written, reason, readAs }) => ({
    i: row,
    n: recordNumber,
    a: toStorable(written.name ?? '', NAME_KEPT_MAX),
    p: toStorable(written.phoneNumber ?? '', PHONE_KEPT_MAX),
    e: readAs === undefined ? null : (readAs ?? ''),
    r: toStorable(reason ?? '', REASON_KEPT_MAX),
    c: cells.map((cell) => toStorable(cell, CELL_LENGTH_MAX)),
  }))
  await tx.execute`
    INSERT INTO import_rejections (import_id, row, organization_id, record_number, batch_number, name, phone_number, read_as,
      reason, cells)
    SELECT ${rejected.importId}::uuid, i, ${actor.organizationId}, n, ${rejected.batch}::int, a, p, e, r, c
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS rejection(i int, n int, a text, p text, e text, r text, c json)
    ON CONFLICT DO NOTHING`
}
