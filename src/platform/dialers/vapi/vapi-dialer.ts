import { createHmac } from 'node:crypto'
import { nowMs } from '@/platform/clock'
import {
  type CredentialField,
  type FoundCall,
  type RemoteAccount,
  type RemoteCallRequest,
  type RemoteCallState,
  type RemoteDialer,
  RemoteDialerError,
} from '@/platform/dialers/remote-dialer'
import {
  askRemote,
  parseJson,
  type RemoteProvider,
  type RemoteRequest,
  readAnswer,
} from '@/platform/dialers/remote-request'
import { isSameSecret } from '@/platform/signatures'
import {
  type VapiCredentials,
  vapiAssistantsSchema,
  vapiCallSchema,
  vapiCallsSchema,
  vapiCredentialsSchema,
  vapiEventSchema,
  vapiNumbersSchema,
  vapiPlacedSchema,
} from './vapi.schema'
import { isVapiCallOver, judgeVapiRefusal, vapiResult } from './vapi-results.rules'

type Account = RemoteAccount<VapiCredentials>

const VAPI: RemoteProvider = { kind: 'vapi', label: 'Vapi', baseUrl: 'https://api.vapi.ai' }

/** The most calls, assistants or numbers in one answer. */
const LISTED_MAX = 1_000
/** As many pages of calls are looked through for one; who calls more in the time is told that it is unknown. */
const PAGES_MAX = 10

/** Vapi's clock and ours may differ by as much. */
const CLOCKS_APART_MS = 5 * 60_000

/** Limits of Vapi's `customer`, in characters (its OpenAPI document). */
const NAME_LENGTH_MAX = 40
const EXTENSION_LENGTH_MAX = 10

const fields: readonly CredentialField[] = [
  {
    name: 'apiKey',
    label: 'Private API key',
    hint: 'Vapi dashboard, Organization, API keys. The private one, not the public one.',
    secret: true,
    optional: false,
  },
  {
    name: 'signingSecret',
    label: 'HMAC secret of your server credential',
    hint: 'Only if you gave the server URL at Vapi an HMAC credential: its secret key. Then events are recognized as Vapi’s.',
    secret: true,
    optional: true,
  },
]

/**
 * Vapi (api.vapi.ai). Creating a call has no idempotency key; whose call it is stands in `customer.externalId`, which no
 * filter knows, so the calls of the number since the first attempt are looked through.
 *
 * The assistant's server is not overridden for a call: its tools without a server of their own would ask us, in the
 * middle of a conversation, and Vapi signs nothing that goes to a server named in a request.
 */
export const vapiDialer: RemoteDialer<VapiCredentials> = {
  label: VAPI.label,
  credentials: vapiCredentialsSchema,
  fields,
  dialsExtensions: true,
  dialsLast: false,

  async place(call, account) {
    const answer = await ask(account, {
      places: true,
      method: 'POST',
      path: '/call',
      json: toVapiCall(call),
      judge: ({ status, text }) => judgeVapiRefusal(status, text),
    })
    return { providerCallId: readAnswer(vapiPlacedSchema, answer, VAPI).id }
  },

  async find(call, account): Promise<FoundCall> {
    const since = new Date(call.firstAskedAt.getTime() - CLOCKS_APART_MS).toISOString()
    let until: string | undefined
    for (let page = 0; page < PAGES_MAX; page++) {
      const query = new URLSearchParams({
        limit: String(LISTED_MAX),
        createdAtGe: since,
        ...(until && { createdAtLe: until }),
        ...(call.remoteNumberId && { phoneNumberId: call.remoteNumberId }),
      })
      const calls = readAnswer(vapiCallsSchema, await ask(account, { method: 'GET', path: `/call?${query}` }), VAPI)
      const found = calls.find(({ customer }) => customer?.externalId === call.callId)
      if (found) return { is: 'placed', providerCallId: found.id }
      if (calls.length < LISTED_MAX) return { is: 'absent' }
      // The next page begins with the moment at which this one ends, since more calls may have begun in it.
      const oldest = calls.map(({ createdAt }) => createdAt).reduce((a, b) => (Date.parse(b) < Date.parse(a) ? b : a))
      if (oldest === until) return { is: 'unknown' }
      until = oldest
    }
    return { is: 'unknown' }
  },

  async fetch({ providerCallId }, account): Promise<RemoteCallState> {
    const path = `/call/${encodeURIComponent(providerCallId)}`
    const answer = await ask(account, { method: 'GET', path, answers: [404] })
    if (answer.status === 404) return { is: 'absent' }
    const call = readAnswer(vapiCallSchema, answer, VAPI)
    if (call.status === 'not-found') return { is: 'absent' }
    const atMs = nowMs()
    if (!isVapiCallOver(call, atMs)) return { is: 'under way' }
    return { is: 'ended', result: vapiResult(call, answer.json, atMs) }
  },

  readEvent({ headers, body }, { credentials: { signingSecret } }) {
    const event = vapiEventSchema.safeParse(parseJson(body))
    if (!event.success || !tellsOfTheEnd(event.data.message)) return null
    const { id, customer } = event.data.message.call
    return {
      providerCallId: id,
      callId: customer?.externalId ?? null,
      isSigned: signingSecret ? isSignedByVapi(headers, body, signingSecret) : null,
    }
  },

  async check(account) {
    const [assistants, numbers] = await Promise.all([
      ask(account, { method: 'GET', path: `/assistant?limit=${LISTED_MAX}` }),
      ask(account, { method: 'GET', path: `/phone-number?limit=${LISTED_MAX}` }),
    ])
    const agents = readAnswer(vapiAssistantsSchema, assistants, VAPI)
    const lines = readAnswer(vapiNumbersSchema, numbers, VAPI)
    const organization = agents[0]?.orgId ?? lines[0]?.orgId
    return {
      // Vapi tells nobody the name of an organization.
      connectedAs: organization ? `Vapi organization ${organization}` : 'a Vapi organization',
      agents: agents.map(({ id, name }) => ({ id, name: name || id })),
      numbers: lines.map(({ id, name, number }) => ({ id, name: name || number || id, phoneNumber: number ?? null })),
      linesMax: null,
    }
  },
}

/**
 * What Vapi takes for a call.
 *
 * @throws RemoteDialerError for what Vapi would refuse, with whoever can mend it
 */
function toVapiCall(call: RemoteCallRequest) {
  if (!call.remoteNumberId) {
    throw new RemoteDialerError(
      'account',
      `Vapi does not list ${call.fromPhoneNumber}. Choose one of its numbers in the agent’s settings, and check the dialer account again.`,
    )
  }
  // Refused here, for this person: Vapi’s answer would look like a fault of the account.
  if (call.phoneNumberExt && call.phoneNumberExt.length > EXTENSION_LENGTH_MAX) {
    throw new RemoteDialerError('person', `Vapi dials extensions of up to ${EXTENSION_LENGTH_MAX} digits.`)
  }
  return {
    assistantId: call.remoteAgentId,
    phoneNumberId: call.remoteNumberId,
    customer: {
      number: call.phoneNumber,
      externalId: call.callId,
      name: Array.from(call.name).slice(0, NAME_LENGTH_MAX).join(''),
      ...(call.phoneNumberExt && { extension: call.phoneNumberExt }),
    },
    assistantOverrides: {
      variableValues: { ...call.customInputVariables, name: call.name, timezone: call.timezone },
      metadata: { rollcall_call_id: call.callId },
    },
  }
}

/**
 * Vapi tells of every word unless the assistant's `serverMessages` say otherwise. A request for each would be more than
 * Vapi lets anybody make, and none but these two has to do with the end of a call.
 */
function tellsOfTheEnd({ type, status }: { type?: string | null; status?: string | null }): boolean {
  return type === 'end-of-call-report' || (type === 'status-update' && status === 'ended')
}

/**
 * Tells whether a body was signed by an HMAC credential as Vapi makes it by default: SHA-256 in hex over
 * `timestamp.body`, in `x-signature` and `x-timestamp`. How old it is does not matter: an event makes us ask, no more.
 */
function isSignedByVapi(headers: Headers, body: string, secret: string): boolean {
  const right = createHmac('sha256', secret)
    .update(`${headers.get('x-timestamp') ?? ''}.${body}`)
    .digest('hex')
  return isSameSecret((headers.get('x-signature') ?? '').replace(/^sha256=/, ''), right)
}

function ask(
  { credentials: { apiKey, signingSecret } }: Account,
  request: Pick<RemoteRequest, 'method' | 'path' | 'json' | 'answers' | 'judge'> & { places?: boolean },
) {
  return askRemote({
    places: false,
    ...request,
    provider: VAPI,
    headers: { authorization: `Bearer ${apiKey}` },
    secrets: [apiKey, signingSecret ?? ''],
  })
}
