import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'

/** How many contacts of something have ended, and how many have reached the goal. */
export type Progress = { done: number; reached: number }

/** Counts how far batches are, many at once; a batch of which nobody has ended is not in the answer. */
export async function countProgress(actor: Actor, batchIds: readonly string[]): Promise<Map<string, Progress>> {
  const rows = await db().rows<Progress & { batchId: string }>`
    SELECT batch.id AS "batchId", count(*)::int AS done,
      count(*) FILTER (WHERE sequence_result(ended.status, ended.best_result, ended.last_result_type) = 'goal reached')::int
        AS reached
    FROM batches batch JOIN sequences ended ON ended.batch_id = batch.id AND ended.ended_at IS NOT NULL
    WHERE batch.id = ANY(${batchIds}::uuid[]) AND batch.organization_id = ${actor.organizationId}
    GROUP BY 1`
  return new Map(rows.map(({ batchId, ...progress }) => [batchId, progress]))
}

/** Counts how far imports are, with all of their batches; an import of which nobody has ended is not in the answer. */
export async function countImportProgress(actor: Actor, importIds: readonly string[]): Promise<Map<string, Progress>> {
  const rows = await db().rows<Progress & { importId: string }>`
    SELECT cut.import_id AS "importId", count(*)::int AS done,
      count(*) FILTER (WHERE sequence_result(ended.status, ended.best_result, ended.last_result_type) = 'goal reached')::int
        AS reached
    FROM import_batches cut JOIN sequences ended ON ended.batch_id = cut.batch_id AND ended.ended_at IS NOT NULL
    WHERE cut.import_id = ANY(${importIds}::uuid[]) AND cut.organization_id = ${actor.organizationId}
    GROUP BY 1`
  return new Map(rows.map(({ importId, ...progress }) => [importId, progress]))
}
