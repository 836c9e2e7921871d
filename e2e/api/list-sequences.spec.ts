import type { z } from 'zod'
import type { SequenceList } from '@/domain/sequences/sequence-answer.schema'
import type { cancelledSchema } from '@/rest/endpoints/cancel-by-variable'
import type { rescheduledSchema } from '@/rest/endpoints/reschedule-sequence'
import { laterContact, type TestOrganization } from '@/testing/factories'
import type { ApiClient } from './api-client'
import { expect, expectError, faultPaths, inDays, test, waitForSequences } from './contract-test'
import { TrpcClient } from './trpc-client'

async function enroll(api: ApiClient, tenant: TestOrganization, contacts: object[]): Promise<void> {
  const { batchId } = (await api.enroll(tenant.agents.alwaysOn, { contacts })).body
  await waitForSequences(api, batchId)
}

const list = (api: ApiClient, query = '') => api.get<SequenceList>(`/sequences${query}`)
const namesOf = async (api: ApiClient, query: string) =>
  (await list(api, query)).body.sequences.map(({ name }) => name).sort()

test.describe('GET /sequences', () => {
  test('lists by number, variables, state and change, a page at a time', async ({ api, tenant, stranger }) => {
    await enroll(api, tenant, [
      laterContact(1, { phoneNumber: '+14155552671', account_id: 'acme 1', plan: 'gold' }),
      laterContact(2, { phoneNumber: '+14155552672', account_id: 'acme 1' }),
      laterContact(3, { phoneNumber: '+14155552673' }),
    ])
    await enroll(stranger.api, stranger, [laterContact(4, { phoneNumber: '+14155552671', account_id: 'acme 1' })])
    const all = await list(api)
    expect(all.status).toBe(200)
    expect(all.body).toMatchObject({ nextCursor: null })
    expect(all.body.sequences).toHaveLength(3)
    expect(all.body.sequences.find(({ name }) => name === 'Contact 1')).toEqual({
      sequenceId: expect.stringMatching(/^call-sequence\./),
      batchId: expect.any(String),
      agentId: tenant.agents.alwaysOn,
      index: 0,
      name: 'Contact 1',
      phoneNumber: '+14155552671',
      phoneNumberExt: null,
      phoneNumberWritten: '+14155552671',
      externalId: null,
      timezone: 'America/New_York',
      scheduledAt: expect.any(String),
      dueAt: expect.any(String),
      lifecycleStatus: 'scheduled',
      result: 'open',
      paused: false,
      test: false,
      customInputVariables: { account_id: 'acme 1', plan: 'gold' },
      chain: null,
      lastResultType: null,
      cancelReason: null,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      endedAt: null,
    })
    expect(await namesOf(api, '?phoneNumber=(415)%20555-2671')).toEqual(['Contact 1'])
    expect(await namesOf(api, '?variable.account_id=acme%201')).toEqual(['Contact 1', 'Contact 2'])
    expect(await namesOf(api, '?variable%5Baccount_id%5D=acme%201&variable.plan=gold')).toEqual(['Contact 1'])
    expect(await namesOf(api, '?lifecycleStatus=done')).toEqual([])
    const first = (await list(api, '?limit=2')).body
    const rest = (await list(api, `?limit=2&cursor=${first.nextCursor}`)).body
    expect(new Set([...first.sequences, ...rest.sequences].map(({ name }) => name)).size).toBe(3)
    const since = encodeURIComponent(new Date().toISOString())
    await api.post('/sequences/cancel', { json: { phoneNumber: '+1 415 555 2673' } })
    expect(await namesOf(api, `?updatedSince=${since}`)).toEqual(['Contact 3'])
    expect(await namesOf(api, '?lifecycleStatus=cancelled')).toEqual(['Contact 3'])
    const trpc = new TrpcClient(api.origin, { 'x-api-key': tenant.apiKey })
    expect((await trpc.query<SequenceList>('sequences.list', { variable: { plan: 'gold' } })).data).toMatchObject({
      sequences: [{ name: 'Contact 1' }],
    })
  })

  test('what makes no sense is a 400 that names it, without a key it is a 401', async ({ api, baseURL }) => {
    const faults: [query: string, path: string][] = [
      ['?phoneNumber=12', 'phoneNumber'],
      ['?phoneNumber=', 'phoneNumber'],
      ['?variable=x', 'variable'],
      ['?account_id=x', 'account_id'],
      ['?status=done', 'status'],
      ['?lifecycleStatus=gone', 'lifecycleStatus'],
      ['?updatedSince=yesterday', 'updatedSince'],
      ['?limit=201', 'limit'],
      ['?cursor=x', 'cursor'],
    ]
    for (const [query, path] of faults) {
      const answer = await api.get(`/sequences${query}`)
      expectError(answer, 400, 'VALIDATION_ERROR')
      expect(faultPaths(answer), query).toEqual([path])
    }
    expect((await fetch(`${baseURL}/api/v1/sequences`)).status).toBe(401)
  })
})

test.describe('POST /sequences/cancel, by a number', () => {
  const cancel = (api: ApiClient, json: object) =>
    api.post<z.output<typeof cancelledSchema>>('/sequences/cancel', { json })

  test('cancels everybody with it, once, and nobody of another organization', async ({ api, tenant, stranger }) => {
    const phoneNumber = '+14155552671'
    await enroll(api, tenant, [laterContact(1, { phoneNumber }), laterContact(2, { phoneNumber, phoneNumberExt: '9' })])
    await enroll(stranger.api, stranger, [laterContact(1, { phoneNumber })])
    expect((await cancel(api, { phoneNumber: '415-555-2671', reason: 'Asked.' })).body).toEqual({
      success: true,
      cancelled: 2,
    })
    expect((await cancel(api, { phoneNumber })).body).toEqual({ success: true, cancelled: 0 })
    expect((await list(stranger.api)).body.sequences).toMatchObject([{ lifecycleStatus: 'scheduled' }])
  })

  test('a number that is none, or that comes with a variable, is a 400', async ({ api }) => {
    const variable = { referenceKey: 'a', referenceValue: 'b' }
    for (const json of [{ phoneNumber: '12' }, { phoneNumber: '' }, { phoneNumber: '+14155552671', ...variable }]) {
      const answer = await api.post('/sequences/cancel', { json })
      expectError(answer, 400, 'VALIDATION_ERROR')
      expect(faultPaths(answer)).toEqual(['phoneNumber'])
    }
    expect(faultPaths(await api.post('/sequences/cancel', { json: {} }))).toEqual(['referenceKey', 'referenceValue'])
  })
})

test.describe('POST /sequences/{sequenceId}/reschedule', () => {
  const move = (api: ApiClient, id: string, json: object) =>
    api.post<z.output<typeof rescheduledSchema>>(`/sequences/${id}/reschedule`, { json })

  test('moves the next step; repeated, it stays', async ({ api, tenant, stranger }) => {
    await enroll(api, tenant, [laterContact(1)])
    const { sequenceId = '' } = (await list(api)).body.sequences[0] ?? {}
    const scheduledAt = inDays(3)
    for (let time = 0; time < 2; time++) {
      const answer = await move(api, sequenceId, { scheduledAt })
      expect(answer.status).toBe(200)
      expect(answer.body).toEqual({ success: true, scheduledAt })
    }
    expect((await list(api)).body.sequences).toMatchObject([{ dueAt: scheduledAt, scheduledAt }])
    expectError(
      await stranger.api.post(`/sequences/${sequenceId}/reschedule`, { json: { scheduledAt } }),
      404,
      'SEQUENCE_NOT_FOUND',
    )
    expectError(await api.post('/sequences/x/reschedule', { json: { scheduledAt } }), 404, 'SEQUENCE_NOT_FOUND')
    for (const json of [{}, { scheduledAt: 'soon' }, { scheduledAt: 5 }, { scheduledAt: '2020-01-01T00:00:00Z' }]) {
      const answer = await api.post(`/sequences/${sequenceId}/reschedule`, { json })
      expectError(answer, 400, 'VALIDATION_ERROR')
      expect(faultPaths(answer)).toEqual(['scheduledAt'])
    }
    await api.post(`/sequences/${sequenceId}/cancel`, { json: { scope: 'contact' } })
    expectError(await api.post(`/sequences/${sequenceId}/reschedule`, { json: { scheduledAt } }), 409, 'CONFLICT')
  })
})
