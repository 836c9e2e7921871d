import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import type { AuditOfObject } from './audit.schema'
import { auditSentence } from './audit-actions.rules'

const LINES_MAX = 20

/**
 * What was done to a thing, for its page, in words: the table of all actions is no part of that page. No address, which
 * is for the audit log.
 */
export type ObjectLine = { id: string; at: string; actorName: string | null; sentence: string }

/** Lists what was last done to a thing of the organization, newest first; 20 lines at most. */
export async function listObjectEntries(actor: Actor, { kind, id }: AuditOfObject): Promise<ObjectLine[]> {
  const rows = await db().rows<{ id: string; at: Date; actorName: string | null; action: string }>`
    SELECT id, at, actor_name AS "actorName", action FROM audit_log
    WHERE organization_id = ${actor.organizationId} AND object_kind = ${kind} AND object_id = ${id}
    ORDER BY at DESC, id DESC LIMIT ${LINES_MAX}`
  return rows.map(({ id: lineId, at, actorName, action }) => ({
    id: lineId,
    at: at.toISOString(),
    actorName,
    sentence: auditSentence(action),
  }))
}
