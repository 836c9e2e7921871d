import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'

/** How many contacts are looked at to tell in which timezones all of them are. */
const CONTACTS_LOOKED_AT = 2_000

/**
 * Reads what is still to be called of some batches: how many contacts by their timezones, and when the last one is due.
 * Of many contacts some are looked at, and stand for all.
 */
export async function readOpenWork(
  actor: Actor,
  batchIds: readonly string[],
): Promise<{ open: number; zones: { timezone: string; calls: number }[]; latestDueMs: number | null }> {
  const { organizationId } = actor
  const [zones, [whole]] = await Promise.all([
    db().rows<{ timezone: string; contacts: number; latest: Date }>`
      SELECT timezone, count(*)::int AS contacts, max(scheduled_at) AS latest FROM (
        SELECT contact.timezone, contact.scheduled_at
        FROM contacts contact LEFT JOIN sequences sequence ON sequence.id = contact.id
        WHERE contact.batch_id = ANY(${batchIds}::uuid[]) AND contact.organization_id = ${organizationId}
          AND (sequence.id IS NULL OR sequence_is_open(sequence.status))
        LIMIT ${CONTACTS_LOOKED_AT}) looked
      GROUP BY timezone ORDER BY 2 DESC, 1`,
    db().rows<{ open: number }>`
      SELECT coalesce(sum(CASE WHEN batch.status = 'accepted' THEN batch.accepted ELSE
        (SELECT count(*) FROM sequences WHERE batch_id = batch.id AND sequence_is_open(status)) END), 0)::int AS open
      FROM batches batch
      WHERE batch.id = ANY(${batchIds}::uuid[]) AND batch.organization_id = ${organizationId}`,
  ])
  const looked = zones.reduce((sum, { contacts }) => sum + contacts, 0)
  const open = whole?.open ?? 0
  return {
    open,
    zones: zones.map(({ timezone, contacts }) => ({ timezone, calls: (open * contacts) / looked })),
    latestDueMs: zones.length === 0 ? null : Math.max(...zones.map(({ latest }) => latest.getTime())),
  }
}
