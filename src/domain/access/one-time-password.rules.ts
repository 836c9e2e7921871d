import { RollcallError } from '@/domain/errors'

/** All that somebody can do who has signed in with a one-time password. */
const OPEN_OPERATIONS: ReadonlySet<string> = new Set(['auth.me', 'account.changePassword'])

/**
 * Refuses everything but the change of the password to somebody who has signed in with a one-time password: whoever
 * gave it to them knows it too.
 *
 * @throws FORBIDDEN
 */
export function assertOwnPassword(user: { mustChangePassword: boolean }, operation: string): void {
  if (!user.mustChangePassword || OPEN_OPERATIONS.has(operation)) return
  throw new RollcallError('FORBIDDEN', 'You have signed in with a one-time password. Choose one of your own first.')
}
