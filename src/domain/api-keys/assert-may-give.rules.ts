import type { Scope } from '@/domain/access/scopes.rules'
import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'

/**
 * Refuses to hand out a key that may do more than whoever asks for it. A person with the permission to manage keys has
 * every scope; a key has its own, and a test key never leads to one in earnest.
 *
 * @throws FORBIDDEN
 */
export function assertMayGive(actor: Actor, { scopes, test }: { scopes: readonly Scope[]; test: boolean }): void {
  if (actor.kind !== 'apiKey') return
  const lacking = scopes.filter((scope) => !actor.scopes?.includes(scope))
  if (lacking.length > 0) {
    throw new RollcallError(
      'FORBIDDEN',
      `This key lacks the scope "${lacking[0]}", and cannot give what it has not. Ask an owner or admin of your organization.`,
    )
  }
  if (actor.test && !test) {
    throw new RollcallError('FORBIDDEN', 'A test key can only make test keys. Use a key that is no test.')
  }
}
