import { Prisma } from '@/platform/db'

/**
 * The name of a list that keeps the row `agent` from calling anybody: it is old, and its organization wants calls to stop
 * then until somebody has refreshed it. NULL when there is none.
 */
export function oldListOf(): Prisma.Sql {
  return Prisma.sql`(SELECT min(list.name) FROM suppression_lists list
    WHERE list.organization_id = agent.organization_id AND list.deleted_at IS NULL AND list.when_old = 'stop'
      AND list.refreshed_at < now() - make_interval(days => list.old_after_days)
      AND (list.agent_ids = '{}' OR agent.id = ANY(list.agent_ids)))`
}
