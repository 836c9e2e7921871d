import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { transaction } from '@/platform/db'
import type { ApiKey } from './api-key-answer.schema'
import { auditedKey, findKey } from './find-key'

/**
 * Revokes a key: it is refused from the next request on, for good. Repeating it changes nothing.
 *
 * @throws KEY_NOT_FOUND, FORBIDDEN for a test key that would revoke one in earnest
 */
export function revokeApiKey(actor: Actor, keyId: string): Promise<ApiKey> {
  return transaction(async (tx) => {
    const key = await findKey(tx, actor, keyId)
    if (actor.test && !key.test) throw new RollcallError('FORBIDDEN', 'A test key can only revoke test keys.')
    const revoked = await tx.execute`
      UPDATE api_keys SET revoked_at = now() WHERE id = ${key.keyId}::uuid AND revoked_at IS NULL`
    if (revoked === 0) return key
    await appendAuditEntry(tx, actor, { action: 'api_key.revoked', object: auditedKey(key) })
    return findKey(tx, actor, keyId)
  })
}
