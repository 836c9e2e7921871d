// Compiled beside what openapi-typescript generates, and run, by generated-clients.spec.ts: every operation once.
import createClient from 'openapi-fetch'
import { Webhook } from 'standardwebhooks'
import type { components, paths } from './schema'

const { API_URL = '', API_KEY = '', AGENT_ID = '', CALL_ID = '', DIALER_SECRET = '' } = process.env
const client = createClient<paths>({ baseUrl: API_URL, headers: { 'x-api-key': API_KEY } })
const done: Record<string, number> = {}

function note<Answer extends { response: Response }>(operationId: string, answer: Answer): Answer {
  done[operationId] = answer.response.status
  return answer
}

const agent = { path: { agentId: AGENT_ID } }
note('checkAgentForBatch', await client.HEAD('/agents/{agentId}/schedule/sequences', { params: agent }))
note('checkAgentForContact', await client.HEAD('/agents/{agentId}/schedule/sequence', { params: agent }))
const outcomes = note('listOutcomes', await client.GET('/agents/{agentId}/outcomes', { params: agent }))
const successful: boolean | undefined = outcomes.data?.outcomes[0]?.successful
note('getContactSchema', await client.GET('/agents/{agentId}/contact-schema', { params: agent }))

const contact: components['schemas']['Contact'] = {
  name: 'John Doe',
  phoneNumber: '+15551234567',
  account_id: 'acme-1',
}
const body: components['schemas']['EnrollBatchRequest'] = {
  contacts: [contact, { name: 'Jane Roe', phoneNumber: '12' }],
  groupByField: 'account_id',
  bypassAllowedCallWindow: true,
}
const trial = await client.POST('/agents/{agentId}/schedule/sequences', {
  params: { ...agent, query: { dryRun: true } },
  body,
})
if (trial.response.status !== 200) throw new Error(`A dry run answered ${trial.response.status}.`)
const enrolled = note(
  'enrollBatch',
  await client.POST('/agents/{agentId}/schedule/sequences', {
    params: { ...agent, header: { 'Idempotency-Key': 'openapi-fetch' } },
    body,
  }),
)
if (!enrolled.data || !('batchId' in enrolled.data)) throw new Error(JSON.stringify(enrolled.error))
const single = note(
  'enrollContact',
  await client.POST('/agents/{agentId}/schedule/sequence', {
    params: agent,
    body: { ...contact, phoneNumber: '+15551234568', bypassAllowedCallWindow: true, groupByField: 'account_id' },
  }),
)
if (!single.data || !('sequenceId' in single.data.sequence)) throw new Error(JSON.stringify(single.error))
const sequence = { path: { sequenceId: single.data.sequence.sequenceId } }

const batch = { path: { batchId: enrolled.data.batchId } }
const counts = note('getBatch', await client.GET('/batches/{batchId}', { params: batch })).data?.sequences
const known: number | undefined = counts && counts.scheduled + counts['in progress']
note(
  'listBatchSequences',
  await client.GET('/batches/{batchId}/sequences', { params: { ...batch, query: { limit: 1 } } }),
)
note('listRejectedContacts', await client.GET('/batches/{batchId}/rejected', { params: batch }))
note('pauseBatch', await client.POST('/batches/{batchId}/pause', { params: batch }))
note('resumeBatch', await client.POST('/batches/{batchId}/resume', { params: batch }))
note('cancelBatch', await client.POST('/batches/{batchId}/cancel', { params: batch }))
note('getSequence', await client.GET('/sequences/{sequenceId}', { params: sequence }))
const listed = note(
  'listSequences',
  await client.GET('/sequences', {
    params: { query: { variable: { account_id: 'acme-1' }, phoneNumber: '+15551234568' } },
  }),
)
if (!listed.data?.sequences[0]) throw new Error(JSON.stringify(listed.data ?? listed.error))
const [tomorrow, later] = [1, 2].map((days) => new Date(Date.now() + days * 86_400_000).toISOString())
const waiting = await client.POST('/agents/{agentId}/schedule/sequence', {
  params: agent,
  body: { ...contact, phoneNumber: '+15551234569', scheduledAt: tomorrow, bypassAllowedCallWindow: true },
})
if (!waiting.data || !('sequenceId' in waiting.data.sequence)) throw new Error(JSON.stringify(waiting.error))
note(
  'rescheduleSequence',
  await client.POST('/sequences/{sequenceId}/reschedule', {
    params: { path: { sequenceId: waiting.data.sequence.sequenceId } },
    body: { scheduledAt: later ?? '' },
  }),
)
note(
  'cancelSequence',
  await client.POST('/sequences/{sequenceId}/cancel', { params: sequence, body: { scope: 'contact' } }),
)
note(
  'cancelSequencesByVariable',
  await client.POST('/sequences/cancel', { body: { referenceKey: 'account_id', referenceValue: 'acme-1' } }),
)

const result = { resultType: 'No Answer', duration: 0, endedAt: new Date().toISOString(), attempt: 1 } as const
const at = new Date()
note(
  'recordCallResult',
  await client.POST('/calls/{callId}/result', {
    params: {
      path: { callId: CALL_ID },
      header: {
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(DIALER_SECRET).sign('msg_1', at, JSON.stringify(result)),
      },
    },
    body: result,
  }),
)
const usage = note('getCreditUsage', await client.GET('/credits/usage', { params: { query: {} } }))
const month: string | undefined = usage.data?.period.month
note('getHealth', await client.GET('/health'))
note('getOpenApiDocument', await client.GET('/openapi.json'))

const missing = await client.GET('/sequences/{sequenceId}', { params: { path: { sequenceId: 'x' } } })
if (missing.error?.error !== 'SEQUENCE_NOT_FOUND') throw new Error(JSON.stringify(missing.error))
console.log(JSON.stringify({ done, told: { successful, known, month } }))
