import type { Actor } from '@/domain/actor'
import { judgeContact } from '@/domain/contacts/judge-contact.rules'
import { prepareValidation } from '@/domain/contacts/prepare-validation.rules'
import type { EnrollmentOptions } from '@/domain/enrollment/enrollment.schema'
import { loadAgentForEnrollment } from '@/domain/enrollment/load-agent-for-enrollment'
import { requestHash } from '@/domain/enrollment/request-hash'
import { RollcallError } from '@/domain/errors'
import { toPublicId } from '@/domain/ids'
import { requestFault } from '@/domain/parse-request'
import { nowMs } from '@/platform/clock'
import { transaction } from '@/platform/db'
import { findImport } from './find-import'
import type { StageChunkInput } from './import.schema'
import { insertImportRejections } from './insert-import-rejections'
import { lockImport } from './lock-import'

/**
 * Keeps a part of the rows until their batch is enrolled; rows that the review found faulty become rejections at once.
 * A chunk that comes twice is kept once. Beside the rows it notes each one's number and group as the rules read them,
 * for the checks over the whole import at the end of the staging.
 *
 * @throws IMPORT_NOT_FOUND; CONFLICT for a number that came with other content, or when the import is not being staged;
 * VALIDATION_ERROR for a chunk, a batch or a faulty row that was not declared
 */
export async function stageChunk(actor: Actor, input: StageChunkInput): Promise<{ repeated: boolean }> {
  const { importId, number, batch, rows } = input
  const found = await findImport(actor, importId)
  if (number >= found.chunks) throw notDeclared('number', `Part ${number}`)
  if (batch !== null && batch >= found.batches) throw notDeclared('batch', `Batch ${batch}`)
  const hash = requestHash(importId, input)
  const keys = batch === null ? { phones: [], groups: [] } : await keysOf(actor, found, rows)

  return transaction(async (tx) => {
    const { status, faulty, rejected } = await lockImport(tx, actor, importId)
    const [before] = await tx.rows<{ hash: Uint8Array }>`
      SELECT hash FROM import_chunks WHERE import_id = ${importId}::uuid AND number = ${number}`
    if (before) {
      if (Buffer.from(before.hash).equals(hash)) return { repeated: true }
      throw new RollcallError('CONFLICT', `Part ${number} of this import came before with other rows.`)
    }
    if (status !== 'staging') throw new RollcallError('CONFLICT', `This import takes no more rows: it is ${status}.`)
    const turnedAway = batch === null ? rows.length : 0
    if (rejected + turnedAway > faulty) {
      throw requestFault('rows', `${faulty} faulty rows were declared when this import was started, and more came.`)
    }
    await tx.execute`
      INSERT INTO import_chunks (import_id, number, organization_id, batch_number, hash, row_numbers, phones, groups, rows)
      VALUES (${importId}::uuid, ${number}, ${actor.organizationId}, ${batch}::int, ${hash},
        ${rows.map(({ row }) => row)}::int[], ${keys.phones}::text[], ${keys.groups}::text[],
        ${batch === null ? null : JSON.stringify(rows)}::json)`
    if (batch === null) await insertImportRejections(tx, actor, { importId, batch, rows })
    await tx.execute`
      UPDATE imports SET rejected = rejected + ${turnedAway}, waiting = waiting - ${turnedAway}, progressed_at = now()
      WHERE id = ${importId}::uuid AND organization_id = ${actor.organizationId}`
    return { repeated: false }
  })
}

/** Per row its number and its group; empty where there is none, also of a contact that the server finds faulty. */
async function keysOf(
  actor: Actor,
  { agentId, options }: { agentId: string; options: unknown },
  rows: StageChunkInput['rows'],
): Promise<{ phones: string[]; groups: string[] }> {
  const agent = await loadAgentForEnrollment(actor, toPublicId('agent', agentId))
  const prepared = prepareValidation({
    nowMs: nowMs(),
    agent: agent.rules,
    organization: agent.organization,
    options: options as EnrollmentOptions,
  })
  const judged = rows.map(({ contact }) => judgeContact(contact, prepared))
  return {
    phones: judged.map(({ phoneKey }) => phoneKey ?? ''),
    groups: judged.map((verdict) => (verdict.ok ? (verdict.groupValue ?? '') : '')),
  }
}

function notDeclared(path: string, what: string): RollcallError {
  return requestFault(path, `${what} was not declared when this import was started.`)
}
