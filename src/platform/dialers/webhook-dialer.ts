import { nowMs } from '@/platform/clock'
import { type GuardedResponse, guardedRequest } from '@/platform/http/guarded-request'
import { OutboundError } from '@/platform/http/outbound-error'
import { signMessage } from '@/platform/signatures'
import { type Dialer, type DialerCall, DialerError } from './dialer'

const TIMEOUT_MS = 15_000

/** Statuses below 500 after which a second attempt may succeed. */
const RETRIABLE_STATUSES = new Set([408, 409, 425, 429])

/** Those of them that are no clear refusal: the dialer gave up waiting, or has this id already. */
const UNCLEAR_STATUSES = new Set([408, 409])

/** What is kept as the dialer's id: printable ASCII of reasonable length. */
const PROVIDER_CALL_ID = /^[\x20-\x7e]{1,200}$/

/**
 * A dialer that gets a signed POST (Standard Webhooks) at the agent's dialer URL. The `webhook-id` is the call's id, so
 * that the dialer recognizes a repeated request. A 2xx means that the call is placed; its JSON may name the dialer's
 * own id for the call as `providerCallId`.
 */
export const webhookDialer: Dialer = {
  async placeCall(call) {
    const { dialerUrl, dialerSecrets, ...told } = call
    if (!dialerUrl) {
      throw new DialerError('The agent has no dialer URL.', { retriable: false, mayHavePlaced: false })
    }
    const body = JSON.stringify(told)
    const signature = signMessage({ id: call.callId, atMs: nowMs(), body, secrets: dialerSecrets })
    const answer = await send(dialerUrl, body, { ...signature, 'content-type': 'application/json' })
    const { status } = answer
    if (status >= 200 && status < 300) return { providerCallId: readProviderCallId(answer.body, call) }
    throw new DialerError(`The dialer answered ${status}.`, {
      retriable: status >= 500 || RETRIABLE_STATUSES.has(status),
      mayHavePlaced: status >= 500 || UNCLEAR_STATUSES.has(status),
    })
  },
}

async function send(url: string, body: string, headers: Record<string, string>): Promise<GuardedResponse> {
  try {
    return await guardedRequest({ method: 'POST', url, headers, body, timeoutMs: TIMEOUT_MS })
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    throw new DialerError(`The dialer was not reached: ${error.message}`, {
      retriable: error.kind !== 'refused',
      mayHavePlaced: error.mayHaveArrived,
      cause: error,
    })
  }
}

/**
 * Reads the dialer's id from the body. A body without a usable id does not matter: the call is placed, and the call's
 * own id stands in.
 */
function readProviderCallId(body: string, { callId }: DialerCall): string {
  try {
    const { providerCallId } = JSON.parse(body) as { providerCallId?: unknown }
    return typeof providerCallId === 'string' && PROVIDER_CALL_ID.test(providerCallId) ? providerCallId : callId
  } catch {
    return callId
  }
}
