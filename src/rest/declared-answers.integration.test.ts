import { beforeAll, expect, it } from 'vitest'
import { secretsOfSimulatedCall } from '@/domain/dialer-accounts/account-secrets'
import { toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { signMessage } from '@/platform/signatures'
import { endedCall, requestedCall } from '@/testing/ended-call'
import { newEventsToken } from '@/testing/events-token'
import { createTestOrganization, laterContact, type TestOrganization, testContact } from '@/testing/factories'
import { endpoints } from './endpoint-table'
import { handleRequest } from './handle-request'
import { matchEndpoint } from './match-endpoint'

// Outside of production the door refuses an answer that is not as declared (`assertDeclared`): here every endpoint gives
// each of its answers once, so that none is declared and never given.
const given = new Set<string>()
let tenant: TestOrganization

beforeAll(async () => {
  tenant = await createTestOrganization()
  const { organizationId } = tenant
  await db().apiKey.updateMany({ where: { organizationId }, data: { rateLimitPerSecond: 1_000 } })
})

async function ask(method: string, path: string, json?: unknown, headers: Record<string, string> = {}) {
  const response = await handleRequest(
    new Request(`http://127.0.0.1/api/v1${path}`, {
      method,
      headers: { 'x-api-key': tenant.apiKey, 'content-type': 'application/json', ...headers },
      ...(json === undefined ? {} : { body: typeof json === 'string' ? json : JSON.stringify(json) }),
    }),
  )
  const match = matchEndpoint(endpoints, method, path.replace(/\?.*/, ''))
  const text = await response.text()
  if (match.kind !== 'found') throw new Error(`${method} ${path} is nobody's.`)
  expect(Object.keys(match.endpoint.answers), `${method} ${path}: ${text}`).toContain(String(response.status))
  given.add(`${method} ${match.endpoint.path} ${response.status}`)
  return text.startsWith('{') ? JSON.parse(text) : text
}

it('enrollments', async () => {
  const path = `/agents/${tenant.agents.alwaysOn}/schedule`
  const contacts = [laterContact(1), laterContact(2, { account_id: 'a' }), { name: '' }]
  for (const query of ['?dryRun=true', '']) {
    await ask('POST', `${path}/sequences${query}`, { contacts })
    await ask('POST', `${path}/sequence${query}`, laterContact(3, { account_id: 'a', groupByField: 'account_id' }))
  }
  const again = { 'idempotency-key': 'one' }
  const first = await ask('POST', `${path}/sequences`, { contacts }, again)
  expect(await ask('POST', `${path}/sequences`, { contacts }, again)).toEqual(first)
  await ask('HEAD', `${path}/sequences`)
  await ask('HEAD', `${path}/sequence`)
})

it('an external id, wherever it is told of, and the list that is filtered by it', async () => {
  const { actor, agents } = tenant
  const path = `/agents/${agents.alwaysOn}/schedule`
  const contacts = [laterContact(11, { externalId: ' crm 1 ' }), { name: '', externalId: 'crm 2' }]
  const { rejected, batchId } = await ask('POST', `${path}/sequences`, { contacts })
  expect(rejected).toMatchObject([{ externalId: 'crm 2' }])
  expect(await ask('GET', `/batches/${batchId}/rejected`)).toMatchObject({ rejected: [{ externalId: 'crm 2' }] })
  const { sequence } = await ask('POST', `${path}/sequence`, laterContact(12, { externalId: 'crm 1' }))
  expect(sequence).toMatchObject({ externalId: 'crm 1' })
  const callId = await endedCall(actor, agents.alwaysOn, testContact(13, { externalId: 'crm 1' }))
  expect(await ask('GET', `/calls/${toPublicId('call', callId)}`)).toMatchObject({ externalId: 'crm 1' })
  const { sequences } = await ask('GET', '/sequences?externalId=crm%201&lifecycleStatus=scheduled')
  expect(sequences).toMatchObject([{ externalId: 'crm 1' }, { externalId: 'crm 1' }])
})

it('a batch', async () => {
  const contacts = [laterContact(1, { account_id: 'a' }), laterContact(2, { account_id: 'a' }), { name: '' }]
  const enrolled = { contacts, groupByField: 'account_id' }
  const { batchId } = await ask('POST', `/agents/${tenant.agents.alwaysOn}/schedule/sequences`, enrolled)
  await ask('GET', `/batches/${batchId}/sequences?limit=1`)
  await ask('GET', `/batches/${batchId}/rejected`)
  expect(await ask('GET', `/batches/${batchId}/rejected`, undefined, { accept: 'text/csv' })).toContain('rejection')
  for (const verb of ['pause', 'resume', 'cancel']) await ask('POST', `/batches/${batchId}/${verb}`, { reason: verb })
  expect(await ask('GET', `/batches/${batchId}`)).toMatchObject({ pauseReason: 'pause', cancelReason: 'cancel' })
})

it('a sequence with a call, and its cancellation', async () => {
  const { actor, agents } = tenant
  const callId = await endedCall(actor, agents.alwaysOn, testContact(4))
  const { sequenceId } = await db().call.findUniqueOrThrow({ where: { id: callId } })
  const path = `/sequences/${toPublicId('sequence', sequenceId)}`
  expect((await ask('GET', path)).calls).toHaveLength(1)
  await ask('POST', `${path}/cancel`, { scope: 'contact' })
  const listed = await ask('GET', '/sequences?phoneNumber=%2B15550000003&lifecycleStatus=scheduled')
  const { sequenceId: later } = listed.sequences[0]
  const scheduledAt = new Date(Date.now() + 86_400_000).toISOString()
  expect(await ask('POST', `/sequences/${later}/reschedule`, { scheduledAt })).toEqual({ success: true, scheduledAt })
  expect(await ask('POST', '/sequences/reschedule', { sequenceIds: [later, 'nobody'], scheduledAt })).toMatchObject({
    rescheduled: [{ sequenceId: later, scheduledAt }],
    leftOut: [{ sequenceId: 'nobody' }],
  })
  await ask('POST', '/sequences/cancel', { referenceKey: 'account_id', referenceValue: 'a' })
})

it('the report of a call', async () => {
  const id = await requestedCall(tenant.actor, tenant.agents.alwaysOn, testContact(5))
  await db().call.update({ where: { id }, data: { status: 'placed', placedAt: new Date() } })
  const result = { resultType: 'Busy', duration: 1, endedAt: new Date().toISOString(), summary: 5 }
  const body = JSON.stringify(result)
  const signed = signMessage({ id: 'm', atMs: Date.now(), body, secrets: secretsOfSimulatedCall(id) })
  const report = () => ask('POST', `/calls/${toPublicId('call', id)}/result`, body, signed)
  expect(await report()).toMatchObject({ notes: [{ path: 'summary' }] })
  expect(await report()).toMatchObject({ duplicate: true })
})

it('an event of a provider', async () => {
  await ask('POST', `/dialers/${await newEventsToken(tenant.actor)}`, { event: 'call_ended' })
})

it('an agent', async () => {
  expect((await ask('GET', '/dialer-accounts')).accounts.length).toBeGreaterThan(0)
  expect((await ask('GET', '/agents')).agents.length).toBeGreaterThan(0)
  const { agentId, version } = await ask('POST', '/agents', { name: 'Renewals' })
  const path = `/agents/${agentId}`
  await ask('GET', path)
  expect(await ask('PATCH', path, { version, lines: 2 })).toMatchObject({ lines: 2 })
  for (const verb of ['pause', 'resume', 'archive', 'unarchive']) await ask('POST', `${path}/${verb}`)
})

it('calls, and those who are called again', async () => {
  const callId = await endedCall(tenant.actor, tenant.agents.alwaysOn, testContact(6), { resultType: 'Busy' })
  const { batchId } = await ask('GET', `/calls/${toPublicId('call', callId)}`)
  expect((await ask('GET', `/calls?batchId=${batchId}`)).calls).toHaveLength(1)
  await ask('GET', '/batches?limit=1')
  await ask('GET', '/sequences?limit=1')
  expect(await ask('POST', `/batches/${batchId}/call-again`, { resultTypes: ['Busy'] })).toMatchObject({ accepted: 1 })
})

it('a sequence that is put off', async () => {
  const { sequence } = await ask('POST', `/agents/${tenant.agents.alwaysOn}/schedule/sequence`, laterContact(7))
  const scheduledAt = new Date(Date.now() + 2 * 86_400_000).toISOString()
  await ask('POST', `/sequences/${sequence.sequenceId}/reschedule`, { scheduledAt })
})

it('a webhook endpoint', async () => {
  const url = 'https://hooks.example.com/rollcall'
  const { endpointId } = await ask('POST', '/webhook-endpoints', { url, events: ['batch.created'] })
  const path = `/webhook-endpoints/${endpointId}`
  expect((await ask('GET', '/webhook-endpoints')).endpoints).toMatchObject([{ endpointId, url }])
  expect(await ask('PATCH', path, { events: ['call.ended'] })).toMatchObject({ events: ['call.ended'] })
  await ask('POST', `${path}/rotate-secret`)
  await ask('POST', `${path}/test`)
  await ask('POST', `${path}/recover`, { since: '2026-01-01T00:00:00Z' })
  await ask('POST', `${path}/disable`)
  await ask('POST', `${path}/enable`)
  await ask('DELETE', path)
})

it('the trail of a person', async () => {
  const { phoneNumber } = laterContact(61)
  await ask('POST', `/agents/${tenant.agents.alwaysOn}/schedule/sequence`, laterContact(61))
  const first = await ask('GET', `/people/${encodeURIComponent(phoneNumber)}?limit=1`)
  expect(first).toMatchObject({ phoneNumber, trail: [{ type: 'enrolled' }], nextCursor: null })
})

it('suppressed numbers', async () => {
  const numbers = ['+1 555 000 0777', '+1 555 000 0777 ext. 5', '12']
  expect(await ask('POST', '/suppressions', { numbers })).toMatchObject({ added: 1, known: 1, invalid: [{ index: 2 }] })
  expect(await ask('POST', '/suppressions/check', { numbers })).toMatchObject({ numbers: [{ suppressed: true }, {}] })
  expect((await ask('GET', '/suppressions?limit=1')).suppressions).toHaveLength(1)
  expect(await ask('DELETE', '/suppressions', { numbers })).toMatchObject({ removed: 1, unknown: 1 })
})

it('an opt-out', async () => {
  expect(await ask('POST', '/people/opt-out', { phoneNumber: '+15550000779' })).toEqual({ success: true, cancelled: 0 })
})

it('a suppression list', async () => {
  const { listId } = await ask('POST', '/suppression-lists', { name: 'Plaintiffs', kind: 'litigators' })
  const path = `/suppression-lists/${listId}`
  await ask('POST', '/suppressions', { numbers: ['+15550000778'], list: 'plaintiffs' })
  expect(await ask('GET', path)).toMatchObject({ name: 'Plaintiffs', entries: 1 })
  expect(await ask('PATCH', path, { name: 'Litigators' })).toMatchObject({ listId, name: 'Litigators' })
  expect((await ask('GET', '/suppression-lists')).lists).toContainEqual(expect.objectContaining({ listId }))
  expect(await ask('DELETE', path)).toEqual({ success: true })
})

it('an API key', async () => {
  const { keyId } = await ask('POST', '/keys', { name: 'Sync', scopes: ['read'] })
  await ask('POST', `/keys/${keyId}/rotate`)
  await ask('POST', `/keys/${keyId}/revoke`)
  expect((await ask('GET', '/keys')).keys).toHaveLength(3)
})

it('what is only read', async () => {
  await ask('GET', `/agents/${tenant.agents.alwaysOn}/outcomes`)
  await ask('GET', `/agents/${tenant.agents.officeHours}/contact-schema`)
  await ask('GET', '/credits/usage')
  await ask('GET', '/credits/usage?startDate=2026-01-01&endDate=2026-01-31')
  await ask('GET', '/health')
  await ask('GET', '/openapi.json')
})

it('nothing is declared that was not given', () => {
  const declared = endpoints.flatMap(({ method, path, answers }) =>
    Object.keys(answers).map((status) => `${method} ${path} ${status}`),
  )
  // A database that is down has a test of its own (scripts/lost-database.integration.test.ts).
  expect(declared.filter((answer) => !given.has(answer))).toEqual(['GET /health 503'])
})
