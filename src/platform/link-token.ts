import { createHash, randomBytes } from 'node:crypto'

/** Makes the secret part of a link that is good once. Only its hash is stored. */
export function newLinkToken(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * Hashes the token of a link for storing and finding it. A plain hash is enough: the token is 256 random bits, so there
 * is nothing to guess.
 */
export function hashLinkToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
