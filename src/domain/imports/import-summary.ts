import { toPublicId } from '@/domain/ids'
import type { ImportStatus } from './import.schema'

/**
 * An import in numbers. `rows = accepted + rejected + leftOut + waiting` holds at every moment. `waiting` is 0 for an
 * import that has ended.
 */
export type ImportSummary = {
  importId: string
  agentId: string
  agentName: string
  /** Of a test key; it counts in no figure. */
  test: boolean
  status: ImportStatus
  fileName: string
  createdAt: string
  createdBy: string
  endedAt: string | null
  rows: number
  accepted: number
  rejected: number
  leftOut: number
  waiting: number
}

type Row = {
  id: string
  agentId: string
  agent: { name: string }
  test: boolean
  status: string
  fileName: string
  createdAt: Date
  createdBy: string
  endedAt: Date | null
  rows: number
  accepted: number
  rejected: number
  leftOut: number
  waiting: number
}

/** Turns the row of an import into the answer. */
export function importSummaryOf(row: Row): ImportSummary {
  return {
    importId: row.id,
    agentId: toPublicId('agent', row.agentId),
    agentName: row.agent.name,
    test: row.test,
    status: row.status as ImportStatus,
    fileName: row.fileName,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    endedAt: row.endedAt?.toISOString() ?? null,
    rows: row.rows,
    accepted: row.accepted,
    rejected: row.rejected,
    leftOut: row.leftOut,
    waiting: row.waiting,
  }
}
