import type { Actor } from '@/domain/actor'
import { parsePublicId } from '@/domain/ids'
import { CURSOR_OF_NUMBER, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { db } from '@/platform/db'
import type { AgentSetting, AgentSettings } from './agent-settings.schema'
import { agentNotFound, assertAgentExists } from './assert-agent-exists'

export type AgentVersion = {
  number: number
  changedAt: string
  changedBy: string
  /** The settings that differ from the version before; empty for the first. */
  changed: AgentSetting[]
  restoredFrom: number | null
  settings: AgentSettings
}

type Row = Omit<AgentVersion, 'changedAt'> & { changedAt: Date }

/**
 * Lists the versions of an agent, newest first, each with its whole settings.
 *
 * @param agentId public id
 * @throws AGENT_NOT_FOUND, VALIDATION_ERROR for a cursor of another list
 */
export async function listAgentVersions(
  actor: Actor,
  agentId: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<{ versions: AgentVersion[]; nextCursor: string | null }> {
  await assertAgentExists(actor, agentId)
  const id = parsePublicId('agent', agentId)
  if (!id) throw agentNotFound()
  const scope: CursorScope = ['agent versions', actor.organizationId, agentId]
  const before =
    query.cursor === undefined ? 2_147_483_647 : Number(decodeCursor(scope, query.cursor, CURSOR_OF_NUMBER)[0])
  const rows = await db().rows<Row>`
    SELECT number, changed_at AS "changedAt", changed_by AS "changedBy", changed, restored_from AS "restoredFrom", settings
    FROM agent_versions
    WHERE agent_id = ${id}::uuid AND organization_id = ${actor.organizationId} AND number < ${before}
    ORDER BY number DESC LIMIT ${query.limit + 1}`
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    versions: page.map((row) => ({ ...row, changedAt: row.changedAt.toISOString() })),
    nextCursor: last ? encodeCursor(scope, last.number) : null,
  }
}
