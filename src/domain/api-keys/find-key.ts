import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { isUuid } from '@/domain/ids'
import { nowMs } from '@/platform/clock'
import { Prisma, type Tx } from '@/platform/db'
import type { Sql } from '@/platform/sql'
import type { ApiKey } from './api-key-answer.schema'
import { type KeyRow, toApiKey } from './key-row.rules'

/**
 * Returns a key of the organization, whatever its state. In a transaction it is locked, so that of two at once the
 * second sees what the first has done.
 *
 * @throws KEY_NOT_FOUND
 */
export async function findKey(on: Sql | Tx, actor: Actor, keyId: string): Promise<ApiKey> {
  const lock = 'inTransaction' in on ? Prisma.sql`FOR NO KEY UPDATE` : Prisma.empty
  const [row] = isUuid(keyId)
    ? await on.rows<KeyRow>`
        SELECT id, name, prefix, scopes, test, created_at AS "createdAt", created_by AS "createdBy",
          last_used_at AS "lastUsedAt", expires_at AS "expiresAt", revoked_at AS "revokedAt",
          replaced_by AS "replacedBy"
        FROM api_keys WHERE id = ${keyId}::uuid AND organization_id = ${actor.organizationId} ${lock}`
    : []
  if (!row) throw new RollcallError('KEY_NOT_FOUND', 'There is no such API key in your organization.')
  return toApiKey(row, nowMs())
}

/** Says which key it is to the audit log. */
export function auditedKey({ keyId, name }: { keyId: string; name: string }) {
  return { kind: 'apiKey', id: keyId, name } as const
}
