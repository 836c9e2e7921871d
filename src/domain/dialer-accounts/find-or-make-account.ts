import type { Actor } from '@/domain/actor'
import { newId } from '@/domain/ids'
import type { Tx } from '@/platform/db'
import { newAccountSecret } from './account-secrets'
import { ACCOUNT_NAME_LENGTH_MAX } from './dialer-account.schema'
import { insertAccount, lockAccountsOf } from './insert-account'

type Wanted = { kind: 'simulated' } | { kind: 'webhook'; url: string }

/**
 * Finds the oldest account that takes calls at an address, or the simulated one, and makes it where there is none: for
 * whoever names a dialer and no account.
 *
 * @returns its id
 */
export async function findOrMakeAccount(tx: Tx, actor: Actor, wanted: Wanted): Promise<string> {
  const url = wanted.kind === 'webhook' ? wanted.url : null
  const found = (await findByUrl(tx, actor, wanted.kind, url)) ?? (await findAfterOthers(tx, actor, wanted.kind, url))
  if (found !== null) return found
  const id = newId()
  const name = url === null ? 'Simulated dialer' : new URL(url).host.slice(0, ACCOUNT_NAME_LENGTH_MAX)
  await insertAccount(tx, actor, {
    ...{ id, kind: wanted.kind, name, url, credentials: null, lines: null, callsPerSecond: null, checked: null },
    secret: url === null ? null : newAccountSecret(id).sealed,
  })
  return id
}

async function findAfterOthers(tx: Tx, actor: Actor, kind: string, url: string | null): Promise<string | null> {
  await lockAccountsOf(tx, actor)
  return findByUrl(tx, actor, kind, url)
}

async function findByUrl(tx: Tx, actor: Actor, kind: string, url: string | null): Promise<string | null> {
  const [found] = await tx.rows<{ id: string }>`
    SELECT id FROM dialer_accounts
    WHERE organization_id = ${actor.organizationId} AND kind = ${kind} AND url IS NOT DISTINCT FROM ${url}
    ORDER BY created_at, id LIMIT 1`
  return found?.id ?? null
}
