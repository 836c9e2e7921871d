import { db, transaction } from '@/platform/db'
import { isSealedWithCurrentKey } from '@/platform/sealed-text'
import { openForAccount, sealForAccount } from './account-secrets'

const COLUMNS = ['credentials', 'secret', 'old_secret', 'events_token'] as const

type Stored = { id: string } & Record<(typeof COLUMNS)[number], string | null>

/**
 * Seals what is stored of dialer accounts with the key of today: secrets that were there before there was a key, and what a
 * former key has sealed. From then on the former key is not needed any more.
 *
 * @returns how many accounts were sealed
 */
export async function sealStoredSecrets(): Promise<number> {
  const rows = await db().rows<Stored>`
    SELECT id, credentials, secret, old_secret, events_token FROM dialer_accounts WHERE kind <> 'simulated'`
  const isOld = (text: string | null) => text !== null && !isSealedWithCurrentKey(text)
  const old = rows.filter((row) => COLUMNS.some((column) => isOld(row[column])))
  for (const row of old) await sealRow(row)
  return old.length
}

/** Only what is still as it was read is written: whoever replaces it meanwhile has sealed it already. */
function sealRow(row: Stored): Promise<number> {
  const sealed = Object.fromEntries(
    COLUMNS.map((column) => {
      const text = row[column]
      return [column, text === null ? null : sealForAccount(row.id, column, openForAccount(row.id, column, text))]
    }),
  ) as Omit<Stored, 'id'>
  return transaction(
    (tx) => tx.execute`
      UPDATE dialer_accounts SET credentials = ${sealed.credentials}, secret = ${sealed.secret},
        old_secret = ${sealed.old_secret}, events_token = ${sealed.events_token}
      WHERE id = ${row.id}::uuid AND credentials IS NOT DISTINCT FROM ${row.credentials}
        AND secret IS NOT DISTINCT FROM ${row.secret} AND old_secret IS NOT DISTINCT FROM ${row.old_secret}
        AND events_token IS NOT DISTINCT FROM ${row.events_token}`,
  )
}
