import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { parseRequest, requestFault } from '@/domain/parse-request'
import { nowMs } from '@/platform/clock'
import { transaction } from '@/platform/db'
import { type CreateKeyInput, createKeySchema } from './api-key.schema'
import type { CreatedKey } from './api-key-answer.schema'
import { assertMayGive } from './assert-may-give.rules'
import { assertRoom } from './assert-room'
import { auditedKey, findKey } from './find-key'
import { insertKey } from './insert-key'

/**
 * Creates an API key.
 *
 * @throws VALIDATION_ERROR, FORBIDDEN for a key that would give what it lacks, CONFLICT when the organization has 50
 * keys that work
 * @returns the key with its text, which is shown only here
 */
export function createApiKey(actor: Actor, input: CreateKeyInput): Promise<CreatedKey> {
  const key = parseRequest(createKeySchema, input)
  if (key.expiresAt !== null && Date.parse(key.expiresAt) <= nowMs()) {
    throw requestFault('expiresAt', 'Choose a moment in the future.')
  }
  assertMayGive(actor, key)
  return transaction(async (tx) => {
    await assertRoom(tx, actor)
    const { id, apiKey } = await insertKey(tx, actor, key)
    const created = await findKey(tx, actor, id)
    const { name: _, ...after } = key
    await appendAuditEntry(tx, actor, { action: 'api_key.created', object: auditedKey(created), after })
    return { ...created, apiKey }
  })
}
