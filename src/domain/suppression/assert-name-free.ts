import { RollcallError } from '@/domain/errors'
import type { Tx } from '@/platform/db'
import { BUILT_IN_LIST_NAME } from './suppression-limits.rules'

/** Keeps two requests at the same moment from taking one name, or the last place for a list, both. */
export async function lockLists(tx: Tx, organizationId: string): Promise<void> {
  await tx.execute`SELECT FROM pg_advisory_xact_lock(hashtextextended(${`suppression lists of ${organizationId}`}, 0))`
}

/**
 * A list can be named in requests, so no two have one name, in upper or lower case. The built-in list keeps its own, also
 * while there is none yet.
 *
 * @throws CONFLICT
 */
export async function assertNameFree(tx: Tx, organizationId: string, name: string, listId: string): Promise<void> {
  const [taken] = await tx.rows<{ id: string }>`
    SELECT id FROM suppression_lists
    WHERE organization_id = ${organizationId} AND deleted_at IS NULL AND lower(name) = lower(${name})
      AND id <> ${listId}::uuid`
  if (!taken && name.toLowerCase() !== BUILT_IN_LIST_NAME.toLowerCase()) return
  throw new RollcallError('CONFLICT', `There is a suppression list named “${name}” already. Choose another name.`)
}
