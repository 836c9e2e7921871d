import { randomBytes } from 'node:crypto'
import type { Actor } from '@/domain/actor'
import type { Tx } from '@/platform/db'
import { countGrowth } from './opt-out-in-calls'

const HASH_KEY_BYTES = 32
/** What stands in place of the number of somebody who was erased. */
const ERASED_NUMBER = 'erased'

/**
 * Takes the number of somebody who is erased off all lists, and leaves a hash of it on the built-in one, keyed by what the
 * organization has for that alone. What was said of the person goes too.
 *
 * @param phoneNumber E.164, and locked (`lockNumbers`)
 */
export async function keepErasedNumber(
  tx: Tx,
  { organizationId }: Actor,
  { listId, phoneNumber }: { listId: string; phoneNumber: string },
): Promise<void> {
  await tx.execute`
    UPDATE opt_outs SET phone_number = ${ERASED_NUMBER}
    WHERE organization_id = ${organizationId} AND phone_number = ${phoneNumber}`
  const gone = await tx.rows<{ listId: string; inForce: boolean }>`
    DELETE FROM suppression_entries entry USING suppression_lists list
    WHERE entry.organization_id = ${organizationId} AND entry.phone_number = ${phoneNumber} AND list.id = entry.list_id
    RETURNING list.id AS "listId", entry.generation = list.generation AS "inForce"`
  // The key is made with the first: whoever has none is looked up by the number alone.
  await tx.execute`
    UPDATE suppression_lists SET hash_key = ${randomBytes(HASH_KEY_BYTES)}
    WHERE id = ${listId}::uuid AND organization_id = ${organizationId} AND hash_key IS NULL`
  const kept = await tx.execute`
    INSERT INTO suppression_entries (organization_id, phone_number, list_id, generation, source, added_by)
    SELECT organization_id, erased_number(hash_key, ${phoneNumber}), id, generation, 'operator', 'Erasure'
    FROM suppression_lists WHERE id = ${listId}::uuid AND organization_id = ${organizationId} AND hash_key IS NOT NULL
    ON CONFLICT DO NOTHING`
  const growths = new Map([[listId, kept]])
  for (const { listId: left, inForce } of gone) {
    if (inForce) growths.set(left, (growths.get(left) ?? 0) - 1)
  }
  await countGrowth(tx, growths)
}

/** Says whether a number is on any list as it is, and not as the hash of somebody who was erased. */
export async function isOnList(tx: Tx, { organizationId }: Actor, phoneNumber: string): Promise<boolean> {
  const [entry] = await tx.rows<{ listId: string }>`
    SELECT list_id AS "listId" FROM suppression_entries
    WHERE organization_id = ${organizationId} AND phone_number = ${phoneNumber} LIMIT 1`
  return entry !== undefined
}
