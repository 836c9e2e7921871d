import type { Staging } from '@/ui/staging/staging-database'
import { saveStaging } from '@/ui/staging/staging-database'
import { type FreezableTable, type FreezeRequest, freezeImport } from './freeze-import'

export type StageRequest = FreezeRequest & Pick<Staging, 'organizationId' | 'createdAtMs'>

/**
 * Freezes the table and stores it in this browser for sending.
 *
 * @throws DOMException when the browser has no room
 */
export async function stageImport(table: FreezableTable, request: StageRequest): Promise<Staging> {
  const { organizationId, createdAtMs, ...frozen } = request
  const { start, chunks } = freezeImport(table, frozen)
  const { importId, fileName, rows, leftOut } = start
  const staging: Staging = { importId, organizationId, fileName, createdAtMs, rows: rows - leftOut, start }
  await saveStaging(staging, chunks)
  return staging
}
