import { checkPassword } from '@/domain/accounts/check-password'
import type { Actor } from '@/domain/actor'
import { takeAttempt } from '@/domain/attempts/take-attempt'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import type { AuditAction } from '@/domain/audit/audit-actions.rules'
import { RollcallError } from '@/domain/errors'
import { requestFault } from '@/domain/parse-request'
import { db } from '@/platform/db'
import { askAuth, assertNotLocked } from './ask-auth'

const CODE_LIMIT = { attemptsMax: 10, secondsPerAttempt: 60 }

/** What the authenticator app is to be given, and the codes to keep for the day when it is lost. Both are shown once. */
export type TwoFactorSetup = { uri: string; backupCodes: string[] }

/**
 * Begins to turn on two-factor sign-in. It is on when `confirmTwoFactor` was given a code.
 *
 * @throws VALIDATION_ERROR for a wrong password, CONFLICT when it is on already, RATE_LIMITED
 */
export async function beginTwoFactor(headers: Headers, actor: Actor, password: string): Promise<TwoFactorSetup> {
  await checkPassword(actor.id, password, 'password')
  const response = await askAuth(headers, '/two-factor/enable', { password })
  if (response.status === 400) throw new RollcallError('CONFLICT', 'Two-factor sign-in is on already.')
  const { totpURI, backupCodes } = await read<{ totpURI: string; backupCodes: string[] }>(response)
  return { uri: totpURI, backupCodes }
}

/**
 * Turns two-factor sign-in on: the code shows that the app has the secret.
 *
 * @returns cookies to set, since better-auth replaces the session
 * @throws VALIDATION_ERROR for a wrong code, RATE_LIMITED
 */
export async function confirmTwoFactor(headers: Headers, actor: Actor, code: string): Promise<string[]> {
  const { retryAfterSeconds } = await takeAttempt(`two-factor:${actor.id}`, CODE_LIMIT)
  if (retryAfterSeconds !== null) {
    const message = `Too many wrong codes. Try again in ${retryAfterSeconds} s.`
    throw new RollcallError('RATE_LIMITED', message, { retryAfterSeconds })
  }
  const response = await askAuth(headers, '/two-factor/verify-totp', { code })
  if (response.status === 400 || response.status === 401) {
    throw requestFault('code', 'This code is not right. Codes change every 30 seconds: use the one that shows now.')
  }
  await read(response)
  await tell(actor, 'two_factor.enabled')
  return response.headers.getSetCookie()
}

/**
 * Turns two-factor sign-in off.
 *
 * @returns cookies to set, since better-auth replaces the session
 * @throws VALIDATION_ERROR for a wrong password, RATE_LIMITED
 */
export async function endTwoFactor(headers: Headers, actor: Actor, password: string): Promise<string[]> {
  await checkPassword(actor.id, password, 'password')
  const response = await askAuth(headers, '/two-factor/disable', { password })
  await read(response)
  await tell(actor, 'two_factor.disabled')
  return response.headers.getSetCookie()
}

/**
 * Makes new backup codes; the ones before are void.
 *
 * @throws VALIDATION_ERROR for a wrong password, CONFLICT when two-factor sign-in is off, RATE_LIMITED
 */
export async function renewBackupCodes(headers: Headers, actor: Actor, password: string): Promise<string[]> {
  await checkPassword(actor.id, password, 'password')
  const response = await askAuth(headers, '/two-factor/generate-backup-codes', { password })
  if (response.status === 400) throw new RollcallError('CONFLICT', 'Two-factor sign-in is off.')
  const { backupCodes } = await read<{ backupCodes: string[] }>(response)
  await tell(actor, 'two_factor.codes_renewed')
  return backupCodes
}

async function read<Body>(response: Response): Promise<Body> {
  assertNotLocked(response)
  if (!response.ok) throw new Error(`better-auth answered ${response.status}`)
  return (await response.json()) as Body
}

async function tell(actor: Actor, action: AuditAction): Promise<void> {
  await appendAuditEntry(db(), actor, { action, object: { kind: 'user', id: actor.id, name: actor.label } })
}
