import type { Actor } from '@/domain/actor'
import { findAccount } from '@/domain/dialer-accounts/account-row'
import { dialerKindSchema } from '@/domain/dialer-accounts/dialer-account.schema'
import { findOrMakeAccount } from '@/domain/dialer-accounts/find-or-make-account'
import { RollcallError } from '@/domain/errors'
import { requestFault } from '@/domain/parse-request'
import type { Tx } from '@/platform/db'
import { findUrlTrouble } from '@/platform/http/guarded-request'
import type { AgentSettings } from './agent-settings.schema'

/** By what an agent says who makes its calls. */
type Dialing = Pick<AgentSettings, 'dialerAccountId' | 'dialer' | 'dialerUrl'>

/**
 * Finds the account that makes the calls of an agent: the one that is named, else that of the dialer and its address, which
 * is made where there is none.
 *
 * @param before what holds now; an account that is named anew goes before a dialer, and what is left as it was before both
 * @returns the account, and the dialer and address that it has
 * @throws VALIDATION_ERROR for an account that does not exist in this organization, a provider without an account, or an
 *   address to which we do not connect
 */
export async function chooseAccount(tx: Tx, actor: Actor, wanted: Dialing, before: Dialing | null): Promise<Dialing> {
  const { dialerAccountId, dialer, dialerUrl } = wanted
  if (dialerAccountId !== null && dialerAccountId !== before?.dialerAccountId) {
    return readAccount(tx, actor, dialerAccountId)
  }
  const isKept = before !== null && dialer === before.dialer && dialerUrl === before.dialerUrl
  return readAccount(tx, actor, (isKept && before.dialerAccountId) || (await findByDialer(tx, actor, wanted)))
}

async function findByDialer(tx: Tx, actor: Actor, { dialer, dialerUrl }: Dialing): Promise<string> {
  if (dialer === 'simulated') return findOrMakeAccount(tx, actor, { kind: dialer })
  if (dialer !== 'webhook') {
    throw requestFault('dialerAccountId', `Name the account of "${dialer}" that makes the calls.`)
  }
  const trouble =
    dialerUrl === null ? 'The webhook dialer needs an address to send calls to.' : findUrlTrouble(dialerUrl)
  if (dialerUrl === null || trouble) throw requestFault('dialerUrl', trouble ?? '')
  return findOrMakeAccount(tx, actor, { kind: dialer, url: dialerUrl })
}

async function readAccount(tx: Tx, actor: Actor, accountId: string): Promise<Dialing> {
  const { id, kind, url } = await findAccount(tx, actor, accountId).catch((error: unknown) => {
    if (!(error instanceof RollcallError)) throw error
    throw requestFault('dialerAccountId', error.message)
  })
  return { dialerAccountId: id, dialer: dialerKindSchema.parse(kind), dialerUrl: url }
}
