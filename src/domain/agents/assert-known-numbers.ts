import type { Actor } from '@/domain/actor'
import { findAccount } from '@/domain/dialer-accounts/account-row'
import { accountCheckSchema } from '@/domain/dialer-accounts/dialer-account-answer.schema'
import { callsByNumberId } from '@/domain/dialer-accounts/dialer-kinds.rules'
import { dialerLabel } from '@/domain/dialer-accounts/list-dialer-accounts'
import { invalidRequest } from '@/domain/parse-request'
import type { Tx } from '@/platform/db'
import type { AgentSettings } from './agent-settings.schema'
import { findUnknownNumbers } from './unknown-numbers.rules'

/**
 * Refuses numbers from which the provider of the agent's account cannot call, as far as it lists those of the account.
 *
 * @throws VALIDATION_ERROR
 */
export async function assertKnownNumbers(tx: Tx, actor: Actor, settings: AgentSettings): Promise<void> {
  const { dialer, dialerAccountId } = settings
  if (dialerAccountId === null || !callsByNumberId(dialer)) return
  const { checked } = await findAccount(tx, actor, dialerAccountId)
  const listed = checked === null ? null : accountCheckSchema.parse(checked).numbers
  const faults = listed === null ? [] : findUnknownNumbers(settings, dialerLabel(dialer), listed)
  if (faults.length > 0) throw invalidRequest(faults.map(({ message }) => message).join(' '), faults)
}
