import type { Actor } from '@/domain/actor'
import { isUuid } from '@/domain/ids'
import type { Tx } from '@/platform/db'
import { importNotFound } from './find-import'
import type { ImportStatus } from './import.schema'

export type LockedImport = {
  id: string
  organizationId: string
  agentId: string
  status: ImportStatus
  createdBy: string
  /** The mapping as it is stored; null for an import that was staged as contacts. */
  mapping: unknown
  options: Record<string, unknown>
  batches: number
  chunks: number
  faulty: number
  rows: number
  rejected: number
  waiting: number
}

/**
 * Locks an import of the organization. Every transaction that changes an import takes this lock first, before those of
 * the agent, the batches and the rest, and waits here for the others.
 *
 * @throws IMPORT_NOT_FOUND
 */
export async function lockImport(tx: Tx, actor: Actor, importId: string): Promise<LockedImport> {
  const locked = isUuid(importId) ? await lockImportById(tx, importId) : null
  if (locked?.organizationId !== actor.organizationId) throw importNotFound()
  return locked
}

/** Locks an import for the background, with an id from our own event. Null when the import does not exist. */
export async function lockImportById(tx: Tx, importId: string): Promise<LockedImport | null> {
  const [row] = await tx.rows<LockedImport>`
    SELECT id, organization_id AS "organizationId", agent_id AS "agentId", status, created_by AS "createdBy", mapping,
      options, batches, chunks, faulty, rows, rejected, waiting
    FROM imports WHERE id = ${importId}::uuid FOR NO KEY UPDATE`
  return row ?? null
}
