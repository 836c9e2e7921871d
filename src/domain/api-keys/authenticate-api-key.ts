import { createHash } from 'node:crypto'
import type { Scope } from '@/domain/access/scopes.rules'
import type { Actor } from '@/domain/actor'
import { takeAttempt } from '@/domain/attempts/take-attempt'
import { RollcallError } from '@/domain/errors'
import { db } from '@/platform/db'
import { addressGroup, UNKNOWN_ADDRESS } from '@/platform/http/client-address'
import { describeRateLimit, isApiKeyShaped, type RateLimitState, WRONG_KEY_LIMIT } from './api-key.rules'

type Row = {
  id: string
  organizationId: string
  name: string
  rateLimit: number
  scopes: Scope[]
  test: boolean
  passed: boolean
  /** What the bucket holds now: less than was asked for, when the request is refused. */
  tokens: number
}

export type AuthenticatedKey = {
  actor: Actor
  rights: { scopes: readonly Scope[]; test: boolean }
  rateLimit: RateLimitState
}

/**
 * Finds the organization of an API key and takes tokens from the key's bucket, in one statement. The limit therefore
 * holds for several app instances, and a refused request takes nothing.
 *
 * The bucket holds `rate_limit_per_second` tokens and refills at as many a second, by the database's clock.
 *
 * @param calls how many tokens to take; all of them are taken, or none
 * @param address of the client, as `clientAddress` returns it
 * @throws UNAUTHORIZED without a key, INVALID_API_KEY for one that is unknown, revoked or expired, RATE_LIMITED for an
 * address that sent too many of those
 * @returns the actor and the state of the bucket; the caller refuses the request when `retryAfterSeconds` is not null
 */
export async function authenticateApiKey(
  apiKey: string | null,
  calls = 1,
  address = UNKNOWN_ADDRESS,
): Promise<AuthenticatedKey> {
  if (!apiKey)
    throw new RollcallError('UNAUTHORIZED', 'Send your API key in the x-api-key header, or as Authorization: Bearer.')
  const row = isApiKeyShaped(apiKey) ? await takeTokens(createHash('sha256').update(apiKey).digest(), calls) : undefined
  if (!row) throw await refuseWrongKey(address)
  return {
    actor: {
      organizationId: row.organizationId,
      kind: 'apiKey',
      id: row.id,
      label: row.name,
      test: row.test,
      scopes: row.scopes,
    },
    rights: { scopes: row.scopes, test: row.test },
    rateLimit: describeRateLimit(row.rateLimit, row.tokens, row.passed, calls),
  }
}

/**
 * Counts a wrong key for its address and returns the error that answers it. A right key from the same address still
 * passes: an office shares one address, and a key cannot be guessed anyway. The limit only bounds the work that a
 * stranger can cause.
 */
async function refuseWrongKey(address: string): Promise<RollcallError> {
  const { retryAfterSeconds } = await takeAttempt(`wrong-key:${addressGroup(address)}`, WRONG_KEY_LIMIT)
  if (retryAfterSeconds === null) {
    return new RollcallError('INVALID_API_KEY', 'This API key is unknown, revoked or expired.')
  }
  const message = `Too many wrong API keys from your address. Check the key, and try again in ${retryAfterSeconds} s.`
  return new RollcallError('RATE_LIMITED', message, { retryAfterSeconds })
}

async function takeTokens(hash: Uint8Array<ArrayBuffer>, calls: number): Promise<Row | undefined> {
  const rows = await db().rows<Row>`/* prepared */
    WITH found AS (
      SELECT id, organization_id, name, rate_limit_per_second AS rate, scopes, test, last_used_at
      FROM api_keys
      WHERE hash = ${hash} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
        -- Of this transaction alone: a bucket may forget a moment in a crash, and the request need not wait for a disk.
        AND set_config('synchronous_commit', 'off', true) = 'off'
    ),
    taken AS (
      INSERT INTO rate_limit_buckets AS bucket (api_key_id, tokens, updated_at)
      SELECT id, rate - ${calls}::int, clock_timestamp() FROM found WHERE rate >= ${calls}::int
      ON CONFLICT (api_key_id) DO UPDATE SET
        tokens = least((SELECT rate FROM found), bucket.tokens
          + greatest(0, extract(epoch FROM clock_timestamp() - bucket.updated_at)) * (SELECT rate FROM found)) - ${calls}::int,
        updated_at = clock_timestamp()
      WHERE least((SELECT rate FROM found), bucket.tokens
          + greatest(0, extract(epoch FROM clock_timestamp() - bucket.updated_at)) * (SELECT rate FROM found)) >= ${calls}::int
      RETURNING tokens
    )
    , used AS (
      UPDATE api_keys SET last_used_at = now() FROM found
      WHERE api_keys.id = found.id
        AND (found.last_used_at IS NULL OR found.last_used_at < now() - interval '1 minute')
    )
    SELECT found.id, found.organization_id AS "organizationId", found.name, found.rate AS "rateLimit", found.scopes, found.test,
      taken.tokens IS NOT NULL AS passed,
      coalesce(taken.tokens,
        (SELECT least(found.rate, bucket.tokens
          + greatest(0, extract(epoch FROM clock_timestamp() - bucket.updated_at)) * found.rate)
        FROM rate_limit_buckets bucket WHERE bucket.api_key_id = found.id),
        found.rate)::float8 AS tokens
    FROM found LEFT JOIN taken ON true`
  return rows[0]
}
