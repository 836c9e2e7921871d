// Compiled beside what @hey-api/openapi-ts generates, and run, by generated-clients.spec.ts: every operation once.
import { Webhook } from 'standardwebhooks'
import * as api from './hey-api'
import { client } from './hey-api/client.gen'

const { API_URL = '', API_KEY = '', AGENT_ID = '', CALL_ID = '', DIALER_SECRET = '', EVENTS_TOKEN = '' } = process.env
client.setConfig({ baseUrl: API_URL, auth: API_KEY })
const done: Record<string, number> = {}

function note<Answer extends { response?: Response }>(operationId: string, answer: Answer): Answer {
  done[operationId] = answer.response?.status ?? 0
  return answer
}

const path = { agentId: AGENT_ID }
note('checkAgentForBatch', await api.checkAgentForBatch({ path }))
note('checkAgentForContact', await api.checkAgentForContact({ path }))
const outcomes = note('listOutcomes', await api.listOutcomes({ path }))
const successful: boolean | undefined = outcomes.data?.outcomes[0]?.successful
note('getContactSchema', await api.getContactSchema({ path }))
note('listAgents', await api.listAgents())
note('listDialerAccounts', await api.listDialerAccounts())
const made = note('createAgent', await api.createAgent({ body: { name: 'By hey-api' } }))
if (!made.data) throw new Error(JSON.stringify(made.error))
const own = { agentId: made.data.agentId }
note('getAgent', await api.getAgent({ path: own }))
note('updateAgent', await api.updateAgent({ path: own, body: { version: made.data.version, lines: 2 } }))
note('pauseAgent', await api.pauseAgent({ path: own }))
note('resumeAgent', await api.resumeAgent({ path: own }))
note('archiveAgent', await api.archiveAgent({ path: own }))
note('unarchiveAgent', await api.unarchiveAgent({ path: own }))

const contact: api.Contact = {
  name: 'John Doe',
  phoneNumber: '+15551234567',
  externalId: 'crm-2',
  account_id: 'acme-2',
}
const body: api.EnrollBatchRequest = {
  contacts: [contact, { name: 'Jane Roe', phoneNumber: '12' }],
  groupByField: 'account_id',
  bypassAllowedCallWindow: true,
}
const trial = await api.enrollBatch({ path, query: { dryRun: true }, body })
if (trial.response?.status !== 200) throw new Error(`A dry run answered ${trial.response?.status}.`)
const enrolled = note('enrollBatch', await api.enrollBatch({ path, headers: { 'Idempotency-Key': 'hey-api' }, body }))
if (!enrolled.data || !('batchId' in enrolled.data)) throw new Error(JSON.stringify(enrolled.error))
const single = note(
  'enrollContact',
  await api.enrollContact({
    path,
    body: { ...contact, phoneNumber: '+15551234568', bypassAllowedCallWindow: true, groupByField: 'account_id' },
  }),
)
if (!single.data || !('sequenceId' in single.data.sequence)) throw new Error(JSON.stringify(single.error))
const sequence = { sequenceId: single.data.sequence.sequenceId }

const batch = { batchId: enrolled.data.batchId }
const counts = note('getBatch', await api.getBatch({ path: batch })).data?.sequences
const known: number | undefined = counts && counts.scheduled + counts['in progress']
note('listBatchSequences', await api.listBatchSequences({ path: batch, query: { limit: 1 } }))
note('listRejectedContacts', await api.listRejectedContacts({ path: batch }))
note('listBatches', await api.listBatches({ query: { limit: 1 } }))
note('pauseBatch', await api.pauseBatch({ path: batch }))
note('resumeBatch', await api.resumeBatch({ path: batch }))
note('cancelBatch', await api.cancelBatch({ path: batch }))
note('getSequence', await api.getSequence({ path: sequence }))
const listed = note(
  'listSequences',
  await api.listSequences({
    query: { variable: { account_id: 'acme-2' }, phoneNumber: '+15551234568', externalId: 'crm-2' },
  }),
)
if (!listed.data?.sequences[0]) throw new Error(JSON.stringify(listed.data ?? listed.error))
const [tomorrow, later] = [1, 2].map((days) => new Date(Date.now() + days * 86_400_000).toISOString())
const waiting = await api.enrollContact({
  path,
  body: { ...contact, phoneNumber: '+15551234569', scheduledAt: tomorrow, bypassAllowedCallWindow: true },
})
if (!waiting.data || !('sequenceId' in waiting.data.sequence)) throw new Error(JSON.stringify(waiting.error))
note(
  'rescheduleSequence',
  await api.rescheduleSequence({
    path: { sequenceId: waiting.data.sequence.sequenceId },
    body: { scheduledAt: later ?? '' },
  }),
)
note(
  'rescheduleSequences',
  await api.rescheduleSequences({
    body: { sequenceIds: [waiting.data.sequence.sequenceId], scheduledAt: tomorrow ?? '' },
  }),
)
note('cancelSequence', await api.cancelSequence({ path: sequence, body: { scope: 'contact' } }))
note(
  'cancelSequencesByVariable',
  await api.cancelSequencesByVariable({ body: { referenceKey: 'account_id', referenceValue: 'acme-2' } }),
)

const result = { resultType: 'No Answer', duration: 0, endedAt: new Date().toISOString(), attempt: 1 } as const
const at = new Date()
note(
  'recordCallResult',
  await api.recordCallResult({
    path: { callId: CALL_ID },
    headers: {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(DIALER_SECRET).sign('msg_1', at, JSON.stringify(result)),
    },
    body: result,
  }),
)
note('takeDialerEvent', await api.takeDialerEvent({ path: { token: EVENTS_TOKEN }, body: { event: 'call_ended' } }))
const call = note('getCall', await api.getCall({ path: { callId: CALL_ID } }))
if (!call.data) throw new Error(JSON.stringify(call.error))
const callsOfBatch = { batchId: call.data.batchId }
note('listCalls', await api.listCalls({ query: callsOfBatch }))
// The background has to settle the result first.
for (let tries = 0; tries < 100; tries++) {
  const again = await api.callBatchAgain({ path: callsOfBatch, body: { resultTypes: ['No Answer'] } })
  note('callBatchAgain', again)
  if (again.response?.status !== 409) break
  await new Promise((passed) => setTimeout(passed, 200))
}

const created = note('createKey', await api.createKey({ body: { name: 'By hey-api', scopes: ['read'] } }))
if (!created.data) throw new Error(JSON.stringify(created.error))
note('listKeys', await api.listKeys())
const rotated = note('rotateKey', await api.rotateKey({ path: { keyId: created.data.keyId } }))
if (!rotated.data) throw new Error(JSON.stringify(rotated.error))
note('revokeKey', await api.revokeKey({ path: { keyId: rotated.data.keyId } }))

const url = 'https://hooks.example.com/rollcall'
const hook = note(
  'createWebhookEndpoint',
  await api.createWebhookEndpoint({ body: { url, events: ['call.ended', 'batch.finished'] } }),
)
if (!hook.data) throw new Error(JSON.stringify(hook.error))
const endpoint = { endpointId: hook.data.endpointId }
note('listWebhookEndpoints', await api.listWebhookEndpoints())
note('updateWebhookEndpoint', await api.updateWebhookEndpoint({ path: endpoint, body: { events: ['call.ended'] } }))
note('rotateWebhookSecret', await api.rotateWebhookSecret({ path: endpoint }))
note('testWebhookEndpoint', await api.testWebhookEndpoint({ path: endpoint }))
note('recoverWebhookEndpoint', await api.recoverWebhookEndpoint({ path: endpoint, body: { since: at.toISOString() } }))
note('disableWebhookEndpoint', await api.disableWebhookEndpoint({ path: endpoint }))
note('enableWebhookEndpoint', await api.enableWebhookEndpoint({ path: endpoint }))
note('deleteWebhookEndpoint', await api.deleteWebhookEndpoint({ path: endpoint }))

const numbers = ['+15551239999']
note('suppressNumbers', await api.suppressNumbers({ body: { numbers, reason: 'Asked for it' } }))
note('listSuppressions', await api.listSuppressions({ query: { phoneNumber: numbers[0], limit: 1 } }))
note('getPerson', await api.getPerson({ path: { number: numbers[0] ?? '' }, query: { limit: 1 } }))
const checked = note('checkSuppressions', await api.checkSuppressions({ body: { numbers } }))
if (!checked.data?.numbers[0]?.suppressed) throw new Error(JSON.stringify(checked.data ?? checked.error))
note('unsuppressNumbers', await api.unsuppressNumbers({ body: { numbers } }))
note('optOutPerson', await api.optOutPerson({ body: { phoneNumber: '+15551239997' } }))
const newList = note(
  'createSuppressionList',
  await api.createSuppressionList({ body: { name: 'Plaintiffs (hey-api)', kind: 'litigators' } }),
)
const ofList = { path: { listId: newList.data?.listId ?? '' } }
note('getSuppressionList', await api.getSuppressionList(ofList))
note('updateSuppressionList', await api.updateSuppressionList({ ...ofList, body: { refreshed: true } }))
const lists = note('listSuppressionLists', await api.listSuppressionLists())
if (!lists.data?.lists.some(({ builtIn }) => !builtIn)) throw new Error(JSON.stringify(lists.data ?? lists.error))
note('deleteSuppressionList', await api.deleteSuppressionList(ofList))

const usage = note('getCreditUsage', await api.getCreditUsage())
const month: string | undefined = usage.data?.period.month
note('getHealth', await api.getHealth())
note('getOpenApiDocument', await api.getOpenApiDocument())

const missing = await api.getSequence({ path: { sequenceId: 'x' } })
if (missing.error?.error !== 'SEQUENCE_NOT_FOUND') throw new Error(JSON.stringify(missing.error))
console.log(JSON.stringify({ done, told: { successful, known, month } }))
