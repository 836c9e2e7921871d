import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { newId } from '@/domain/ids'
import { parseRequest, requestFault } from '@/domain/parse-request'
import { db, transaction } from '@/platform/db'
import { remoteDialer } from '@/platform/dialers/remote-dialers'
import { findUrlTrouble } from '@/platform/http/guarded-request'
import { newAccountSecret, sealForAccount } from './account-secrets'
import { checkCredentials, parseCredentials } from './check-credentials'
import { type CreateDialerAccountInput, createDialerAccountSchema } from './dialer-account.schema'
import type { AccountCheck } from './dialer-account-answer.schema'
import { type DialerKind, isRemote, showsSecret } from './dialer-kinds.rules'
import { insertAccount } from './insert-account'

export type CreatedAccount = {
  dialerAccountId: string
  /** Signs orders and results. It is shown only here; null where nobody has to know it. */
  secret: string | null
  connectedAs: string | null
}

/**
 * Connects a dialer account. The credentials of a provider are tried first: what does not work is not stored.
 *
 * @throws VALIDATION_ERROR, also with what the provider says of the credentials or for a URL to which we do not connect;
 *   SERVICE_UNAVAILABLE when the provider was not reached; CONFLICT when there are too many, or a second simulated one is
 *   asked for
 */
export async function createDialerAccount(actor: Actor, input: CreateDialerAccountInput): Promise<CreatedAccount> {
  const { kind, url, credentials, ...given } = parseRequest(createDialerAccountSchema, input)
  const id = newId()
  assertUrl(kind, url)
  if (kind === 'simulated') await assertNoSimulatedAccount(actor)
  const checked = isRemote(kind) ? await tryCredentials(kind, credentials) : null
  const made = kind === 'simulated' ? null : newAccountSecret(id)
  await transaction((tx) =>
    insertAccount(tx, actor, {
      ...given,
      ...{ id, kind, url, checked },
      credentials: isRemote(kind) ? sealForAccount(id, 'credentials', JSON.stringify(credentials)) : null,
      secret: made?.sealed ?? null,
    }),
  )
  return {
    dialerAccountId: id,
    secret: showsSecret(kind) ? (made?.secret ?? null) : null,
    connectedAs: checked?.connectedAs ?? null,
  }
}

async function tryCredentials(kind: DialerKind, given: Record<string, string>): Promise<AccountCheck> {
  const dialer = remoteDialer(kind)
  if (!dialer) throw requestFault('kind', `This installation has no adapter for "${kind}".`)
  return checkCredentials(dialer, { credentials: parseCredentials(dialer, given), eventsUrl: '' })
}

function assertUrl(kind: DialerKind, url: string | null): void {
  if (kind !== 'webhook') {
    if (url !== null) throw requestFault('url', 'Only a webhook dialer has an address to send calls to.')
    return
  }
  if (url === null) throw requestFault('url', 'The webhook dialer needs an address to send calls to.')
  const trouble = findUrlTrouble(url)
  if (trouble) throw requestFault('url', trouble)
}

async function assertNoSimulatedAccount({ organizationId }: Actor): Promise<void> {
  const [found] = await db().rows<{ id: string }>`
    SELECT id FROM dialer_accounts WHERE organization_id = ${organizationId} AND kind = 'simulated'`
  if (found) throw new RollcallError('CONFLICT', 'There is a simulated dialer already, and one is enough.')
}
