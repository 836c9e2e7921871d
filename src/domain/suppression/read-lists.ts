import type { Actor } from '@/domain/actor'
import { isOld, oldAtMs } from '@/domain/contact-safety/list-age.rules'
import { toPublicId } from '@/domain/ids'
import { nowMs } from '@/platform/clock'
import { db } from '@/platform/db'
import type { SuppressionListSummary } from './suppression-answer.schema'

type Row = Omit<SuppressionListSummary, 'listId' | 'agentIds' | 'refreshedAt' | 'oldAt' | 'isOld' | 'createdAt'> & {
  id: string
  agents: string[]
  refreshedAt: Date
  createdAt: Date
}

/**
 * Reads the organization's suppression lists, the built-in one first, then by name.
 *
 * @param listId null for all
 */
export async function readLists(actor: Actor, listId: string | null): Promise<SuppressionListSummary[]> {
  const rows = await db().rows<Row>`
    SELECT id, name, kind, built_in AS "builtIn", agent_ids AS agents, entry_days AS "entryDays",
      old_after_days AS "oldAfterDays", when_old AS "whenOld", entries, refreshed_at AS "refreshedAt",
      created_at AS "createdAt", created_by AS "createdBy"
    FROM suppression_lists
    WHERE organization_id = ${actor.organizationId} AND deleted_at IS NULL
      AND (${listId}::uuid IS NULL OR id = ${listId}::uuid)
    ORDER BY NOT built_in, lower(name)`
  return rows.map(toSummary)
}

function toSummary({ id, agents, refreshedAt, createdAt, ...row }: Row): SuppressionListSummary {
  const age = { refreshedAtMs: refreshedAt.getTime(), oldAfterDays: row.oldAfterDays }
  const oldMs = oldAtMs(age)
  return {
    listId: id,
    ...row,
    agentIds: agents.length === 0 ? null : agents.map((agent) => toPublicId('agent', agent)),
    refreshedAt: refreshedAt.toISOString(),
    oldAt: oldMs === null ? null : new Date(oldMs).toISOString(),
    isOld: isOld(age, nowMs()),
    createdAt: createdAt.toISOString(),
  }
}
