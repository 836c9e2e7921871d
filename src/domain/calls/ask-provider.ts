import { openAccount } from '@/domain/dialer-accounts/open-account'
import { nowMs } from '@/platform/clock'
import { RemoteDialerError } from '@/platform/dialers/remote-dialer'
import { REMOTE_TIMEOUT_MS } from '@/platform/dialers/remote-request'
import { env } from '@/platform/env'
import type { RemoteCall } from './remote-calls'

/** What has come of asking a provider for a call. */
export type ProviderAnswer =
  /** Without an id it may be placed, and nobody can find out: it counts as placed. */
  | { kind: 'placed'; providerCallId: string | null }
  /** It may be placed, and is to be looked for before anything is asked again. */
  | { kind: 'unclear'; error: unknown }
  /** Refused for good: the person cannot be called. */
  | { kind: 'person'; reason: string }
  /**
   * Certainly not placed; it waits until it may be asked again. `holds`: so do all calls of the account, or of the agent,
   * where it is the agent that is missing and need not come by itself.
   */
  | { kind: 'later'; atMs: number; holds: 'account' | 'agent' | null; reason: string }
  /** Certainly not placed, and nothing can be: the account is broken. */
  | { kind: 'account'; reason: string }

/** How long a provider that takes no call for now is left alone, where it does not say so. */
const LATER_MS = 30_000

/**
 * An answer that did not come may be of a request that is still carried out. Only a call that is absent so many waits after
 * the request was given up was certainly not placed: a minute.
 */
const ABSENT_AFTER_WAITS = 4
const ASK_WITHIN_MS_LEAST = 10_000

/**
 * Asks a provider to place a call. One that was asked for before without a clear answer is looked for first, and asked for
 * again only when it is certain that there is none.
 *
 * @param wasAsked whether it may be placed already
 * @param mayPlace false for a call that is not wanted any more, and is only looked for
 * @param claim notes that the call is dealt with from now on, and tells whether nobody else has done so since it was read: of
 *   two who find at once that there is no call, one goes on
 * @param dials notes that the person is dialed from now on, and tells whether nobody else deals with the call
 */
export async function askProvider(
  call: RemoteCall,
  { wasAsked, mayPlace }: { wasAsked: boolean; mayPlace: boolean },
  { claim, dials }: { claim: () => Promise<boolean>; dials: () => Promise<boolean> },
): Promise<ProviderAnswer> {
  const { request } = call
  let opened: ReturnType<typeof openAccount>
  try {
    opened = openAccount(call.account)
  } catch {
    // The cause may hold what was to be opened.
    return unusable(wasAsked, 'What it is opened with cannot be read. Replace its credentials.')
  }
  const { dialer, account } = opened
  if (wasAsked) {
    try {
      const found = await dialer.find(request, account)
      if (found.is === 'placed') return { kind: 'placed', providerCallId: found.providerCallId }
      if (found.is === 'unknown') return { kind: 'placed', providerCallId: found.providerCallId ?? null }
    } catch (error) {
      if (!(error instanceof RemoteDialerError)) throw error
      return { kind: 'unclear', error }
    }
    if (nowMs() < call.askedAt.getTime() + askWithinMs() + REMOTE_TIMEOUT_MS || !(await claim())) {
      return { kind: 'unclear', error: new RemoteDialerError('unclear', 'The provider does not have the call yet.') }
    }
    if (!mayPlace) {
      const reason = 'The provider does not have the call, and it is not wanted any more.'
      return { kind: 'later', atMs: nowMs(), holds: null, reason }
    }
  } else if (nowMs() > call.askedAt.getTime() + askWithinMs()) {
    // This process has stood still since it wrote that it asks, and others may look whether there is a call by now.
    return { kind: 'unclear', error: new RemoteDialerError('unclear', 'It was too late to ask the provider.') }
  }
  try {
    const { providerCallId } = await dialer.place({ ...request, dials }, account)
    return { kind: 'placed', providerCallId }
  } catch (error) {
    if (!(error instanceof RemoteDialerError)) throw error
    if (error.kind === 'unclear') return { kind: 'unclear', error }
    if (error.kind === 'later') {
      const { retryAfterMs, mayLast, message: reason } = error
      return { kind: 'later', atMs: nowMs() + (retryAfterMs ?? LATER_MS), holds: mayLast ? 'agent' : 'account', reason }
    }
    return { kind: error.kind, reason: error.message }
  }
}

/** Within which time whoever has written that a provider is asked does ask it. */
function askWithinMs(): number {
  return Math.max(ASK_WITHIN_MS_LEAST, ABSENT_AFTER_WAITS * env().DIALER_RETRY_SECONDS * 1_000)
}

/** What was asked for before may be placed whatever is wrong now. */
function unusable(wasAsked: boolean, reason: string): ProviderAnswer {
  return wasAsked ? { kind: 'unclear', error: new RemoteDialerError('unclear', reason) } : { kind: 'account', reason }
}
