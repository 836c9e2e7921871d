import { requestPasswordReset } from '@/domain/accounts/request-password-reset'
import { isResetLinkGood, resetPassword } from '@/domain/accounts/reset-password'
import { clientAddress } from '@/platform/http/client-address'
import { isMailSetUp } from '@/platform/mail/send-mail'
import { assertOwnOrigin } from './own-origin'

/** Says whether a forgotten password can be set anew by mail. */
export function canMailPasswords(): boolean {
  return isMailSetUp()
}

/** @throws RATE_LIMITED, FORBIDDEN for a request from another site's page */
export async function askForPasswordReset(headers: Headers, email: string): Promise<void> {
  assertOwnOrigin(headers)
  await requestPasswordReset(email, clientAddress(headers))
}

/** @throws RATE_LIMITED */
export function isPasswordLinkGood(headers: Headers, token: string): Promise<boolean> {
  return isResetLinkGood(token, clientAddress(headers))
}

/** @throws NOT_FOUND, RATE_LIMITED, FORBIDDEN for a request from another site's page */
export async function setPasswordByLink(headers: Headers, input: { token: string; password: string }): Promise<void> {
  assertOwnOrigin(headers)
  await resetPassword(input, clientAddress(headers))
}
