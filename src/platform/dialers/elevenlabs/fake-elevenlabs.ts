import { createHmac, randomUUID } from 'node:crypto'
import type {
  ConversationInitiationClientDataRequestInput,
  GetConversationResponseModel,
  GetConversationsPageResponseModel,
  TwilioOutboundCallResponse,
} from '@elevenlabs/elevenlabs-js/serialization'
import type { BodyHandleAnOutboundCallViaTwilioV1ConvaiTwilioOutboundCallPost as OutboundCall } from '@elevenlabs/elevenlabs-js/serialization/resources/conversationalAi/resources/twilio/client/requests'
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

// Strict: a field that ElevenLabs does not take is refused, and the types of what goes over the wire in ElevenLabs' SDK
// hold what it takes. The texts of refusals are documented nowhere, and made up.

const clientDataSchema = z.strictObject({
  user_id: z.string().optional(),
  dynamic_variables: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
})
const clientData = declared<z.infer<typeof clientDataSchema>, ConversationInitiationClientDataRequestInput.Raw>(
  clientDataSchema,
  [],
)

const outboundCallSchema = z.strictObject({
  agent_id: z.string().min(1),
  agent_phone_number_id: z.string().min(1),
  to_number: z.string().regex(/^\+[1-9]\d{6,14}$/, 'Invalid phone number'),
  conversation_initiation_client_data: clientData.optional(),
})
const outboundCall = declared<z.infer<typeof outboundCallSchema>, OutboundCall.Raw>(outboundCallSchema, [])

const AGENTS = [
  { agent_id: 'agent_renewals', name: 'Renewals', archived: false },
  { agent_id: 'agent_old', name: 'Old', archived: true },
  { agent_id: 'agent_surveys', name: 'Surveys', archived: false },
].map((agent) => ({
  ...agent,
  voice_id: 'voice',
  tags: [],
  created_at_unix_secs: 0,
  access_info: { is_creator: true, creator_name: 'Ada', creator_email: 'ada@acme.com', role: 'admin' },
}))
const NUMBERS = [
  {
    phone_number_id: 'phnum_1',
    phone_number: '+15559876543',
    label: 'Main',
    provider: 'twilio',
    supports_outbound: true,
  },
  {
    phone_number_id: 'phnum_2',
    phone_number: '+15559876544',
    label: 'Trunk',
    provider: 'sip_trunk',
    supports_outbound: true,
    livekit_stack: 'standard',
  },
  {
    phone_number_id: 'phnum_3',
    phone_number: '+15559876545',
    label: 'In',
    provider: 'twilio',
    supports_outbound: false,
  },
]

type Conversation = GetConversationResponseModel.Raw

export type FakeElevenlabs = FakeDialer & {
  /** The conversations by their ids, as `GET /v1/convai/conversations/{id}` answers. */
  conversations: Map<string, Conversation>
}

/** Starts an ElevenLabs that knows one API key, and signs events with the secret of a webhook. */
export async function startFakeElevenlabs(apiKey: string, webhookSecret: string): Promise<FakeElevenlabs> {
  const conversations = new Map<string, Conversation>()
  const rings: FakeElevenlabs['rings'] = []

  const create =
    (provider: string) =>
    ({ json }: FakeRequest): FakeAnswer => {
      const parsed = outboundCall.safeParse(json)
      if (!parsed.success) {
        const detail = parsed.error.issues.map(({ path, message }) => ({
          loc: ['body', ...path],
          msg: `${path.join('.')}: ${message}`,
          type: 'value_error',
        }))
        return { status: 422, json: { detail } }
      }
      const { agent_id, agent_phone_number_id, to_number, conversation_initiation_client_data: data } = parsed.data
      const number = NUMBERS.find(({ phone_number_id }) => phone_number_id === agent_phone_number_id)
      if (!AGENTS.some((agent) => agent.agent_id === agent_id))
        return refusal(404, 'agent_not_found', `Agent ${agent_id} does not exist.`)
      if (number?.provider !== provider)
        return refusal(404, 'phone_number_not_found', `No ${provider} number ${agent_phone_number_id}.`)
      const conversation: Conversation = {
        agent_id,
        conversation_id: `conv_${randomUUID().replaceAll('-', '')}`,
        status: 'initiated',
        ...(data?.user_id && { user_id: data.user_id }),
        metadata: { start_time_unix_secs: Math.floor(Date.now() / 1000), call_duration_secs: 0 },
        conversation_initiation_client_data: data ?? {},
        has_audio: false,
        has_user_audio: false,
        has_response_audio: false,
        has_auxiliary_audio: false,
        transcript: [],
      }
      conversations.set(conversation.conversation_id, conversation)
      rings.push({
        providerCallId: conversation.conversation_id,
        callId: data?.user_id ?? null,
        phoneNumber: to_number,
      })
      const answer: TwilioOutboundCallResponse.Raw = {
        success: true,
        message: 'Success',
        conversation_id: conversation.conversation_id,
        callSid: 'CA0123',
      }
      return { status: 200, json: answer }
    }

  const list = ({ query }: FakeRequest): FakeAnswer => {
    const userId = query.get('user_id')
    const matching = [...conversations.values()].filter(({ user_id }) => userId === null || user_id === userId)
    const answer: GetConversationsPageResponseModel.Raw = {
      // As there: a listed conversation does not say whose it is.
      conversations: matching.slice(0, Number(query.get('page_size') ?? 30)).map((conversation) => ({
        agent_id: conversation.agent_id,
        conversation_id: conversation.conversation_id,
        status: conversation.status,
        start_time_unix_secs: conversation.metadata.start_time_unix_secs,
        call_duration_secs: conversation.metadata.call_duration_secs,
        message_count: conversation.transcript.length,
        call_successful: conversation.analysis?.call_successful ?? 'unknown',
      })),
      has_more: false,
    }
    return { status: 200, json: answer }
  }

  const agentsPage = ({ query }: FakeRequest): FakeAnswer => {
    // One agent a page, so that whoever does not turn it misses the others.
    const from = Number(query.get('cursor') ?? 0)
    const isLast = from + 1 >= AGENTS.length
    const next = isLast ? {} : { next_cursor: String(from + 1) }
    return { status: 200, json: { agents: AGENTS.slice(from, from + 1), has_more: !isLast, ...next } }
  }

  const provider = await startFakeProvider({
    refuse: ({ headers }) =>
      headers['xi-api-key'] === apiKey ? null : refusal(401, 'invalid_api_key', 'Invalid API key'),
    routes: [
      { method: 'POST', path: /^\/v1\/convai\/twilio\/outbound-call$/, answer: create('twilio') },
      { method: 'POST', path: /^\/v1\/convai\/sip-trunk\/outbound-call$/, answer: create('sip_trunk') },
      { method: 'GET', path: /^\/v1\/convai\/conversations$/, answer: list },
      {
        method: 'GET',
        path: /^\/v1\/convai\/conversations\/([^/]+)$/,
        answer: ({ params: [id = ''] }) => {
          const conversation = conversations.get(id)
          return conversation
            ? { status: 200, json: conversation }
            : refusal(404, 'conversation_not_found', `Conversation with id ${id} not found.`)
        },
      },
      { method: 'GET', path: /^\/v1\/convai\/agents$/, answer: agentsPage },
      { method: 'GET', path: /^\/v1\/convai\/phone-numbers$/, answer: () => ({ status: 200, json: NUMBERS }) },
    ],
  })

  const end = (providerCallId: string, resultType: RemoteResultType): FakeEvent[] => {
    const conversation = conversations.get(providerCallId)
    if (!conversation) throw new Error(`There is no conversation ${providerCallId}.`)
    Object.assign(conversation, endingOf(resultType))
    const isInitiated = resultType !== 'Busy' && resultType !== 'No Answer' && resultType !== 'Failed'
    if (isInitiated) return [elevenlabsEvent('post_call_transcription', conversation, webhookSecret)]
    const failure_reason = { Busy: 'busy', 'No Answer': 'no-answer' }[resultType as string] ?? 'unknown'
    const { agent_id, conversation_id } = conversation
    return [elevenlabsEvent('call_initiation_failure', { agent_id, conversation_id, failure_reason }, webhookSecret)]
  }

  return Object.assign(provider, { conversations, rings, end })
}

/** How ElevenLabs ends a call for each result of ours. */
function endingOf(resultType: RemoteResultType): Partial<Conversation> {
  const results = { Voicemail: 'voicemail', Busy: 'busy', 'No Answer': 'no_answer', Failed: 'failed' } as const
  const isSpoken = resultType === 'Goal Completed' || resultType === 'Goal Not Completed'
  const isConnected = isSpoken || resultType === 'Voicemail'
  return {
    status: isConnected ? 'done' : 'failed',
    metadata: {
      start_time_unix_secs: Math.floor(Date.now() / 1000) - (isConnected ? 61 : 0),
      call_duration_secs: isConnected ? 61 : 0,
      termination_reason: isConnected ? 'Client disconnected: 1000' : '',
      phone_call: {
        type: 'twilio',
        direction: 'outbound',
        phone_number_id: 'phnum_1',
        agent_number: '+15559876543',
        external_number: '+15551234567',
        call_result: isSpoken ? 'answered' : results[resultType],
        stream_sid: 'MZ0',
        call_sid: 'CA0123',
      },
    },
    ...(isSpoken && {
      transcript: [
        { role: 'agent', message: 'Hello.', time_in_call_secs: 0 },
        { role: 'user', message: 'Hello.', time_in_call_secs: 2 },
      ],
      analysis: {
        call_successful: resultType === 'Goal Completed' ? 'success' : 'failure',
        transcript_summary: `The call ended as ${resultType}.`,
        data_collection_results: {
          interested: {
            data_collection_id: 'interested',
            value: resultType === 'Goal Completed',
            rationale: 'Said so.',
          },
        },
        evaluation_criteria_results: {
          polite: { criteria_id: 'polite', result: 'success', rationale: 'Was so.' },
        },
      },
    }),
  }
}

/** An event, signed as ElevenLabs signs: HMAC-SHA256 over the time in seconds, a dot and the body. */
export function elevenlabsEvent(type: string, data: object, secret: string, atMs = Date.now()): FakeEvent {
  const at = Math.floor(atMs / 1000)
  const body = JSON.stringify({ type, event_timestamp: at, data })
  const digest = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
  return { headers: { 'elevenlabs-signature': `t=${at},v0=${digest}` }, body }
}

function refusal(status: number, code: string, message: string): FakeAnswer {
  return { status, json: { detail: { status: code, message } } }
}
