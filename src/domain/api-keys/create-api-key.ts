import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '@/domain/actor'
import { newId } from '@/domain/ids'
import type { Tx } from '@/platform/db'
import { API_KEY_PREFIX } from './api-key.rules'

/**
 * Creates a key with 256 random bits and returns its text, which is the only copy. Only the SHA-256 is stored; a plain
 * hash is enough, since a random key cannot be guessed.
 */
export async function createApiKey(
  tx: Tx,
  actor: Actor,
  input: { name: string },
): Promise<{ id: string; apiKey: string }> {
  const apiKey = API_KEY_PREFIX + randomBytes(32).toString('base64url')
  const id = newId()
  const prefix = apiKey.slice(0, API_KEY_PREFIX.length + 6)
  const hash = createHash('sha256').update(apiKey).digest()
  await tx.execute`
    INSERT INTO api_keys (id, organization_id, name, prefix, hash)
    VALUES (${id}::uuid, ${actor.organizationId}, ${input.name}, ${prefix}, ${hash})`
  return { id, apiKey }
}
