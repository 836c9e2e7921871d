import type { Actor } from '@/domain/actor'
import { isUuid } from '@/domain/ids'
import { Prisma, type Tx } from '@/platform/db'
import { importNotFound } from './find-import'
import type { ImportStatus } from './import.schema'

export type LockedImport = {
  id: string
  organizationId: string
  agentId: string
  status: ImportStatus
  createdBy: string
  fileName: string
  test: boolean
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
  // With the organization in its condition: nobody holds or waits for another tenant's row, with an id that they found.
  const own = Prisma.sql`AND organization_id = ${actor.organizationId}`
  const locked = isUuid(importId) ? await lock(tx, importId, own) : null
  if (!locked) throw importNotFound()
  return locked
}

/** Locks an import for the background, with an id from our own event. Null when the import does not exist. */
export function lockImportById(tx: Tx, importId: string): Promise<LockedImport | null> {
  return lock(tx, importId, Prisma.empty)
}

async function lock(tx: Tx, importId: string, condition: Prisma.Sql): Promise<LockedImport | null> {
  const [row] = await tx.rows<LockedImport>`
    SELECT id, organization_id AS "organizationId", agent_id AS "agentId", status, created_by AS "createdBy",
      file_name AS "fileName", test, mapping, options, batches, chunks, faulty, rows, rejected, waiting
    FROM imports WHERE id = ${importId}::uuid ${condition} FOR NO KEY UPDATE`
  return row ?? null
}

/** Says which import it is to the audit log: by the name of its file. */
export function auditedImport({ id, fileName }: LockedImport) {
  return { kind: 'import', id, name: fileName } as const
}
