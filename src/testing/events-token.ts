import type { Actor } from '@/domain/actor'
import { sealForAccount } from '@/domain/dialer-accounts/account-secrets'
import { getDialerAccount } from '@/domain/dialer-accounts/get-dialer-account'
import { insertAccount } from '@/domain/dialer-accounts/insert-account'
import { newId } from '@/domain/ids'
import { transaction } from '@/platform/db'

/** Makes an account of a provider that nobody asks, and returns the token of its address for events. */
export async function newEventsToken(actor: Actor): Promise<string> {
  const id = newId()
  await transaction((tx) =>
    insertAccount(tx, actor, {
      ...{
        id,
        kind: 'retell',
        name: 'Retell',
        url: null,
        secret: null,
        lines: null,
        callsPerSecond: null,
        checked: null,
      },
      credentials: sealForAccount(id, 'credentials', JSON.stringify({ apiKey: 'key_of_nobody' })),
    }),
  )
  const { eventsUrl } = await getDialerAccount(actor, id)
  return (eventsUrl ?? '').split('/').at(-1) ?? ''
}
