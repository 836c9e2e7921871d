import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import { findImport } from './find-import'
import { type ImportSummary, importSummaryOf } from './import-summary'

export type ImportBatchState = {
  /** 0-based. */
  number: number
  contacts: number
  status: 'waiting' | 'enrolled' | 'refused'
  /** Null while the batch is not enrolled, and when none of its contacts was valid. */
  batchId: string | null
  accepted: number
  rejected: number
}

export type ImportDetail = ImportSummary & {
  options: Record<string, unknown>
  /** Why the import is paused or has failed. Both are null otherwise, and after an operator's pause. */
  reason: string | null
  reasonCode: string | null
  stagedAt: string | null
  /** How many of the expected rows have arrived. */
  staged: { rows: number; of: number }
  batches: ImportBatchState[]
}

/**
 * Returns one import with the state of each of its batches.
 *
 * @throws IMPORT_NOT_FOUND
 */
export async function getImport(actor: Actor, importId: string): Promise<ImportDetail> {
  const row = await findImport(actor, importId)
  const { organizationId } = actor
  const [batches, arrived] = await Promise.all([
    db().importBatch.findMany({ where: { importId, organizationId }, orderBy: { number: 'asc' } }),
    row.stagedAt === null ? countArrived(actor, row.id) : null,
  ])
  const expected = row.faulty + batches.reduce((sum, { contacts }) => sum + contacts, 0)
  return {
    ...importSummaryOf(row),
    options: row.options as Record<string, unknown>,
    reason: row.reason,
    reasonCode: row.reasonCode,
    stagedAt: row.stagedAt?.toISOString() ?? null,
    // A staging ends when all of them have arrived. Its chunks are large, and are deleted at last.
    staged: { rows: arrived ?? expected, of: expected },
    batches: batches.map(({ number, contacts, status, batchId, accepted, rejected }) => ({
      number,
      contacts,
      status: status as ImportBatchState['status'],
      batchId,
      accepted,
      rejected,
    })),
  }
}

async function countArrived(actor: Actor, importId: string): Promise<number> {
  const [staged] = await db().rows<{ rows: number }>`
    SELECT coalesce(sum(cardinality(row_numbers)), 0)::int AS rows FROM import_chunks
    WHERE import_id = ${importId}::uuid AND organization_id = ${actor.organizationId}`
  return staged?.rows ?? 0
}
