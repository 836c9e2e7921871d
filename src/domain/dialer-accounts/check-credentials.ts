import { RollcallError } from '@/domain/errors'
import { invalidRequest } from '@/domain/parse-request'
import { toStorable } from '@/domain/text/sanitize.rules'
import { type RemoteAccount, type RemoteDialer, RemoteDialerError } from '@/platform/dialers/remote-dialer'
import { CHOICES_MAX } from './dialer-account.schema'
import type { AccountCheck } from './dialer-account-answer.schema'

const TEXT_LENGTH_MAX = 200

/**
 * Reads credentials by what the provider's adapter takes.
 *
 * @throws VALIDATION_ERROR, at `credentials.<field>`
 */
export function parseCredentials(dialer: RemoteDialer<unknown>, given: Record<string, string>): unknown {
  const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
  const parsed = dialer.credentials.safeParse(filled)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => ({
    path: ['credentials', ...path].join('.'),
    message: filled[String(path[0])] === undefined ? 'This is needed.' : message,
  }))
  throw invalidRequest(faults.map(({ path, message }) => `${path}: ${message}`).join(' '), faults)
}

/**
 * Asks the provider whether the credentials are good. Nothing is changed there.
 *
 * @throws VALIDATION_ERROR with what to correct, SERVICE_UNAVAILABLE when the provider was not reached
 */
export async function checkCredentials(
  dialer: RemoteDialer<unknown>,
  account: RemoteAccount<unknown>,
): Promise<AccountCheck> {
  try {
    return toStored(await dialer.check(account))
  } catch (error) {
    if (!(error instanceof RemoteDialerError)) throw error
    if (error.kind === 'account' || error.kind === 'person') {
      throw invalidRequest(error.message, [{ path: 'credentials', message: error.message }])
    }
    throw new RollcallError('SERVICE_UNAVAILABLE', `${error.message} Nothing was changed. Try it again in a moment.`)
  }
}

/** Cuts what a provider has listed to what is worth storing. */
function toStored({ connectedAs, agents, numbers, linesMax }: AccountCheck): AccountCheck {
  const text = (value: string) => toStorable(value, TEXT_LENGTH_MAX)
  return {
    connectedAs: text(connectedAs),
    agents: agents?.slice(0, CHOICES_MAX).map(({ id, name }) => ({ id: text(id), name: text(name) })) ?? null,
    numbers:
      numbers?.slice(0, CHOICES_MAX).map(({ id, name, phoneNumber }) => ({
        ...{ id: text(id), name: text(name) },
        phoneNumber: phoneNumber === null ? null : text(phoneNumber),
      })) ?? null,
    linesMax,
  }
}
