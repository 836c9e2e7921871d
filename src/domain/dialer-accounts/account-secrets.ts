import { createHash, randomBytes } from 'node:crypto'
import { nowMs } from '@/platform/clock'
import { derivedSecrets, openText, sealText } from '@/platform/sealed-text'
import { newSigningSecret } from '@/platform/signatures'

const TOKEN_BYTES = 32

type SecretColumn = 'credentials' | 'secret' | 'old_secret' | 'events_token'

/** What a row of another account, or of another column, has sealed does not open. */
function ownerOf(accountId: string, column: SecretColumn): string {
  // A secret stays what it is when the next one takes its place.
  return `dialer account ${accountId} ${column === 'old_secret' ? 'secret' : column}`
}

export function sealForAccount(accountId: string, column: SecretColumn, text: string): string {
  return sealText(text, ownerOf(accountId, column))
}

/** @throws Error when it cannot be opened */
export function openForAccount(accountId: string, column: SecretColumn, sealed: string): string {
  return openText(sealed, ownerOf(accountId, column))
}

/** Makes a signing secret, to show once and to store. */
export function newAccountSecret(accountId: string): { secret: string; sealed: string } {
  const secret = newSigningSecret()
  return { secret, sealed: sealForAccount(accountId, 'secret', secret) }
}

/** Makes the token of an account's address for events. The database has it sealed, and as a hash. */
export function newEventsToken(accountId: string): { sealed: string; hash: Buffer } {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  return { sealed: sealForAccount(accountId, 'events_token', token), hash: hashToken(token) }
}

/** Returns by what an account is found of which somebody knows the token. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

type Signing = { id: string; secret: string | null; oldSecret: string | null; oldSecretUntil: Date | null }

/** Returns the secrets of an account that sign orders and results: two for a while after a rotation, the newest first. */
export function secretsOfAccount({ id, secret, oldSecret, oldSecretUntil }: Signing): string[] {
  const isOldGood = oldSecretUntil !== null && oldSecretUntil.getTime() > nowMs()
  return [secret, isOldGood ? oldSecret : null].flatMap((sealed) =>
    sealed === null ? [] : [openForAccount(id, 'secret', sealed)],
  )
}

/**
 * Returns the secrets that sign the report of a simulated call. They are made of the call's id, so that nothing is stored.
 *
 * @param callId UUID
 */
export function secretsOfSimulatedCall(callId: string): string[] {
  return derivedSecrets(`simulated call ${callId}`)
}
