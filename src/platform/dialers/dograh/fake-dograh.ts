import { z } from 'zod'
import {
  type FakeAnswer,
  type FakeDialer,
  type FakeEvent,
  type FakeRequest,
  startFakeProvider,
} from '@/platform/dialers/fake-provider'
import type { RemoteResultType } from '@/platform/dialers/remote-dialer'

/** `TriggerCallRequest` of Dograh's OpenAPI document (dograh-hq/dograh, 2026-08). */
const triggerSchema = z.strictObject({
  phone_number: z.string(),
  initial_context: z.record(z.string(), z.unknown()).nullish(),
  telephony_configuration_id: z.int().nullish(),
  from_phone_number_id: z.int().nullish(),
})

/** Context that a run owns itself: what comes from outside never replaces it. */
const RESERVED = new Set(['provider', 'runtime_configuration', 'mps_correlation_id'])

const LIST_PARAMETERS = new Set(['page', 'limit', 'filters', 'sort_by', 'sort_order'])
const LIST_LIMIT_MAX = 100

const WORKFLOW_ID = 7
export const DOGRAH_AGENT = { workflow_uuid: '6f0c7a31-53c5-4a4b-8f0b-2f86e4f0c007', name: 'Renewals' }
export const DOGRAH_NUMBER = { choice: '5/3', phoneNumber: '+15559876543' }
const NUMBERS = [
  { id: 3, address_normalized: DOGRAH_NUMBER.phoneNumber, label: 'Main', is_active: true },
  { id: 4, address_normalized: '+15559876544', label: null, is_active: false },
  { id: 8, address_normalized: 'sip:100@pbx.example', label: null, is_active: true },
]

/** How Dograh ends a run for each result of ours. */
const ENDINGS: Record<RemoteResultType, string> = {
  'Goal Completed': 'end_call',
  'Goal Not Completed': 'user_hangup',
  Voicemail: 'voicemail_detected',
  Busy: 'busy',
  'No Answer': 'no-answer',
  Failed: 'failed',
}

export type FakeDograhRun = {
  id: number
  created_at: string
  initial_context: Record<string, unknown>
} & Record<string, unknown>

export type FakeDograh = FakeDialer & {
  /** As `GET …/runs/{id}` answers, the newest first. */
  runs: FakeDograhRun[]
  /** What the telephony behind Dograh says to the next call. The run that it was for stays. */
  telephonyError: string | null
}

/**
 * Starts a Dograh that knows one key, one workflow and one active number, as its OpenAPI document and its source have it.
 * The workflow's webhook node is set up by our guide.
 */
export async function startFakeDograh(apiKey: string): Promise<FakeDograh> {
  const runs: FakeDograhRun[] = []
  const rings: FakeDograh['rings'] = []

  const trigger = ({ json, params }: FakeRequest): FakeAnswer => {
    const sent = triggerSchema.safeParse(json)
    if (!sent.success) {
      const detail = sent.error.issues.map(({ path, message }) => ({ loc: ['body', ...path], msg: message }))
      return { status: 422, json: { detail } }
    }
    if (params[0] !== DOGRAH_AGENT.workflow_uuid) return refusal(404, 'Workflow not found')
    const { phone_number, initial_context, telephony_configuration_id, from_phone_number_id } = sent.data
    const isKnown = NUMBERS.some(({ id, is_active }) => id === from_phone_number_id && is_active)
    if (from_phone_number_id != null && !isKnown) return refusal(400, 'from_phone_number_not_found')
    const external = Object.entries(initial_context ?? {}).filter(([name]) => !RESERVED.has(name))
    const id = 100 + runs.length
    const run: FakeDograhRun = {
      id,
      workflow_id: WORKFLOW_ID,
      name: 'WR-API-1234',
      mode: 'twilio',
      created_at: new Date().toISOString(),
      is_completed: false,
      initial_context: {
        provider: 'twilio',
        direction: 'outbound',
        telephony_configuration_id,
        ...Object.fromEntries(external),
        called_number: phone_number,
      },
      gathered_context: { provider: 'twilio', triggered_by: 'api' },
      usage_info: null,
      cost_info: null,
    }
    runs.unshift(run)
    if (provider.telephonyError !== null) {
      const error = `Failed to initiate call: ${provider.telephonyError}`
      const context = { error, call_disposition: 'error', mapped_call_disposition: 'error' }
      Object.assign(run, { is_completed: true, gathered_context: context, usage_info: { call_duration_seconds: 0 } })
      return refusal(400, error)
    }
    const callId = run.initial_context.rollcall_call_id
    rings.push({
      providerCallId: `${WORKFLOW_ID}/${id}`,
      callId: typeof callId === 'string' ? callId : null,
      phoneNumber: phone_number,
    })
    return { status: 200, json: { status: 'initiated', workflow_run_id: id, workflow_run_name: run.name } }
  }

  const list = ({ query, params }: FakeRequest): FakeAnswer => {
    const unknown = [...query.keys()].filter((name) => !LIST_PARAMETERS.has(name))
    if (unknown.length > 0) return refusal(422, `Unknown parameters: ${unknown.join(', ')}`)
    const [page, limit] = [Number(query.get('page') ?? 1), Number(query.get('limit') ?? 50)]
    if (limit > LIST_LIMIT_MAX) return refusal(422, 'Input should be less than or equal to 100')
    const own = Number(params[0]) === WORKFLOW_ID ? runs : []
    const total_pages = Math.ceil(own.length / limit)
    const shown = own.slice((page - 1) * limit, page * limit)
    return { status: 200, json: { runs: shown, total_count: own.length, page, limit, total_pages } }
  }

  const details = ({ params }: FakeRequest): FakeAnswer => {
    const run = Number(params[0]) === WORKFLOW_ID ? runs.find(({ id }) => id === Number(params[1])) : undefined
    return run ? { status: 200, json: run } : refusal(404, 'Workflow run not found')
  }

  const end = (providerCallId: string, resultType: RemoteResultType): FakeEvent[] => {
    const run = runs.find(({ id }) => providerCallId === `${WORKFLOW_ID}/${id}`)
    if (!run) throw new Error(`There is no run ${providerCallId}.`)
    const isSpoken = resultType === 'Goal Completed' || resultType === 'Goal Not Completed'
    const call_disposition = ENDINGS[resultType]
    const call_successful = resultType === 'Goal Completed'
    Object.assign(run, {
      is_completed: true,
      gathered_context: {
        provider: 'twilio',
        call_disposition,
        mapped_call_disposition: call_disposition,
        ...(isSpoken && { extracted_variables: { call_successful, interested: true } }),
      },
      ...(isSpoken && {
        created_at: new Date(Date.now() - 61_000).toISOString(),
        usage_info: { call_duration_seconds: 61.2 },
        recording_public_url: `https://recordings.example/${run.id}.wav`,
        logs: { realtime_feedback_events: [{ type: 'rtf-bot-text', payload: { text: 'Hello.' } }] },
      }),
    })
    const { rollcall_call_id } = run.initial_context
    return [{ headers: {}, body: JSON.stringify({ rollcall_call_id, call_disposition }) }]
  }

  const configuration = { id: 5, name: 'Twilio', provider: 'twilio', is_default_outbound: true }
  const provider = Object.assign(
    await startFakeProvider({
      refuse: ({ headers }) => (headers['x-api-key'] === apiKey ? null : refusal(401, 'Invalid API key')),
      routes: [
        { method: 'POST', path: /^\/api\/v1\/public\/agent\/workflow\/([^/]+)$/, answer: trigger },
        { method: 'GET', path: /^\/api\/v1\/workflow\/(\d+)\/runs$/, answer: list },
        { method: 'GET', path: /^\/api\/v1\/workflow\/(\d+)\/runs\/(\d+)$/, answer: details },
        {
          method: 'GET',
          path: /^\/api\/v1\/workflow\/fetch$/,
          answer: () => ({ status: 200, json: [{ id: WORKFLOW_ID, status: 'active', ...DOGRAH_AGENT }] }),
        },
        {
          method: 'GET',
          path: /^\/api\/v1\/organizations\/telephony-configs$/,
          answer: () => ({
            status: 200,
            json: { configurations: [configuration, { ...configuration, id: 6, inactive: true }] },
          }),
        },
        {
          method: 'GET',
          path: /^\/api\/v1\/organizations\/telephony-configs\/5\/phone-numbers$/,
          answer: () => ({ status: 200, json: { phone_numbers: NUMBERS } }),
        },
      ],
    }),
    { runs, rings, end, telephonyError: null as string | null },
  )
  return provider
}

function refusal(status: number, detail: string): FakeAnswer {
  return { status, json: { detail } }
}
