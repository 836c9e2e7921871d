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
  forOperator,
  parseJson,
  type RemoteProvider,
  type RemoteRequest,
  readAnswer,
} from '@/platform/dialers/remote-request'
import { isSameSecret } from '@/platform/signatures'
import {
  type ElevenlabsConversation,
  type ElevenlabsCredentials,
  elevenlabsAgentsSchema,
  elevenlabsConversationSchema,
  elevenlabsConversationsSchema,
  elevenlabsCredentialsSchema,
  elevenlabsEventSchema,
  elevenlabsNumbersSchema,
  elevenlabsPlacedSchema,
} from './elevenlabs.schema'
import { elevenlabsResult, isElevenlabsCallOver, judgeElevenlabsRefusal } from './elevenlabs-results.rules'

type Account = RemoteAccount<ElevenlabsCredentials>

const ELEVENLABS: RemoteProvider = { kind: 'elevenlabs', label: 'ElevenLabs', baseUrl: 'https://api.elevenlabs.io' }

/** The paths of outbound calls, by the provider of the number. */
const CALL_PATHS: Record<string, string> = {
  twilio: '/v1/convai/twilio/outbound-call',
  sip_trunk: '/v1/convai/sip-trunk/outbound-call',
  exotel: '/v1/convai/exotel/outbound-call',
}

const PAGE_LENGTH = 100
/** As many pages of agents are listed: who has more types the id in. */
const PAGES_MAX = 10

/** How many conversations under one call id are looked at: there is one, unless the filter is ignored. */
const LOOKED_AT_MAX = 5

/** How old a signature may be, as in ElevenLabs' SDK. */
const SIGNATURE_AGE_MS_MAX = 30 * 60_000

const fields: readonly CredentialField[] = [
  {
    name: 'apiKey',
    label: 'API key',
    hint: 'ElevenLabs, Developers, API keys. It needs the permission for ElevenLabs Agents, to read and to write.',
    secret: true,
    optional: false,
  },
  {
    name: 'webhookSecret',
    label: 'Secret of the post-call webhook',
    hint: 'Shown once when the webhook is created at ElevenLabs. With it the events are recognized as ElevenLabs’.',
    secret: true,
    optional: true,
  },
]

/**
 * ElevenLabs Agents (api.elevenlabs.io). Creating a call has no idempotency key; our call id is the conversation's
 * `user_id`, by which conversations are listed. A remote number is `<provider>:<phone_number_id>`, since calls through
 * Twilio, a SIP trunk and Exotel have paths of their own.
 */
export const elevenlabsDialer: RemoteDialer<ElevenlabsCredentials> = {
  label: ELEVENLABS.label,
  credentials: elevenlabsCredentialsSchema,
  fields,
  dialsExtensions: false,
  dialsLast: false,

  async place(call, account) {
    const [provider, numberId] = readNumberId(call)
    const answer = await ask(account, {
      places: true,
      method: 'POST',
      path: CALL_PATHS[provider] ?? '',
      json: {
        agent_id: call.remoteAgentId,
        agent_phone_number_id: numberId,
        to_number: call.phoneNumber,
        conversation_initiation_client_data: {
          user_id: call.callId,
          dynamic_variables: { ...call.customInputVariables, name: call.name, timezone: call.timezone },
        },
      },
      judge: ({ status, text }) => (status === 400 || status === 422 ? judgeElevenlabsRefusal(text) : null),
    })
    const { success, message, conversation_id: id } = readAnswer(elevenlabsPlacedSchema, answer, ELEVENLABS)
    if (success && id) return { providerCallId: id }
    // Not placed, says ElevenLabs, in the words of the telephony provider. Where they tell nothing, it is looked for.
    const kind = success ? 'unclear' : (judgeElevenlabsRefusal(message ?? '') ?? 'unclear')
    const told = forOperator(message || 'no reason given', [account.credentials.apiKey])
    throw new RemoteDialerError(kind, `ElevenLabs has not placed the call: ${told}`)
  },

  async find({ callId }, account): Promise<FoundCall> {
    const query = new URLSearchParams({ user_id: callId, page_size: String(PAGE_LENGTH) })
    const answer = await ask(account, { method: 'GET', path: `/v1/convai/conversations?${query}` })
    const { conversations } = readAnswer(elevenlabsConversationsSchema, answer, ELEVENLABS)
    // A listed conversation does not say whose it is: somebody else's must not pass for this one.
    for (const { conversation_id: id } of conversations.slice(0, LOOKED_AT_MAX)) {
      const found = await fetchConversation(id, account)
      if (found && ourCallId(found.conversation) === callId) return { is: 'placed', providerCallId: id }
    }
    return conversations.length === 0 ? { is: 'absent' } : { is: 'unknown' }
  },

  async fetch({ providerCallId }, account): Promise<RemoteCallState> {
    const found = await fetchConversation(providerCallId, account)
    if (!found) return { is: 'absent' }
    if (!isElevenlabsCallOver(found.conversation)) return { is: 'under way' }
    return { is: 'ended', result: elevenlabsResult(found.conversation, found.raw, nowMs()) }
  },

  readEvent({ headers, body }, { credentials: { webhookSecret } }) {
    const event = elevenlabsEventSchema.safeParse(parseJson(body))
    if (!event.success) return null
    const { data } = event.data
    return {
      providerCallId: data.conversation_id,
      callId: ourCallId(data),
      isSigned: webhookSecret
        ? isSignedByElevenlabs(headers.get('elevenlabs-signature') ?? '', body, webhookSecret, nowMs())
        : null,
    }
  },

  async check(account) {
    const [agents, numbers] = await Promise.all([
      listAgents(account),
      ask(account, { method: 'GET', path: '/v1/convai/phone-numbers' }),
    ])
    return {
      // A key that may use agents need not be allowed to read the name of the workspace.
      connectedAs: 'an ElevenLabs workspace',
      agents,
      numbers: readAnswer(elevenlabsNumbersSchema, numbers, ELEVENLABS)
        .filter(({ provider, supports_outbound }) => supports_outbound !== false && CALL_PATHS[provider ?? ''])
        .map(({ phone_number_id, phone_number, label, provider }) => ({
          id: `${provider}:${phone_number_id}`,
          name: label || phone_number || phone_number_id,
          phoneNumber: phone_number ?? null,
        })),
      linesMax: null,
    }
  },
}

/**
 * Reads the provider and ElevenLabs' id of a number. An id that was typed in, without a provider, is one of Twilio's.
 *
 * @throws RemoteDialerError when none was chosen
 */
function readNumberId({ remoteNumberId, fromPhoneNumber }: RemoteCallRequest): [provider: string, id: string] {
  if (!remoteNumberId) {
    throw new RemoteDialerError(
      'account',
      `ElevenLabs does not list ${fromPhoneNumber}. Choose one of its numbers in the agent’s settings, and check the dialer account again.`,
    )
  }
  const [, provider, id] = /^(twilio|sip_trunk|exotel):(.+)$/.exec(remoteNumberId) ?? []
  return provider && id ? [provider, id] : ['twilio', remoteNumberId]
}

async function fetchConversation(
  id: string,
  account: Account,
): Promise<{ conversation: ElevenlabsConversation; raw: unknown } | null> {
  const path = `/v1/convai/conversations/${encodeURIComponent(id)}`
  const answer = await ask(account, { method: 'GET', path, answers: [404] })
  if (answer.status === 404) return null
  return { conversation: readAnswer(elevenlabsConversationSchema, answer, ELEVENLABS), raw: answer.json }
}

function ourCallId(
  data: Pick<ElevenlabsConversation, 'user_id' | 'conversation_initiation_client_data'>,
): string | null {
  return data.user_id ?? data.conversation_initiation_client_data?.user_id ?? null
}

async function listAgents(account: Account) {
  const agents: { id: string; name: string }[] = []
  let cursor: string | undefined
  for (let page = 0; page < PAGES_MAX; page++) {
    const query = new URLSearchParams({ page_size: String(PAGE_LENGTH), ...(cursor && { cursor }) })
    const answer = await ask(account, { method: 'GET', path: `/v1/convai/agents?${query}` })
    const { agents: listed, has_more, next_cursor } = readAnswer(elevenlabsAgentsSchema, answer, ELEVENLABS)
    for (const { agent_id: id, name, archived } of listed) if (!archived) agents.push({ id, name: name || id })
    if (!has_more || !next_cursor) break
    cursor = next_cursor
  }
  return agents
}

/** Tells whether ElevenLabs has signed this body with the secret, within half an hour of now: `t=<s>,v0=<hex>`. */
function isSignedByElevenlabs(header: string, body: string, secret: string, atMs: number): boolean {
  const parts = header.split(',')
  const signedAt = parts.find((part) => part.startsWith('t='))?.slice(2) ?? ''
  if (!/^\d{1,12}$/.test(signedAt) || Math.abs(atMs - Number(signedAt) * 1000) > SIGNATURE_AGE_MS_MAX) return false
  const right = `v0=${createHmac('sha256', secret).update(`${signedAt}.${body}`).digest('hex')}`
  return parts.some((part) => isSameSecret(part, right))
}

function ask(
  { credentials: { apiKey, webhookSecret } }: Account,
  request: Pick<RemoteRequest, 'method' | 'path' | 'json' | 'answers' | 'judge'> & { places?: boolean },
) {
  return askRemote({
    places: false,
    ...request,
    provider: ELEVENLABS,
    headers: { 'xi-api-key': apiKey },
    secrets: [apiKey, webhookSecret ?? ''],
  })
}
