import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import type { ApiKey } from './api-key-answer.schema'
import { findKey } from './find-key'

/**
 * Returns a key, whatever its state.
 *
 * @throws KEY_NOT_FOUND
 */
export function getApiKey(actor: Actor, keyId: string): Promise<ApiKey> {
  return findKey(db(), actor, keyId)
}
