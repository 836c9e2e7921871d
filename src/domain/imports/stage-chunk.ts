import type { Actor } from '@/domain/actor'
import { groupValueOf } from '@/domain/contacts/judge-variables.rules'
import { prepareValidation } from '@/domain/contacts/prepare-validation.rules'
import type { EnrollmentOptions } from '@/domain/enrollment/enrollment.schema'
import { loadAgentForEnrollment } from '@/domain/enrollment/load-agent-for-enrollment'
import { requestHash } from '@/domain/enrollment/request-hash'
import { RollcallError } from '@/domain/errors'
import { toPublicId } from '@/domain/ids'
import { requestFault } from '@/domain/parse-request'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import { findImport } from './find-import'
import type { StageChunkInput } from './import.schema'
import { insertImportRejections } from './insert-import-rejections'
import { type LockedImport, lockImport } from './lock-import'
import { stagedRowMapper } from './staged-row.rules'

/**
 * Stores a chunk of the rows until their batch is enrolled. Rows that the review found faulty become rejections at once.
 * A chunk that comes twice is stored once. The rows are judged when their batch is enrolled; until then only their group
 * values are noted beside them, by which `finishStaging` sees whether a chain is cut.
 *
 * @throws IMPORT_NOT_FOUND; CONFLICT for a number that came with other content, or when the import is not being staged;
 * VALIDATION_ERROR for a chunk, a batch or a faulty row that was not declared, or for rows in another form than declared
 */
export async function stageChunk(actor: Actor, input: StageChunkInput): Promise<{ repeated: boolean }> {
  const found = await findImport(actor, input.importId)
  const canBeCut = input.batch !== null && found.batches > 1
  const groupValues = canBeCut ? await groupValuesOf(actor, found, input.rows) : []
  return transaction(async (tx) =>
    keepChunk(tx, actor, await lockImport(tx, actor, input.importId), input, groupValues),
  )
}

/**
 * Does what `stageChunk` does, for an import that is locked.
 *
 * @param groupValues the group values of the rows, each once; empty when no chain can be cut
 */
export async function keepChunk(
  tx: Tx,
  actor: Actor,
  locked: LockedImport,
  input: StageChunkInput,
  groupValues: readonly string[] = [],
): Promise<{ repeated: boolean }> {
  const { importId, number, batch, rows } = input
  const { status, chunks, batches, faulty, rejected, mapping } = locked
  if (number >= chunks) throw notDeclared('number', `Chunk ${number}`)
  if (batch !== null && batch >= batches) throw notDeclared('batch', `Batch ${batch}`)
  if (rows.some(({ contact }) => (contact === undefined) !== (mapping !== null))) {
    throw requestFault('rows', 'Rows come with contacts where the import has no mapping, and without where it has one.')
  }
  const hash = requestHash(importId, input)
  const [before] = await tx.rows<{ hash: Uint8Array }>`
    SELECT hash FROM import_chunks WHERE import_id = ${importId}::uuid AND number = ${number}`
  if (before) {
    if (Buffer.from(before.hash).equals(hash)) return { repeated: true }
    throw new RollcallError('CONFLICT', `Chunk ${number} of this import came before with other rows.`)
  }
  if (status !== 'staging') throw new RollcallError('CONFLICT', `This import takes no more rows: it is ${status}.`)
  const turnedAway = batch === null ? rows.length : 0
  if (rejected + turnedAway > faulty) {
    throw requestFault('rows', `${faulty} faulty rows were declared when this import was started, and more came.`)
  }
  await tx.execute`
    INSERT INTO import_chunks (import_id, number, organization_id, batch_number, hash, row_numbers, groups, rows)
    VALUES (${importId}::uuid, ${number}, ${actor.organizationId}, ${batch}::int, ${hash},
      ${rows.map(({ row }) => row)}::int[], ${[...groupValues]}::text[],
      ${batch === null ? null : JSON.stringify(rows)}::json)`
  if (batch === null) {
    await insertImportRejections(tx, actor, { importId, batch, rows: rows.map(stagedRowMapper(mapping)) })
  }
  await tx.execute`
    UPDATE imports SET rejected = rejected + ${turnedAway}, waiting = waiting - ${turnedAway}, progressed_at = now()
    WHERE id = ${importId}::uuid AND organization_id = ${actor.organizationId}`
  return { repeated: false }
}

/**
 * Returns the group values of these rows, each once; none when contacts make no chains. A row without a group value
 * counts as empty text.
 */
async function groupValuesOf(
  actor: Actor,
  { agentId, options, mapping }: { agentId: string; options: unknown; mapping: unknown },
  rows: StageChunkInput['rows'],
): Promise<string[]> {
  const { groupByField } = options as EnrollmentOptions
  if (groupByField === undefined) return []
  const agent = await loadAgentForEnrollment(actor, toPublicId('agent', agentId))
  const prepared = prepareValidation({
    nowMs: nowMs(),
    agent: agent.rules,
    organization: agent.organization,
    options: options as EnrollmentOptions,
  })
  const groupValues = rows.map(stagedRowMapper(mapping)).map(({ sent }) => groupValueOf(sent, prepared) ?? '')
  return [...new Set(groupValues)]
}

function notDeclared(path: string, what: string): RollcallError {
  return requestFault(path, `${what} was not declared when this import was started.`)
}
