import type { Scope } from '@/domain/access/scopes.rules'
import type { ApiKey, KeyState } from './api-key-answer.schema'

/** The row of a key, as far as it is ever shown. */
export type KeyRow = {
  id: string
  name: string
  prefix: string
  scopes: string[]
  test: boolean
  createdAt: Date
  createdBy: string | null
  lastUsedAt: Date | null
  expiresAt: Date | null
  revokedAt: Date | null
  replacedBy: string | null
}

export function keyStateOf({ revokedAt, expiresAt, replacedBy }: KeyRow, nowMs: number): KeyState {
  if (revokedAt) return 'revoked'
  if (expiresAt && expiresAt.getTime() <= nowMs) return 'expired'
  return replacedBy === null ? 'active' : 'replaced'
}

export function toApiKey(row: KeyRow, nowMs: number): ApiKey {
  return {
    keyId: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes as Scope[],
    test: row.test,
    state: keyStateOf(row, nowMs),
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    replacedBy: row.replacedBy,
  }
}
