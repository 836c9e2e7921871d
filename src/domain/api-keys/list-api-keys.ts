import type { Actor } from '@/domain/actor'
import { nowMs } from '@/platform/clock'
import { db } from '@/platform/db'
import type { ApiKey } from './api-key-answer.schema'
import { type KeyRow, toApiKey } from './key-row.rules'

const KEYS_LISTED_MAX = 200

/**
 * Lists the organization's keys, newest first: all that work, and those that ended within 30 days; 200 at most.
 */
export async function listApiKeys(actor: Actor): Promise<ApiKey[]> {
  const rows = await db().rows<KeyRow>`
    SELECT id, name, prefix, scopes, test, created_at AS "createdAt", created_by AS "createdBy",
      last_used_at AS "lastUsedAt", expires_at AS "expiresAt", revoked_at AS "revokedAt", replaced_by AS "replacedBy"
    FROM api_keys
    WHERE organization_id = ${actor.organizationId}
      AND least(revoked_at, expires_at, 'infinity') > now() - interval '30 days'
    ORDER BY (revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())) DESC, created_at DESC, id DESC
    LIMIT ${KEYS_LISTED_MAX}`
  return rows.map((row) => toApiKey(row, nowMs()))
}
