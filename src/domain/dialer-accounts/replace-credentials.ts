import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { parseRequest, requestFault } from '@/domain/parse-request'
import { db, transaction } from '@/platform/db'
import { remoteDialer } from '@/platform/dialers/remote-dialers'
import { auditedAccount, findAccount, lockAccount } from './account-row'
import { sealForAccount } from './account-secrets'
import { announceAgents, publishAnnounced } from './announce-agents'
import { checkCredentials, parseCredentials } from './check-credentials'
import { type ReplaceCredentialsInput, replaceCredentialsSchema } from './dialer-account.schema'
import { eventsUrl } from './open-account'

/**
 * Gives an account new credentials. They are tried first; those that do not work change nothing. An account that was
 * failing calls again.
 *
 * @throws DIALER_ACCOUNT_NOT_FOUND, VALIDATION_ERROR, SERVICE_UNAVAILABLE when the provider was not reached
 * @returns as whom it is connected
 */
export async function replaceCredentials(
  actor: Actor,
  accountId: string,
  input: ReplaceCredentialsInput,
): Promise<{ connectedAs: string }> {
  const { credentials } = parseRequest(replaceCredentialsSchema, input)
  const row = await findAccount(db(), actor, accountId)
  const dialer = remoteDialer(row.kind)
  if (!dialer) throw requestFault('credentials', 'This dialer has no credentials.')
  const parsed = parseCredentials(dialer, credentials)
  const checked = await checkCredentials(dialer, { credentials: parsed, eventsUrl: eventsUrl(row) })
  const events = await transaction(async (tx) => {
    const account = await lockAccount(tx, actor, accountId)
    const sealed = sealForAccount(account.id, 'credentials', JSON.stringify(credentials))
    await tx.execute`
      UPDATE dialer_accounts SET credentials = ${sealed}, checked = ${JSON.stringify(checked)}::jsonb, checked_at = now(),
        state_since = CASE WHEN state = 'failing' THEN now() ELSE state_since END,
        state = CASE WHEN state = 'failing' THEN 'connected' ELSE state END, state_reason = NULL
      WHERE id = ${account.id}::uuid`
    await appendAuditEntry(tx, actor, {
      action: 'dialer_account.credentials_replaced',
      object: auditedAccount(account),
    })
    return announceAgents(tx, account.id)
  })
  await publishAnnounced(events)
  return { connectedAs: checked.connectedAs }
}
