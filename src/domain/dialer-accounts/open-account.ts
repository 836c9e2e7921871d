import type { RemoteAccount, RemoteDialer } from '@/platform/dialers/remote-dialer'
import { remoteDialer } from '@/platform/dialers/remote-dialers'
import { env } from '@/platform/env'
import type { AccountRow } from './account-row'
import { openForAccount } from './account-secrets'

/** An account at a provider, opened: with what it asks the provider. It never leaves the server, nor is it logged. */
export type OpenAccount = { dialer: RemoteDialer<unknown>; account: RemoteAccount<unknown> }

/**
 * Opens the account of a provider.
 *
 * @throws Error when there is no adapter for its kind, or its credentials cannot be opened
 */
export function openAccount(row: Pick<AccountRow, 'id' | 'kind' | 'credentials' | 'eventsToken'>): OpenAccount {
  const dialer = remoteDialer(row.kind)
  if (!dialer) throw new Error(`There is no adapter for the dialer "${row.kind}".`)
  const sealed = row.credentials === null ? '{}' : openForAccount(row.id, 'credentials', row.credentials)
  return { dialer, account: { credentials: dialer.credentials.parse(JSON.parse(sealed)), eventsUrl: eventsUrl(row) } }
}

/** Returns the address to which the provider may send its events; empty for an account without one. */
export function eventsUrl({ id, eventsToken }: Pick<AccountRow, 'id' | 'eventsToken'>): string {
  if (eventsToken === null) return ''
  return `${env().APP_URL}/api/v1/dialers/${openForAccount(id, 'events_token', eventsToken)}`
}
