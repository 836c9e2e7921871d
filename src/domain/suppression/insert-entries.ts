import type { Tx } from '@/platform/db'
import { laterEnd } from './later-end'
import type { EntrySource } from './suppression-limits.rules'

export type NewEntries = {
  organizationId: string
  listId: string
  /** E.164, each once, and locked (`lockNumbers`). */
  phoneNumbers: readonly string[]
  source: EntrySource
  addedBy: string
  reason?: string | undefined
  /** The first moment at which they do not hold any more; null for good. */
  until: Date | null
  /** The only agents that they keep from calling; empty for all of the list. */
  agentIds?: readonly string[]
}

/**
 * Puts numbers on a list. Of a number that is on it already the entry stays, with who added it when, and becomes wider: it
 * ends at the later moment, holds for the agents of both, and has the new reason, if there is one. That it was asked for
 * again is noted, so that a replacement of the list keeps it (`replaceList`). An entry that has ended makes place for the
 * new one.
 *
 * The list's count is left to the caller (`addToCount`), who adds it last.
 *
 * @returns the numbers that were not on the list before, or not any more, and by how many entries the list has grown
 */
export async function insertEntries(tx: Tx, entries: NewEntries): Promise<{ added: string[]; growth: number }> {
  const { organizationId, listId, phoneNumbers, source, addedBy, reason, until, agentIds = [] } = entries
  if (phoneNumbers.length === 0) return { added: [], growth: 0 }
  const ended = await tx.execute`
    DELETE FROM suppression_entries entry USING suppression_lists list
    WHERE entry.organization_id = ${organizationId} AND entry.list_id = ${listId}::uuid AND list.id = entry.list_id
      AND entry.generation = list.generation AND entry.phone_number = ANY(${phoneNumbers}::text[]) AND entry.until <= now()`
  const rows = await tx.rows<{ phoneNumber: string; isNew: boolean }>`
    INSERT INTO suppression_entries AS entry (organization_id, phone_number, list_id, generation, until, reason, source,
      added_by, agent_ids)
    SELECT list.organization_id, asked.phone_number, list.id, list.generation, ${until}::timestamptz, ${reason ?? null}::text,
      ${source}, ${addedBy}, ${agentIds}::uuid[]
    FROM suppression_lists list, unnest(${phoneNumbers}::text[]) AS asked(phone_number)
    WHERE list.id = ${listId}::uuid AND list.organization_id = ${organizationId} AND list.deleted_at IS NULL
    ON CONFLICT (organization_id, phone_number, list_id, generation) DO UPDATE SET
      until = ${laterEnd()}, asked_again_at = now(),
      reason = coalesce(excluded.reason, entry.reason),
      agent_ids = CASE WHEN entry.agent_ids = '{}' OR excluded.agent_ids = '{}' THEN '{}'
        ELSE ARRAY(SELECT DISTINCT unnest(entry.agent_ids || excluded.agent_ids)) END
    RETURNING entry.phone_number AS "phoneNumber", coalesce(entry.xmax = 0, false) AS "isNew"`
  const added = rows.filter(({ isNew }) => isNew).map(({ phoneNumber }) => phoneNumber)
  return { added, growth: added.length - ended }
}

/** Notes how many entries a list has. It locks the list, so it is the last that a transaction does. */
export async function addToCount(tx: Tx, listId: string, entries: number): Promise<void> {
  if (entries === 0) return
  await tx.execute`UPDATE suppression_lists SET entries = entries + ${entries} WHERE id = ${listId}::uuid`
}
