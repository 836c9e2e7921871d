import type { Actor } from '@/domain/actor'
import { loadAgentForEnrollment } from '@/domain/enrollment/load-agent-for-enrollment'
import { transaction } from '@/platform/db'
import { publishEventsSoon } from '@/platform/outbox'
import { endStaging } from './finish-staging'
import { getImport, type ImportDetail } from './get-import'
import type { ImportFileInput } from './import.schema'
import { lockImport } from './lock-import'
import { runImportBatch } from './run-import-batch'
import { keepChunk } from './stage-chunk'
import { declareImport } from './start-import'

/**
 * Enrolls a file that fits into one batch, in one call. It stages the whole file in one transaction and enrolls the
 * batch at once, so that the answer says what became of every row. If a crash or a lost database interrupts it, the
 * background has the event and finishes the work. Called again with the same declaration it enrolls nobody twice and
 * answers with the state of the import.
 *
 * @throws AGENT_NOT_FOUND, AGENT_MISCONFIGURED, CONFLICT when the id was used for another file or chunks are missing,
 * IMPORT_NOT_FOUND when another organization has used the id, VALIDATION_ERROR for rows that do not add up; then
 * nothing was written. Missing credits are no error; they pause the import.
 */
export async function importFile(actor: Actor, { start, chunks }: ImportFileInput): Promise<ImportDetail> {
  const { importId } = start
  const agent = await loadAgentForEnrollment(actor, start.agentId)
  const events = await transaction(async (tx) => {
    const { status } = await declareImport(tx, actor, agent, start)
    if (status !== 'staging') return []
    for (const chunk of chunks) await keepChunk(tx, actor, await lockImport(tx, actor, importId), chunk)
    return (await endStaging(tx, actor, importId)).events
  })
  try {
    while ((await runImportBatch({ importId })).outcome === 'enrolled');
  } finally {
    publishEventsSoon(events)
  }
  return getImport(actor, importId)
}
