import { createHmac, randomUUID } from 'node:crypto'
import type { Vapi } from '@vapi-ai/server-sdk'
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

// Strict: a field that Vapi does not take is refused. The types are those of Vapi's SDK; the lengths those of its OpenAPI
// document. The texts and statuses of refusals are documented nowhere: these are made up after what such servers say.

const customerSchema = z.strictObject({
  number: z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a valid phone number in the E.164 format'),
  externalId: z.string().max(40).optional(),
  name: z.string().max(40).optional(),
  extension: z.string().min(1).max(10).optional(),
})
const customer = declared<z.infer<typeof customerSchema>, Vapi.CreateCustomerDto>(customerSchema, [])

const overridesSchema = z.strictObject({
  variableValues: z.record(z.string(), z.unknown()).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
})
const overrides = declared<z.infer<typeof overridesSchema>, Vapi.AssistantOverrides>(overridesSchema, [])

const createCallSchema = z.strictObject({
  assistantId: z.string().min(1),
  phoneNumberId: z.string().min(1),
  customer,
  assistantOverrides: overrides.optional(),
})
const createCall = declared<z.infer<typeof createCallSchema>, Vapi.CreateCallDto>(createCallSchema, [])

const listCallsSchema = z.strictObject({
  limit: z.coerce.number().int().min(0).max(1000).optional(),
  phoneNumberId: z.string().optional(),
  createdAtGe: z.iso.datetime().optional(),
  createdAtLe: z.iso.datetime().optional(),
})
const listCalls = declared<z.infer<typeof listCallsSchema>, Vapi.ListCallsRequest>(listCallsSchema, [])

const ORG_ID = '7b4ab9a0-0000-4000-8000-000000000001'
export const FAKE_ASSISTANT_ID = '7b4ab9a0-0000-4000-8000-00000000000a'
export const FAKE_NUMBER_ID = '7b4ab9a0-0000-4000-8000-00000000000b'

const ASSISTANTS = [{ id: FAKE_ASSISTANT_ID, orgId: ORG_ID, name: 'Renewals', createdAt: '', updatedAt: '' }]
const NUMBERS = [
  {
    id: FAKE_NUMBER_ID,
    orgId: ORG_ID,
    provider: 'twilio',
    number: '+15559876543',
    name: 'Main',
    createdAt: '',
    updatedAt: '',
  },
  {
    id: '7b4ab9a0-0000-4000-8000-00000000000c',
    orgId: ORG_ID,
    provider: 'twilio',
    number: '+15559876544',
    name: 'Second',
    createdAt: '',
    updatedAt: '',
  },
]

/** How Vapi ends a call for each result of ours. */
const ENDINGS: Record<RemoteResultType, Vapi.CallEndedReason> = {
  'Goal Completed': 'assistant-ended-call',
  'Goal Not Completed': 'customer-ended-call',
  Voicemail: 'voicemail',
  Busy: 'customer-busy',
  'No Answer': 'customer-did-not-answer',
  Failed: 'call.in-progress.error-vapifault-worker-died',
}

export type FakeVapi = FakeDialer & {
  /** The calls by their ids, as `GET /call/{id}` answers. */
  calls: Map<string, Vapi.Call>
}

/** Starts a Vapi that knows one API key, an assistant and two numbers, and signs with the secret of an HMAC credential. */
export async function startFakeVapi(apiKey: string, signingSecret: string): Promise<FakeVapi> {
  const calls = new Map<string, Vapi.Call>()
  const rings: FakeVapi['rings'] = []

  const create = ({ json }: FakeRequest): FakeAnswer => {
    const parsed = createCall.safeParse(json)
    if (!parsed.success) {
      return refusal(
        400,
        parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`),
      )
    }
    const { assistantId, phoneNumberId } = parsed.data
    if (assistantId !== FAKE_ASSISTANT_ID)
      return refusal(400, `Couldn't Get Assistant. assistantId ${assistantId} Does Not Exist.`)
    if (!NUMBERS.some(({ id }) => id === phoneNumberId))
      return refusal(400, `Couldn't Get Phone Number. phoneNumberId ${phoneNumberId} Does Not Exist.`)
    const now = new Date().toISOString()
    const call: Vapi.Call = {
      ...parsed.data,
      id: randomUUID(),
      orgId: ORG_ID,
      type: 'outboundPhoneCall',
      status: 'queued',
      createdAt: now,
      updatedAt: now,
    }
    calls.set(call.id, call)
    const { number, externalId } = parsed.data.customer ?? {}
    rings.push({ providerCallId: call.id, callId: externalId ?? null, phoneNumber: number ?? '' })
    return { status: 201, json: call }
  }

  const list = ({ query }: FakeRequest): FakeAnswer => {
    const parsed = listCalls.safeParse(Object.fromEntries(query))
    if (!parsed.success)
      return refusal(
        400,
        parsed.error.issues.map(({ message }) => message),
      )
    const { limit = 100, phoneNumberId, createdAtGe = '', createdAtLe = '9' } = parsed.data
    const matching = [...calls.values()]
      .filter((call) => !phoneNumberId || call.phoneNumberId === phoneNumberId)
      .filter(({ createdAt }) => createdAt >= createdAtGe && createdAt <= createdAtLe)
      .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
    return { status: 200, json: matching.slice(0, limit) }
  }

  const provider = await startFakeProvider({
    refuse: ({ headers }) =>
      headers.authorization === `Bearer ${apiKey}`
        ? null
        : refusal(
            401,
            'Invalid Key. Hot tip, you may be using the private key instead of the public key, or vice versa.',
          ),
    routes: [
      { method: 'POST', path: /^\/call$/, answer: create },
      { method: 'GET', path: /^\/call$/, answer: list },
      {
        method: 'GET',
        path: /^\/call\/([^/]+)$/,
        answer: ({ params: [id = ''] }) => {
          const call = calls.get(id)
          return call ? { status: 200, json: call } : refusal(404, `Couldn't Find Call ${id}.`)
        },
      },
      { method: 'GET', path: /^\/assistant$/, answer: () => ({ status: 200, json: ASSISTANTS }) },
      { method: 'GET', path: /^\/phone-number$/, answer: () => ({ status: 200, json: NUMBERS }) },
    ],
  })

  const end = (providerCallId: string, resultType: RemoteResultType): FakeEvent[] => {
    const call = calls.get(providerCallId)
    if (!call) throw new Error(`There is no call ${providerCallId}.`)
    const isSpoken = resultType === 'Goal Completed' || resultType === 'Goal Not Completed'
    Object.assign(call, {
      status: 'ended',
      endedReason: ENDINGS[resultType],
      endedAt: new Date().toISOString(),
      ...(isSpoken && {
        startedAt: new Date(Date.now() - 61_400).toISOString(),
        analysis: {
          summary: `The call ended as ${resultType}.`,
          structuredData: { interested: resultType === 'Goal Completed' },
          successEvaluation: String(resultType === 'Goal Completed'),
        },
        artifact: {
          transcript: 'AI: Hello.\nUser: Hello.\n',
          recordingUrl: `https://recordings.example/${providerCallId}.wav`,
          structuredOutputs: { 'so-1': { name: 'plan', result: 'B' } },
        },
      }),
    } satisfies Partial<Vapi.Call>)
    return [
      vapiEvent({ type: 'status-update', status: 'ended', call }, signingSecret),
      vapiEvent({ type: 'end-of-call-report', endedReason: call.endedReason, call }, signingSecret),
    ]
  }

  return Object.assign(provider, { calls, rings, end })
}

/** An event, signed as an HMAC credential of Vapi signs by default. */
export function vapiEvent(message: object, signingSecret: string, timestamp = Date.now()): FakeEvent {
  const body = JSON.stringify({ message })
  const signature = createHmac('sha256', signingSecret).update(`${timestamp}.${body}`).digest('hex')
  return { headers: { 'x-timestamp': String(timestamp), 'x-signature': signature }, body }
}

function refusal(status: number, message: string | string[]): FakeAnswer {
  const error = status === 401 ? 'Unauthorized' : status === 404 ? 'Not Found' : 'Bad Request'
  return { status, json: { message, error, statusCode: status } }
}
