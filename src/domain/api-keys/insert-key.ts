import { createHash, randomBytes } from 'node:crypto'
import type { Scope } from '@/domain/access/scopes.rules'
import type { Actor } from '@/domain/actor'
import { newId } from '@/domain/ids'
import type { Tx } from '@/platform/db'
import { API_KEY_PREFIX, TEST_KEY_PREFIX } from './api-key.rules'

type NewKey = {
  name: string
  scopes: readonly Scope[]
  test: boolean
  expiresAt: string | null
  /** Absent for the usual limit. */
  rateLimitPerSecond?: number
}

/**
 * Inserts a key with 256 random bits and returns its text, which is the only copy. Only the SHA-256 is stored; a plain
 * hash is enough, since a random key cannot be guessed.
 */
export async function insertKey(tx: Tx, actor: Actor, key: NewKey): Promise<{ id: string; apiKey: string }> {
  const start = key.test ? TEST_KEY_PREFIX : API_KEY_PREFIX
  const apiKey = start + randomBytes(32).toString('base64url')
  const id = newId()
  const prefix = apiKey.slice(0, start.length + 6)
  const hash = createHash('sha256').update(apiKey).digest()
  await tx.execute`
    INSERT INTO api_keys (id, organization_id, name, prefix, hash, scopes, test, created_by, expires_at,
      rate_limit_per_second)
    VALUES (${id}::uuid, ${actor.organizationId}, ${key.name}, ${prefix}, ${hash}, ${key.scopes as Scope[]}, ${key.test},
      ${actor.label}, ${key.expiresAt}::timestamptz, coalesce(${key.rateLimitPerSecond ?? null}::int, 10))`
  return { id, apiKey }
}
