import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import type { Tx } from '@/platform/db'
import { KEYS_MAX } from './api-key.rules'

/**
 * Refuses another key to an organization that has as many keys that work as it can have. A key that a rotation has
 * replaced counts until it ends: otherwise rotations could make any number of them. It is counted under a lock, since
 * requests at the same moment would each find room, and all take it.
 *
 * @throws CONFLICT
 */
export async function assertRoom(tx: Tx, { organizationId }: Actor): Promise<void> {
  await tx.execute`SELECT FROM pg_advisory_xact_lock(hashtextextended(${`API keys of ${organizationId}`}, 0))`
  const [working] = await tx.rows<{ amount: number }>`
    SELECT count(*)::int AS amount FROM api_keys
    WHERE organization_id = ${organizationId} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`
  if ((working?.amount ?? 0) < KEYS_MAX) return
  throw new RollcallError('CONFLICT', `An organization can have ${KEYS_MAX} keys that work. Revoke one first.`)
}
