// Compiled beside what openapi-typescript generates, and run, by generated-clients.spec.ts: every operation once.
import createClient from 'openapi-fetch'
import { Webhook } from 'standardwebhooks'
import type { components, paths } from './schema'

const { API_URL = '', API_KEY = '', AGENT_ID = '', CALL_ID = '', DIALER_SECRET = '', EVENTS_TOKEN = '' } = process.env
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
note('listAgents', await client.GET('/agents'))
note('listDialerAccounts', await client.GET('/dialer-accounts'))
const made = note('createAgent', await client.POST('/agents', { body: { name: 'By openapi-fetch' } }))
if (!made.data) throw new Error(JSON.stringify(made.error))
const own = { path: { agentId: made.data.agentId } }
const { version } = made.data
note('getAgent', await client.GET('/agents/{agentId}', { params: own }))
note('updateAgent', await client.PATCH('/agents/{agentId}', { params: own, body: { version, lines: 2 } }))
note('pauseAgent', await client.POST('/agents/{agentId}/pause', { params: own }))
note('resumeAgent', await client.POST('/agents/{agentId}/resume', { params: own }))
note('archiveAgent', await client.POST('/agents/{agentId}/archive', { params: own }))
note('unarchiveAgent', await client.POST('/agents/{agentId}/unarchive', { params: own }))

const contact: components['schemas']['Contact'] = {
  name: 'John Doe',
  phoneNumber: '+15551234567',
  externalId: 'crm-1',
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
note('listBatches', await client.GET('/batches', { params: { query: { limit: 1 } } }))
note('pauseBatch', await client.POST('/batches/{batchId}/pause', { params: batch }))
note('resumeBatch', await client.POST('/batches/{batchId}/resume', { params: batch }))
note('cancelBatch', await client.POST('/batches/{batchId}/cancel', { params: batch }))
note('getSequence', await client.GET('/sequences/{sequenceId}', { params: sequence }))
const listed = note(
  'listSequences',
  await client.GET('/sequences', {
    params: { query: { variable: { account_id: 'acme-1' }, phoneNumber: '+15551234568', externalId: 'crm-1' } },
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
  'rescheduleSequences',
  await client.POST('/sequences/reschedule', {
    body: { sequenceIds: [waiting.data.sequence.sequenceId], scheduledAt: tomorrow ?? '' },
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
note(
  'takeDialerEvent',
  await client.POST('/dialers/{token}', { params: { path: { token: EVENTS_TOKEN } }, body: { event: 'call_ended' } }),
)
const call = note('getCall', await client.GET('/calls/{callId}', { params: { path: { callId: CALL_ID } } }))
if (!call.data) throw new Error(JSON.stringify(call.error))
const callsOfBatch = { path: { batchId: call.data.batchId } }
note('listCalls', await client.GET('/calls', { params: { query: { batchId: call.data.batchId } } }))
// The background has to settle the result first.
for (let tries = 0; tries < 100; tries++) {
  const again = await client.POST('/batches/{batchId}/call-again', {
    params: callsOfBatch,
    body: { resultTypes: ['No Answer'] },
  })
  note('callBatchAgain', again)
  if (again.response.status !== 409) break
  await new Promise((passed) => setTimeout(passed, 200))
}

const created = note('createKey', await client.POST('/keys', { body: { name: 'By openapi-fetch', scopes: ['read'] } }))
if (!created.data) throw new Error(JSON.stringify(created.error))
note('listKeys', await client.GET('/keys'))
const rotated = note(
  'rotateKey',
  await client.POST('/keys/{keyId}/rotate', { params: { path: { keyId: created.data.keyId } } }),
)
if (!rotated.data) throw new Error(JSON.stringify(rotated.error))
note('revokeKey', await client.POST('/keys/{keyId}/revoke', { params: { path: { keyId: rotated.data.keyId } } }))

const url = 'https://hooks.example.com/rollcall'
const hook = note(
  'createWebhookEndpoint',
  await client.POST('/webhook-endpoints', { body: { url, events: ['call.ended', 'batch.finished'] } }),
)
if (!hook.data) throw new Error(JSON.stringify(hook.error))
const endpoint = { path: { endpointId: hook.data.endpointId } }
note('listWebhookEndpoints', await client.GET('/webhook-endpoints'))
note(
  'updateWebhookEndpoint',
  await client.PATCH('/webhook-endpoints/{endpointId}', { params: endpoint, body: { events: ['call.ended'] } }),
)
note('rotateWebhookSecret', await client.POST('/webhook-endpoints/{endpointId}/rotate-secret', { params: endpoint }))
note('testWebhookEndpoint', await client.POST('/webhook-endpoints/{endpointId}/test', { params: endpoint }))
note(
  'recoverWebhookEndpoint',
  await client.POST('/webhook-endpoints/{endpointId}/recover', {
    params: endpoint,
    body: { since: at.toISOString() },
  }),
)
note('disableWebhookEndpoint', await client.POST('/webhook-endpoints/{endpointId}/disable', { params: endpoint }))
note('enableWebhookEndpoint', await client.POST('/webhook-endpoints/{endpointId}/enable', { params: endpoint }))
note('deleteWebhookEndpoint', await client.DELETE('/webhook-endpoints/{endpointId}', { params: endpoint }))

const numbers = ['+15551239998']
note('suppressNumbers', await client.POST('/suppressions', { body: { numbers, reason: 'Asked for it' } }))
note(
  'listSuppressions',
  await client.GET('/suppressions', { params: { query: { phoneNumber: numbers[0], limit: 1 } } }),
)
note(
  'getPerson',
  await client.GET('/people/{number}', { params: { path: { number: numbers[0] ?? '' }, query: { limit: 1 } } }),
)
const checked = note('checkSuppressions', await client.POST('/suppressions/check', { body: { numbers } }))
if (!checked.data?.numbers[0]?.suppressed) throw new Error(JSON.stringify(checked.data ?? checked.error))
note('unsuppressNumbers', await client.DELETE('/suppressions', { body: { numbers } }))
note('optOutPerson', await client.POST('/people/opt-out', { body: { phoneNumber: '+15551239997' } }))
const newList = note(
  'createSuppressionList',
  await client.POST('/suppression-lists', { body: { name: 'Plaintiffs (openapi-fetch)', kind: 'litigators' } }),
)
const ofList = { path: { listId: newList.data?.listId ?? '' } }
note('getSuppressionList', await client.GET('/suppression-lists/{listId}', { params: ofList }))
note(
  'updateSuppressionList',
  await client.PATCH('/suppression-lists/{listId}', { params: ofList, body: { refreshed: true } }),
)
const lists = note('listSuppressionLists', await client.GET('/suppression-lists'))
if (!lists.data?.lists.some(({ builtIn }) => !builtIn)) throw new Error(JSON.stringify(lists.data ?? lists.error))
note('deleteSuppressionList', await client.DELETE('/suppression-lists/{listId}', { params: ofList }))

const usage = note('getCreditUsage', await client.GET('/credits/usage', { params: { query: {} } }))
const month: string | undefined = usage.data?.period.month
note('getHealth', await client.GET('/health'))
note('getOpenApiDocument', await client.GET('/openapi.json'))

const missing = await client.GET('/sequences/{sequenceId}', { params: { path: { sequenceId: 'x' } } })
if (missing.error?.error !== 'SEQUENCE_NOT_FOUND') throw new Error(JSON.stringify(missing.error))
console.log(JSON.stringify({ done, told: { successful, known, month } }))
