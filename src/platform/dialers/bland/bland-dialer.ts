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
  type BlandCall,
  type BlandCredentials,
  blandAccountSchema,
  blandCallAnswerSchema,
  blandCallSchema,
  blandCallsSchema,
  blandCredentialsSchema,
  blandNumbersSchema,
  blandPathwaysSchema,
  blandPlacedSchema,
} from './bland.schema'
import {
  blandAnalysis,
  blandEnd,
  blandSeconds,
  isBlandAccountTrouble,
  isBlandCallOver,
  isBlandNumberTrouble,
  isBlandOptOut,
} from './bland-results.rules'

type Account = RemoteAccount<BlandCredentials>

const BLAND: RemoteProvider = { kind: 'bland', label: 'Bland', baseUrl: 'https://api.bland.ai' }

/** The field of Bland's `metadata` that holds our call id. */
const CALL_ID_FIELD = 'rollcall_call_id'

/** The most calls in one answer of Bland's list. */
const LISTED_MAX = 1_000

/** How many listed calls are looked at one by one, where the list does not show whose they are. */
const DETAILS_MAX = 20

/** Bland's clock and ours may differ by as much. */
const CLOCKS_APART_MS = 5 * 60_000

const fields: readonly CredentialField[] = [
  {
    name: 'apiKey',
    label: 'API key',
    hint: 'Bland, Settings, API keys. It begins with “org_” or “sk-”.',
    secret: true,
    optional: false,
  },
  {
    name: 'webhookSecret',
    label: 'Webhook signing secret',
    hint: 'Bland, Account settings, Keys, “Replace Secret”. With it the events of Bland are recognized as Bland’s.',
    secret: true,
    optional: true,
  },
  {
    name: 'encryptedKey',
    label: 'Encrypted key',
    hint: 'Only for an account that calls through a Twilio account of your own.',
    secret: true,
    optional: true,
  },
]

/**
 * Bland (api.bland.ai). It has no key against repeats; whose call it is stands in `metadata`. `find` looks through the
 * newest calls of the account, without Bland's filter by number, since a filter that reads the number otherwise than we
 * write it would hide a call that was placed.
 */
export const blandDialer: RemoteDialer<BlandCredentials> = {
  label: BLAND.label,
  credentials: blandCredentialsSchema,
  fields,
  dialsExtensions: false,
  dialsLast: false,

  async place(call, account) {
    const answer = await ask(account, {
      places: true,
      method: 'POST',
      path: '/v1/calls',
      json: toBlandCall(call, account),
      judge: ({ status, text }) =>
        status === 400 && !isBlandAccountTrouble(text) && isBlandNumberTrouble(text) ? 'person' : null,
    })
    return { providerCallId: readAnswer(blandPlacedSchema, answer, BLAND).call_id }
  },

  async find(call, account): Promise<FoundCall> {
    const answer = await ask(account, { method: 'GET', path: `/v1/calls?limit=${LISTED_MAX}` })
    const { calls } = readAnswer(blandCallsSchema, answer, BLAND)
    const named = calls.find(({ metadata }) => metadata?.[CALL_ID_FIELD] === call.callId)
    if (named) return { is: 'placed', providerCallId: named.call_id }
    const sinceMs = call.firstAskedAt.getTime() - CLOCKS_APART_MS
    const isOlder = (createdAt: string | null | undefined) => createdAt != null && Date.parse(createdAt) < sinceMs
    const unnamed = calls.filter(
      ({ metadata, created_at: createdAt, to }) =>
        metadata == null && !isOlder(createdAt) && mayBe(to, call.phoneNumber),
    )
    const isWhole = calls.length < LISTED_MAX || calls.some(({ created_at: createdAt }) => isOlder(createdAt))
    if (!isWhole || unnamed.length > DETAILS_MAX) return { is: 'unknown' }
    for (const { call_id: id } of unnamed) {
      const found = await fetchCall(id, account)
      if (found?.metadata?.[CALL_ID_FIELD] === call.callId) return { is: 'placed', providerCallId: id }
    }
    return { is: 'absent' }
  },

  async fetch({ providerCallId }, account): Promise<RemoteCallState> {
    const call = await fetchCall(providerCallId, account)
    if (!call) return { is: 'absent' }
    if (!isBlandCallOver(call)) return { is: 'under way' }
    return {
      is: 'ended',
      result: {
        ...blandEnd(call),
        duration: blandSeconds(call),
        endedAt: endOf(call),
        summary: call.summary || null,
        transcription: call.concatenated_transcript || null,
        recordingUrl: call.recording_url || null,
        analysis: blandAnalysis(call),
        optOut: isBlandOptOut(call),
        raw: call,
      },
    }
  },

  readEvent({ headers, body }, { credentials: { webhookSecret } }) {
    const call = blandCallSchema.safeParse(parseJson(body))
    if (!call.success) return null
    const callId = call.data.metadata?.[CALL_ID_FIELD]
    return {
      providerCallId: call.data.call_id,
      callId: typeof callId === 'string' ? callId : null,
      isSigned: webhookSecret
        ? isSameSecret(headers.get('x-webhook-signature') ?? '', signBlandBody(body, webhookSecret))
        : null,
    }
  },

  async check(account) {
    const me = readAnswer(blandAccountSchema, await ask(account, { method: 'GET', path: '/v1/me' }), BLAND)
    const [pathways, numbers] = await Promise.all([
      ask(account, { method: 'GET', path: '/v1/convo_pathway' }),
      ask(account, { method: 'GET', path: '/v1/inbound' }),
    ])
    const listed = readAnswer(blandNumbersSchema, numbers, BLAND)
    const balance = me.billing?.current_balance
    return {
      // Bland tells nobody the name of an account.
      connectedAs: balance === undefined ? 'a Bland account' : `a Bland account (balance: $${balance.toFixed(2)})`,
      agents: readAnswer(blandPathwaysSchema, pathways, BLAND).map(({ id, name }) => ({ id, name: name ?? id })),
      numbers: (listed.inbound_numbers ?? listed.phone_numbers ?? []).map(({ phone_number: phoneNumber }) => ({
        id: phoneNumber,
        name: phoneNumber,
        phoneNumber,
      })),
      linesMax: null,
    }
  },

  async stop({ providerCallId }, account) {
    await ask(account, { method: 'POST', path: `/v1/calls/${encodeURIComponent(providerCallId)}/stop`, answers: [404] })
  },
}

/** Signs a body as Bland does: HMAC-SHA256 in hex. */
function signBlandBody(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}

function toBlandCall(call: RemoteCallRequest, { eventsUrl }: Account) {
  return {
    phone_number: call.phoneNumber,
    from: call.fromPhoneNumber,
    pathway_id: call.remoteAgentId,
    timezone: call.timezone,
    // What the pathway's texts name as {{name}}. The contact's own variables win nothing over these two.
    request_data: { ...call.customInputVariables, name: call.name, timezone: call.timezone },
    metadata: { [CALL_ID_FIELD]: call.callId, rollcall_agent_id: call.agentId },
    webhook: eventsUrl,
    answered_by_enabled: true,
  }
}

/** The call as Bland has it; null when it knows no such call. */
async function fetchCall(id: string, account: Account): Promise<BlandCall | null> {
  const path = `/v1/calls/${encodeURIComponent(id)}`
  const answer = await ask(account, { method: 'GET', path, answers: [400, 404] })
  if (answer.status === 404) return null
  if (answer.status === 400) {
    if (/not found|no call|does not exist/i.test(JSON.stringify(answer.json))) return null
    throw new RemoteDialerError('unclear', 'Bland answered 400 to the question how a call goes.')
  }
  return readAnswer(blandCallAnswerSchema, answer, BLAND)
}

function ask(
  { credentials: { apiKey, webhookSecret, encryptedKey } }: Account,
  request: Pick<RemoteRequest, 'method' | 'path' | 'json' | 'judge' | 'answers'> & { places?: boolean },
) {
  return askRemote({
    places: false,
    ...request,
    provider: BLAND,
    headers: { authorization: apiKey, ...(encryptedKey && { encrypted_key: encryptedKey }) },
    secrets: [apiKey, webhookSecret ?? '', encryptedKey ?? ''],
  })
}

/** Bland writes numbers with and without their country, so the last digits have to do. */
function mayBe(to: string | null | undefined, phoneNumber: string): boolean {
  return to == null || to.replace(/\D/g, '').slice(-7) === phoneNumber.replace(/\D/g, '').slice(-7)
}

/** `end_at` is the moment at which the call would have been cut off, so the end is counted from its start. */
function endOf(call: BlandCall): Date {
  const startedMs = Date.parse(call.started_at ?? call.created_at ?? '')
  const now = nowMs()
  return new Date(Number.isNaN(startedMs) ? now : Math.min(startedMs + blandSeconds(call) * 1000, now))
}
