import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'

const ACTORS_MAX = 200

export type AuditActor = { actorId: string; name: string }

/**
 * Lists who stands in the organization's audit log, by the name of their last line; 200 at most. Looks from one to the
 * next in the index, however many lines each has.
 */
export async function listAuditActors(actor: Actor): Promise<AuditActor[]> {
  const rows = await db().rows<{ actorId: string | null; name: string | null }>`
    WITH RECURSIVE actors AS (
      (SELECT actor_id, 1 AS number FROM audit_log
        WHERE organization_id = ${actor.organizationId} AND actor_id IS NOT NULL ORDER BY actor_id LIMIT 1)
      UNION ALL
      SELECT (SELECT entry.actor_id FROM audit_log entry
          WHERE entry.organization_id = ${actor.organizationId} AND entry.actor_id > actors.actor_id
          ORDER BY entry.actor_id LIMIT 1), actors.number + 1
      FROM actors WHERE actors.actor_id IS NOT NULL AND actors.number < ${ACTORS_MAX}
    )
    SELECT actors.actor_id AS "actorId",
      (SELECT actor_name FROM audit_log entry
        WHERE entry.organization_id = ${actor.organizationId} AND entry.actor_id = actors.actor_id
        ORDER BY at DESC, id DESC LIMIT 1) AS name
    FROM actors WHERE actors.actor_id IS NOT NULL`
  return rows
    .flatMap(({ actorId, name }) => (actorId === null ? [] : [{ actorId, name: name ?? actorId }]))
    .sort((a, b) => a.name.localeCompare(b.name))
}
