import type { BatchList } from '@/domain/batches/batch-answer.schema'
import type { CallAnswer, CallList } from '@/domain/calls/call-answer.schema'
import { newId } from '@/domain/ids'
import { laterContact, testContact } from '@/testing/factories'
import { expect, expectError, faultPaths, test } from './contract-test'

test('lists the calls of a batch with what came of them, a page at a time, and each alone', async ({ api, tenant }) => {
  // The last four digits tell the simulated dialer what becomes of the call.
  const contacts = ['0001', '0004', '0005'].map((end, n) => testContact(n, { phoneNumber: `+1212555${end}` }))
  const { batchId } = (await api.enroll(tenant.agents.alwaysOn, { contacts })).body
  const list = (query: string) => api.get<CallList>(`/calls?batchId=${batchId}${query}`)
  await expect(async () => expect((await list('')).body.calls.length).toBe(3)).toPass({ timeout: 45_000 })
  const first = await list('&limit=2')
  expect(first.body.calls.length).toBe(2)
  const second = await list(`&limit=2&cursor=${first.body.nextCursor}`)
  expect(second.body.nextCursor).toBeNull()
  const all = [...first.body.calls, ...second.body.calls]
  expect(all.map(({ resultType }) => resultType).sort()).toEqual(['Busy', 'Goal Completed', 'No Answer'])
  expect((await list('&resultType=Busy')).body.calls).toMatchObject([{ phoneNumber: '+12125550004' }])
  expect(all[0]).not.toHaveProperty('transcription')
  expect((await list('&include=transcript')).body.calls[0]).toHaveProperty('transcription')
  const alone = await api.get<CallAnswer>(`/calls/${all[0]?.callId}`)
  expect(alone.body).toMatchObject({ ...all[0] })

  const again = await api.post<{ batchId: string; accepted: number }>(`/batches/${batchId}/call-again`, {
    json: { resultTypes: ['No Answer', 'Busy'], name: 'Unanswered' },
    headers: { 'idempotency-key': 'again' },
  })
  expect(again.status).toBe(202)
  expect(again.body.accepted).toBe(2)
  const repeated = await api.post<{ batchId: string }>(`/batches/${batchId}/call-again`, {
    json: { resultTypes: ['No Answer', 'Busy'], name: 'Unanswered' },
    headers: { 'idempotency-key': 'again' },
  })
  expect([repeated.status, repeated.body.batchId]).toEqual([202, again.body.batchId])
  expect(repeated.headers.get('idempotent-replayed')).toBe('true')
  expectError(await api.post(`/batches/${batchId}/call-again`, { json: { resultTypes: ['Busy'] } }), 409, 'CONFLICT')
  const { batches } = (await api.get<BatchList>('/batches?source=api&limit=1')).body
  expect(batches).toMatchObject([{ batchId: again.body.batchId, name: 'Unanswered', accepted: 2 }])
})

test('refuses what it does not know, and tells nobody of another organization’s calls', async ({
  api,
  tenant,
  stranger,
}) => {
  const anonymous = api.withKey(null)
  const { batchId } = (await api.enroll(tenant.agents.alwaysOn, { contacts: [laterContact()] })).body
  expect(faultPaths(await api.get('/calls?resulttype=Busy'))).toEqual(['resulttype'])
  expect(faultPaths(await api.get('/calls?limit=201'))).toEqual(['limit'])
  expect(faultPaths(await api.get('/calls?endedSince=yesterday'))).toEqual(['endedSince'])
  expect(faultPaths(await api.post(`/batches/${batchId}/call-again`, { json: {} }))).toEqual(['resultTypes'])
  expectError(await api.get('/calls/call.x'), 404, 'CALL_NOT_FOUND')
  expectError(await stranger.api.get(`/calls?batchId=${batchId}`), 404, 'BATCH_NOT_FOUND')
  const json = { resultTypes: ['Busy'] }
  expectError(await stranger.api.post(`/batches/${batchId}/call-again`, { json }), 404, 'BATCH_NOT_FOUND')
  expectError(await api.post(`/batches/${newId()}/call-again`, { json }), 404, 'BATCH_NOT_FOUND')
  expectError(await anonymous.get('/calls'), 401, 'UNAUTHORIZED')
  expectError(await anonymous.get('/batches'), 401, 'UNAUTHORIZED')
})
