import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { parseRequest, requestFault } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import { findUrlTrouble } from '@/platform/http/guarded-request'
import { auditedAccount, lockAccount } from './account-row'
import { announceAgents, publishAnnounced } from './announce-agents'
import { assertNobodyIsAskedBy } from './assert-nobody-is-asked-by'
import { type UpdateDialerAccountInput, updateDialerAccountSchema } from './dialer-account.schema'

/**
 * Renames an account, or changes its limits or the address of a webhook. They act on the next calls.
 *
 * @throws DIALER_ACCOUNT_NOT_FOUND, VALIDATION_ERROR, CONFLICT for another address while the one of today is being asked
 *   for calls
 */
export async function updateDialerAccount(
  actor: Actor,
  accountId: string,
  input: UpdateDialerAccountInput,
): Promise<void> {
  const given = parseRequest(updateDialerAccountSchema, input)
  const events = await transaction(async (tx) => {
    const { id, kind, ...account } = await lockAccount(tx, actor, accountId)
    const pick = ({ name, url, lines, callsPerSecond }: typeof account) => ({ name, url, lines, callsPerSecond })
    const before = pick(account)
    const after = { ...before, ...given }
    const changed = (Object.keys(after) as (keyof typeof after)[]).filter((key) => before[key] !== after[key])
    if (changed.length === 0) return []
    if (changed.includes('url')) {
      if (kind !== 'webhook') throw requestFault('url', 'Only a webhook dialer has an address to send calls to.')
      const trouble = findUrlTrouble(after.url ?? '')
      if (trouble) throw requestFault('url', trouble)
      await assertNobodyIsAskedBy(tx, id)
    }
    await tx.execute`
      UPDATE dialer_accounts SET name = ${after.name}, url = ${after.url}, lines = ${after.lines},
        calls_per_second = ${after.callsPerSecond}
      WHERE id = ${id}::uuid`
    // An address may have a key in its path or query.
    const told = changed.filter((key) => key !== 'url')
    const only = (values: typeof after) => Object.fromEntries(told.map((key) => [key, values[key]]))
    await appendAuditEntry(tx, actor, {
      action: 'dialer_account.changed',
      object: auditedAccount({ id, name: after.name }),
      ...(told.length > 0 && { before: only(before), after: only(after) }),
      details: { changed },
    })
    return announceAgents(tx, id)
  })
  await publishAnnounced(events)
}
