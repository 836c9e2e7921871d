import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { nowMs } from '@/platform/clock'
import { transaction } from '@/platform/db'
import { ROTATION_OVERLAP_HOURS } from './api-key.rules'
import type { RotatedKey } from './api-key-answer.schema'
import { assertMayGive } from './assert-may-give.rules'
import { assertRoom } from './assert-room'
import { auditedKey, findKey } from './find-key'
import { insertKey } from './insert-key'

/**
 * Makes a key that follows another: with its name, scopes, end and limit. The key before works for another 24 hours, or
 * until its own end if that is sooner, and its last use shows whether something still has to change over.
 *
 * @throws KEY_NOT_FOUND, FORBIDDEN for a key that would give what it lacks, CONFLICT for one that does not work any
 * more or was replaced already, and when the organization has 50 keys that work
 * @returns the new key with its text, which is shown only here
 */
export function rotateApiKey(actor: Actor, keyId: string): Promise<RotatedKey> {
  return transaction(async (tx) => {
    await assertRoom(tx, actor)
    const old = await findKey(tx, actor, keyId)
    assertMayGive(actor, old)
    if (old.state !== 'active') {
      throw new RollcallError('CONFLICT', `This key is ${old.state} and cannot be rotated. Create a key instead.`)
    }
    const [limits] = await tx.rows<{ rateLimitPerSecond: number }>`
      SELECT rate_limit_per_second AS "rateLimitPerSecond" FROM api_keys WHERE id = ${old.keyId}::uuid`
    const { id, apiKey } = await insertKey(tx, actor, { ...old, ...limits })
    const overlapEnd = new Date(nowMs() + ROTATION_OVERLAP_HOURS * 3_600_000).toISOString()
    const oldKeyUntil = old.expiresAt !== null && old.expiresAt < overlapEnd ? old.expiresAt : overlapEnd
    await tx.execute`
      UPDATE api_keys SET replaced_by = ${id}::uuid, expires_at = ${oldKeyUntil}::timestamptz
      WHERE id = ${old.keyId}::uuid`
    const details = { newKeyId: id, oldKeyUntil }
    await appendAuditEntry(tx, actor, { action: 'api_key.rotated', object: auditedKey(old), details })
    return { ...(await findKey(tx, actor, id)), apiKey, oldKeyUntil }
  })
}
