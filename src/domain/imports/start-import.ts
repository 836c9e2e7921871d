import type { Actor } from '@/domain/actor'
import { assertAgentActive } from '@/domain/enrollment/assert-agent-active'
import { assertAgentConfigured } from '@/domain/enrollment/assert-agent-configured'
import { type AgentForEnrollment, loadAgentForEnrollment } from '@/domain/enrollment/load-agent-for-enrollment'
import { requestHash } from '@/domain/enrollment/request-hash'
import { RollcallError } from '@/domain/errors'
import { type Tx, transaction } from '@/platform/db'
import { importNotFound } from './find-import'
import type { ImportStatus, StartImportInput } from './import.schema'

/** `staged` lists the numbers of the chunks that have arrived, so that the browser sends the others. */
export type StartedImport = { importId: string; status: ImportStatus; staged: number[] }

/**
 * Declares an import: mapping, options, cut and counts, as pressing "Enroll" has frozen them. The same declaration sent
 * again answers with the progress, so that a browser that returns goes on where it was.
 *
 * @throws AGENT_NOT_FOUND, AGENT_MISCONFIGURED, CONFLICT when the id was used with another declaration,
 * IMPORT_NOT_FOUND when another organization has used it
 */
export async function startImport(actor: Actor, input: StartImportInput): Promise<StartedImport> {
  const agent = await loadAgentForEnrollment(actor, input.agentId)
  return transaction((tx) => declareImport(tx, actor, agent, input))
}

/**
 * Does what `startImport` does, within the transaction of the caller and for an agent that is loaded.
 *
 * @throws AGENT_MISCONFIGURED, CONFLICT, IMPORT_NOT_FOUND
 */
export async function declareImport(
  tx: Tx,
  actor: Actor,
  agent: AgentForEnrollment,
  input: StartImportInput,
): Promise<StartedImport> {
  const { importId, agentId, fileName, fingerprint, columns, mapping, rows, leftOut, faulty, batches, chunks } = input
  const hash = requestHash(agentId, input)
  const repeated = await findStarted(tx, actor, importId, hash)
  if (repeated) return repeated
  assertAgentConfigured(agent)
  await assertAgentActive(tx, actor, agent)
  // Numbers without + are read in this country, today and when the last batch is enrolled.
  const options = { ...input.options, defaultCountry: input.options.defaultCountry ?? agent.organization.country }
  const bytes = fingerprint === null ? null : Buffer.from(fingerprint, 'hex')
  const started = await tx.execute`
    INSERT INTO imports (id, organization_id, agent_id, created_by, file_name, fingerprint, columns, mapping, options,
      test, plan_hash, batches, chunks, faulty, rows, left_out, waiting)
    VALUES (${importId}::uuid, ${actor.organizationId}, ${agent.id}::uuid, ${actor.label}, ${fileName}, ${bytes},
      ${JSON.stringify(columns)}::jsonb, ${mapping ? JSON.stringify(mapping) : null}::jsonb,
      ${JSON.stringify(options)}::jsonb, ${agent.test !== null}, ${hash}, ${batches.length}, ${chunks}, ${faulty}, ${rows}, ${leftOut},
      ${rows - leftOut})
    ON CONFLICT (id) DO NOTHING`
  if (started === 0) {
    // Another start with this id committed meanwhile.
    const other = await findStarted(tx, actor, importId, hash)
    if (!other) throw importNotFound()
    return other
  }
  await tx.execute`
    INSERT INTO import_batches (import_id, number, organization_id, contacts)
    SELECT ${importId}::uuid, place - 1, ${actor.organizationId}, contacts
    FROM unnest(${batches}::int[]) WITH ORDINALITY AS cut(contacts, place)`
  return { importId, status: 'staging', staged: [] }
}

async function findStarted(tx: Tx, actor: Actor, importId: string, hash: Uint8Array): Promise<StartedImport | null> {
  const [found] = await tx.rows<{ status: ImportStatus; planHash: Uint8Array; staged: number[] }>`
    SELECT status, plan_hash AS "planHash",
      ARRAY(SELECT number FROM import_chunks WHERE import_id = imports.id ORDER BY number) AS staged
    FROM imports WHERE id = ${importId}::uuid AND organization_id = ${actor.organizationId}`
  if (!found) return null
  if (!Buffer.from(found.planHash).equals(hash)) {
    throw new RollcallError('CONFLICT', 'An import with this id was started with other rows or options.')
  }
  return { importId, status: found.status, staged: found.staged }
}
