import { createHmac, randomUUID } from 'node:crypto'
import { z } from 'zod'
import {
  type FakeAnswer,
  type FakeDialer,
  type FakeEvent,
  type FakeRequest,
  startFakeProvider,
} from '@/platform/dialers/fake-provider'
import type { RemoteResultType } from '@/platform/dialers/remote-dialer'

/** What `POST /v1/calls` takes, as far as we may send it: the names of https://docs.bland.ai/api-v1/post/calls. */
const callSchema = z.strictObject({
  phone_number: z.string().regex(/^\+[1-9]\d{6,14}$/),
  from: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/)
    .optional(),
  pathway_id: z.uuid(),
  timezone: z.string().optional(),
  request_data: z.record(z.string(), z.string()).optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  webhook: z.url().optional(),
  answered_by_enabled: z.boolean().optional(),
})

/** The parameters of https://docs.bland.ai/api-v1/get/calls. */
const LIST_PARAMETERS = new Set([
  'from_number',
  'to_number',
  'from',
  'to',
  'limit',
  'ascending',
  'sort_by',
  'created_at',
  'start_date',
  'end_date',
  'completed',
  'batch_id',
  'answered_by',
  'inbound',
])

export const BLAND_PATHWAY = { id: '0d1f8f0e-6a52-4a5c-9d06-1b1a3f3ab001', name: 'Renewals' }
export const BLAND_NUMBER = '+15559876543'

/** How Bland ends a call for each result of ours. */
const ENDINGS: Record<RemoteResultType, Record<string, unknown>> = {
  'Goal Completed': { status: 'completed', answered_by: 'human', call_ended_by: 'ASSISTANT' },
  'Goal Not Completed': { status: 'completed', answered_by: 'unknown', call_ended_by: 'USER' },
  Voicemail: { status: 'completed', answered_by: 'voicemail' },
  Busy: { status: 'busy', answered_by: null },
  'No Answer': { status: 'no-answer', answered_by: 'no-answer' },
  Failed: { status: 'failed', queue_status: 'call_error', error_message: 'The call could not be connected.' },
}

export type FakeBlandCall = { call_id: string; to: string; metadata: Record<string, string> } & Record<string, unknown>

export type FakeBland = FakeDialer & {
  /** As `GET /v1/calls/{id}` answers, the newest first. */
  calls: FakeBlandCall[]
  /** Whether the rows of the list have their metadata, as Bland's newer answers do. */
  listsMetadata: boolean
}

/**
 * Starts a Bland that knows one key, one pathway and one number, and is built by Bland's documentation; its own API has
 * no SDK for servers.
 */
export async function startFakeBland(apiKey: string, webhookSecret: string): Promise<FakeBland> {
  const calls: FakeBlandCall[] = []
  const rings: FakeBland['rings'] = []

  const create = ({ json }: FakeRequest): FakeAnswer => {
    const sent = callSchema.safeParse(json)
    if (!sent.success) return refusal(400, z.prettifyError(sent.error))
    const { phone_number, from, pathway_id, metadata = {}, request_data } = sent.data
    if (pathway_id !== BLAND_PATHWAY.id) return refusal(400, 'The pathway does not exist.')
    if (from !== BLAND_NUMBER) return refusal(400, 'Invalid `from` number: it is not one of yours.')
    const call: FakeBlandCall = {
      call_id: randomUUID(),
      created_at: new Date().toISOString(),
      started_at: null,
      to: phone_number,
      from,
      request_data: sent.data,
      metadata,
      variables: { ...request_data, now_utc: new Date().toUTCString(), to: phone_number },
      completed: false,
      status: null,
      queue_status: 'started',
      answered_by: null,
      error_message: null,
      inbound: false,
    }
    calls.unshift(call)
    const { call_id } = call
    rings.push({ providerCallId: call_id, callId: metadata.rollcall_call_id ?? null, phoneNumber: phone_number })
    return { status: 200, json: { status: 'success', message: 'Call successfully queued.', call_id, batch_id: null } }
  }

  const list = ({ query }: FakeRequest): FakeAnswer => {
    const unknown = [...query.keys()].filter((name) => !LIST_PARAMETERS.has(name))
    if (unknown.length > 0) return refusal(400, `Unknown parameters: ${unknown.join(', ')}`)
    const rows = calls.slice(0, Number(query.get('limit') ?? 1_000)).map((call) => {
      const { call_id, created_at, to, from, completed, queue_status, answered_by, metadata } = call
      const row = { call_id, created_at, to, from, completed, queue_status, answered_by }
      return provider.listsMetadata ? { ...row, metadata } : row
    })
    return { status: 200, json: { total_count: calls.length, count: rows.length, calls: rows } }
  }

  const known = ({ params }: FakeRequest, answer: (call: FakeBlandCall) => FakeAnswer): FakeAnswer => {
    const call = calls.find(({ call_id }) => call_id === params[0])
    return call ? answer(call) : refusal(404, 'Call not found')
  }

  const end = (providerCallId: string, resultType: RemoteResultType): FakeEvent[] => {
    const call = calls.find(({ call_id }) => call_id === providerCallId)
    if (!call) throw new Error(`There is no call ${providerCallId}.`)
    const isSpoken = resultType === 'Goal Completed' || resultType === 'Goal Not Completed'
    Object.assign(call, { completed: true, queue_status: 'complete' }, ENDINGS[resultType], {
      ...(isSpoken && {
        started_at: new Date(Date.now() - 61_000).toISOString(),
        call_length: 61 / 60,
        corrected_duration: '61',
        concatenated_transcript: 'assistant: Hello! \n user: Hello?',
        transcripts: [{ id: 1, user: 'user', text: 'Hello?' }],
        summary: `The call ended as ${resultType}.`,
        recording_url: `https://recordings.example/${providerCallId}.mp3`,
        analysis: { call_successful: resultType === 'Goal Completed', interested: true },
      }),
    })
    return [blandEvent(call, webhookSecret)]
  }

  const provider = Object.assign(
    await startFakeProvider({
      refuse: ({ headers }) =>
        headers.authorization === apiKey
          ? null
          : { status: 401, json: { data: null, errors: [{ error: 'AUTH_FAILURE', message: 'Unauthorized' }] } },
      routes: [
        { method: 'POST', path: /^\/v1\/calls$/, answer: create },
        { method: 'GET', path: /^\/v1\/calls$/, answer: list },
        {
          method: 'GET',
          path: /^\/v1\/calls\/([^/]+)$/,
          answer: (request) => known(request, (call) => ({ status: 200, json: call })),
        },
        {
          method: 'POST',
          path: /^\/v1\/calls\/([^/]+)\/stop$/,
          answer: (request) =>
            known(request, (call) => {
              Object.assign(call, { completed: true, status: 'completed', queue_status: 'complete' })
              return { status: 200, json: { status: 'success', message: 'Call ended successfully.' } }
            }),
        },
        {
          method: 'GET',
          path: /^\/v1\/me$/,
          answer: () => ({
            status: 200,
            json: { status: 'active', billing: { current_balance: 12.5 }, total_calls: 1 },
          }),
        },
        { method: 'GET', path: /^\/v1\/convo_pathway$/, answer: () => ({ status: 200, json: [BLAND_PATHWAY] }) },
        {
          method: 'GET',
          path: /^\/v1\/inbound$/,
          answer: () => ({ status: 200, json: { inbound_numbers: [{ phone_number: BLAND_NUMBER }] } }),
        },
      ],
    }),
    { calls, rings, end, listsMetadata: true },
  )
  return provider
}

/** The webhook of a call, signed as Bland documents it: HMAC-SHA256 of the body in hex. */
export function blandEvent(call: Record<string, unknown>, webhookSecret: string): FakeEvent {
  const body = JSON.stringify(call)
  const signature = createHmac('sha256', webhookSecret).update(body).digest('hex')
  return { headers: { 'x-webhook-signature': signature }, body }
}

function refusal(status: number, message: string): FakeAnswer {
  return { status, json: { status: 'error', message } }
}
