import { createHmac, randomUUID } from 'node:crypto'
import type { AgentListParams, AgentListResponse } from 'retell-sdk/resources/agent'
import type {
  CallCreatePhoneCallParams,
  CallListParams,
  CallListResponse,
  PhoneCallResponse,
} from 'retell-sdk/resources/call'
import type { ConcurrencyRetrieveResponse } from 'retell-sdk/resources/concurrency'
import type { PhoneNumberListResponse } from 'retell-sdk/resources/phone-number'
import { z } from 'zod'
import {
  declared,
  type FakeAnswer,
  type FakeDialer,
  type FakeEvent,
  type FakeRequest,
  startFakeProvider,
} from '@/platform/dialers/fake-provider'
import type { RemoteResultType } from '@/platform/dialers/remote-dialer'

// Strict: a field that Retell does not take is refused, and the types of Retell's SDK hold what it takes. Of refusals the
// statuses are documented; the texts are made up after the examples of its reference.

const createCallSchema = z.strictObject({
  from_number: z.string().regex(/^\+\d{7,15}$/),
  to_number: z.string().regex(/^\+\d{7,15}$/),
  override_agent_id: z.string().min(1).optional(),
  retell_llm_dynamic_variables: z.record(z.string(), z.string()).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
})
const createCall = declared<z.infer<typeof createCallSchema>, CallCreatePhoneCallParams>(createCallSchema, [])

const listCallsSchema = z.strictObject({
  filter_criteria: z
    .strictObject({
      metadata: z
        .array(z.strictObject({ type: z.literal('string'), op: z.literal('eq'), key: z.string(), value: z.string() }))
        .optional(),
    })
    .optional(),
  limit: z.int().min(1).max(1000).optional(),
})
const listCalls = declared<z.infer<typeof listCallsSchema>, CallListParams>(listCallsSchema, [])

const listAgentsSchema = z.strictObject({
  filter_criteria: z
    .strictObject({
      channel: z
        .strictObject({ type: z.literal('string'), op: z.literal('eq'), value: z.enum(['voice', 'chat']) })
        .optional(),
    })
    .optional(),
})
const listAgents = declared<z.infer<typeof listAgentsSchema>, AgentListParams>(listAgentsSchema, [])

/** What the workspace has. */
const AGENTS = [
  { agent_id: 'agent_renewals', agent_name: 'Renewals', channel: 'voice' as const },
  { agent_id: 'agent_chat', agent_name: 'Chat', channel: 'chat' as const },
  { agent_id: 'agent_surveys', agent_name: 'Surveys', channel: 'voice' as const },
]
const NUMBERS = ['+15559876543', '+15559876544']

/** How Retell ends a call for each result of ours. */
const ENDINGS: Record<RemoteResultType, Partial<PhoneCallResponse>> = {
  'Goal Completed': { call_status: 'ended', disconnection_reason: 'agent_hangup' },
  'Goal Not Completed': { call_status: 'ended', disconnection_reason: 'user_hangup' },
  Voicemail: { call_status: 'ended', disconnection_reason: 'voicemail_reached' },
  Busy: { call_status: 'not_connected', disconnection_reason: 'dial_busy' },
  'No Answer': { call_status: 'not_connected', disconnection_reason: 'dial_no_answer' },
  Failed: { call_status: 'error', disconnection_reason: 'error_retell' },
}

export type FakeRetell = FakeDialer & {
  /** The calls by their ids, as `get-call` answers. */
  calls: Map<string, PhoneCallResponse>
  /** The keys that are good. Retell signs with the first, whichever is revoked. */
  apiKeys: Set<string>
}

/** Starts a Retell that knows one API key, two numbers and two voice agents. */
export async function startFakeRetell(apiKey: string): Promise<FakeRetell> {
  const calls = new Map<string, PhoneCallResponse>()
  const rings: FakeRetell['rings'] = []
  const apiKeys = new Set([apiKey])

  const create = ({ json }: FakeRequest): FakeAnswer => {
    const parsed = createCall.safeParse(json)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      return refusal(400, `${issue?.path.join('.')}: ${issue?.message}`)
    }
    const { from_number, to_number, override_agent_id, retell_llm_dynamic_variables, metadata } = parsed.data
    const agent = AGENTS.find(({ agent_id }) => agent_id === override_agent_id)
    if (!agent || !NUMBERS.includes(from_number)) {
      return refusal(422, 'Cannot find requested asset under given api key.')
    }
    const call: PhoneCallResponse = {
      call_id: `call_${randomUUID().replaceAll('-', '')}`,
      call_type: 'phone_call',
      call_status: 'registered',
      direction: 'outbound',
      agent_id: agent.agent_id,
      agent_version: 0,
      agent_name: agent.agent_name,
      from_number,
      to_number,
      ...(metadata && { metadata }),
      ...(retell_llm_dynamic_variables && { retell_llm_dynamic_variables }),
    }
    calls.set(call.call_id, call)
    const callId = (metadata as Record<string, string> | undefined)?.rollcall_call_id ?? null
    rings.push({ providerCallId: call.call_id, callId, phoneNumber: to_number })
    return { status: 201, json: call }
  }

  const list = ({ json }: FakeRequest): FakeAnswer => {
    const parsed = listCalls.safeParse(json ?? {})
    if (!parsed.success) return refusal(400, 'Invalid request format, please check API reference.')
    const filters = parsed.data.filter_criteria?.metadata ?? []
    const matching = [...calls.values()].filter(({ metadata }) =>
      filters.every(({ key, value }) => (metadata as Record<string, unknown> | undefined)?.[key ?? ''] === value),
    )
    const limit = parsed.data.limit ?? 50
    const items = matching.slice(0, limit).map(({ transcript: _, transcript_object: __, ...call }) => call)
    const answer: CallListResponse = { items, has_more: matching.length > limit }
    return { status: 200, json: answer }
  }

  const known = ({ params }: FakeRequest, answer: (call: PhoneCallResponse) => FakeAnswer): FakeAnswer => {
    const call = calls.get(params[0] ?? '')
    return call ? answer(call) : refusal(422, 'Cannot find requested asset under given api key.')
  }

  const agentsPage = ({ json, query }: FakeRequest): FakeAnswer => {
    const parsed = listAgents.safeParse(json ?? {})
    if (!parsed.success) return refusal(400, 'Invalid request format, please check API reference.')
    const channel = parsed.data.filter_criteria?.channel?.value
    const matching = AGENTS.filter((agent) => !channel || agent.channel === channel)
    // One agent a page, so that whoever does not turn it misses the second.
    const from = Number(query.get('pagination_key') ?? 0)
    const items = matching.slice(from, from + 1).map((agent) => ({ ...agent, tags: {}, user_modified_timestamp: 0 }))
    const isLast = from + 1 >= matching.length
    const answer = { items, has_more: !isLast, ...(!isLast && { pagination_key: String(from + 1) }) }
    return { status: 200, json: answer satisfies { items: Partial<AgentListResponse.Item>[] } }
  }

  const numbersPage = (): FakeAnswer => {
    const answer: PhoneNumberListResponse = {
      items: NUMBERS.map((phone_number, index) => ({
        phone_number,
        phone_number_type: 'retell-twilio',
        last_modification_timestamp: 0,
        ...(index === 0 && { nickname: 'Main' }),
      })),
      has_more: false,
    }
    return { status: 200, json: answer }
  }

  const concurrency: ConcurrencyRetrieveResponse = {
    current_concurrency: 0,
    concurrency_limit: 20,
    reserved_inbound_concurrency: 4,
  }

  const provider = await startFakeProvider({
    refuse: ({ headers }) =>
      apiKeys.has(headers.authorization?.replace(/^Bearer /, '') ?? '')
        ? null
        : refusal(401, 'API key is missing or invalid.'),
    routes: [
      { method: 'POST', path: /^\/v2\/create-phone-call$/, answer: create },
      { method: 'POST', path: /^\/v3\/list-calls$/, answer: list },
      {
        method: 'GET',
        path: /^\/v2\/get-call\/([^/]+)$/,
        answer: (request) => known(request, (call) => ({ status: 200, json: call })),
      },
      {
        method: 'POST',
        path: /^\/v2\/stop-call\/([^/]+)$/,
        answer: (request) =>
          known(request, (call) => {
            Object.assign(call, { call_status: 'ended', disconnection_reason: 'manual_stopped' })
            return { status: 204 }
          }),
      },
      { method: 'POST', path: /^\/v2\/list-agents$/, answer: agentsPage },
      { method: 'GET', path: /^\/v2\/list-phone-numbers$/, answer: numbersPage },
      { method: 'GET', path: /^\/get-concurrency$/, answer: () => ({ status: 200, json: concurrency }) },
    ],
  })

  const end = (providerCallId: string, resultType: RemoteResultType): FakeEvent[] => {
    const call = calls.get(providerCallId)
    if (!call) throw new Error(`There is no call ${providerCallId}.`)
    const isConnected = ENDINGS[resultType].call_status === 'ended'
    Object.assign(call, ENDINGS[resultType], {
      end_timestamp: Date.now(),
      ...(isConnected && {
        start_timestamp: Date.now() - 61_400,
        duration_ms: 61_400,
        transcript: 'Agent: Hello.\nUser: Hello.\n',
        recording_url: `https://recordings.example/${providerCallId}.wav`,
      }),
    })
    // Without the analysis, as Retell sends it; it comes with the second event, and only where there was a conversation.
    const ended = retellEvent('call_ended', call, apiKey)
    if (!isConnected) return [ended]
    call.call_analysis = {
      call_successful: resultType === 'Goal Completed',
      call_summary: `The call ended as ${resultType}.`,
      in_voicemail: resultType === 'Voicemail',
      user_sentiment: 'Neutral',
      custom_analysis_data: { interested: resultType === 'Goal Completed' },
    }
    return [ended, retellEvent('call_analyzed', call, apiKey)]
  }

  return Object.assign(provider, { calls, rings, apiKeys, end })
}

/** An event about a call, signed as Retell signs: HMAC-SHA256 with the API key over the body and the time in ms. */
export function retellEvent(
  event: string,
  call: Partial<PhoneCallResponse>,
  apiKey: string,
  atMs = Date.now(),
): FakeEvent {
  const body = JSON.stringify({ event, call })
  const digest = createHmac('sha256', apiKey)
    .update(body + atMs)
    .digest('hex')
  return { headers: { 'x-retell-signature': `v=${atMs},d=${digest}` }, body }
}

function refusal(status: number, message: string): FakeAnswer {
  return { status, json: { status: 'error', message } }
}
