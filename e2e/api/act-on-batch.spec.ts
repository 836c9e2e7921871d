import type { Batch, BatchSequences } from '@/domain/batches/batch-answer.schema'
import { db } from '@/platform/db'
import { readCreditBooks } from '@/testing/credit-books'
import { laterContacts, type TestOrganization } from '@/testing/factories'
import type { ApiClient, RequestOptions } from './api-client'
import { expect, expectError, faultPaths, test, waitForSequences } from './contract-test'

type ActedBody = { success: boolean; affected: number }

async function enrollThree(api: ApiClient, tenant: TestOrganization): Promise<string> {
  const contacts = laterContacts(3)
  const { batchId } = (await api.enroll(tenant.agents.alwaysOn, { contacts })).body
  await waitForSequences(api, batchId)
  return batchId
}

const statusOf = async (api: ApiClient, batchId: string) => (await api.get<Batch>(`/batches/${batchId}`)).body.status

test('pause, resume and cancel affect all of a batch, and nothing when they are repeated', async ({ api, tenant }) => {
  const batchId = await enrollThree(api, tenant)
  const act = (verb: string) => api.post<ActedBody>(`/batches/${batchId}/${verb}`)
  const steps: [verb: string, affected: number, status: string][] = [
    ['resume', 0, 'active'],
    ['pause', 3, 'paused'],
    ['pause', 0, 'paused'],
    ['resume', 3, 'active'],
    ['resume', 0, 'active'],
    ['cancel', 3, 'cancelled'],
    ['cancel', 0, 'cancelled'],
    ['pause', 0, 'cancelled'],
    ['resume', 0, 'cancelled'],
  ]
  for (const [verb, affected, status] of steps) {
    const answer = await act(verb)
    expect(answer.status, verb).toBe(200)
    expect(answer.body, verb).toEqual({ success: true, affected })
    expect(await statusOf(api, batchId), verb).toBe(status)
  }
  const batch = await api.get<Batch>(`/batches/${batchId}`)
  expect(batch.body.sequences).toMatchObject({ cancelled: 3, scheduled: 0 })
  const { balances, ledger } = await readCreditBooks(tenant.organizationId)
  expect(balances).toMatchObject([{ reserved: 0, spent: 0 }])
  expect(ledger).toEqual(balances)
})

test('they act on contacts whose sequences do not exist yet', async ({ api, tenant }) => {
  const batchId = await enrollThree(api, tenant)
  // As it is right after the 202.
  await db().sequence.deleteMany({ where: { batchId } })
  await db().batch.update({ where: { id: batchId }, data: { status: 'accepted' } })
  const act = async (verb: string) => (await api.post<ActedBody>(`/batches/${batchId}/${verb}`)).body.affected
  expect(await act('pause')).toBe(3)
  expect(await act('resume')).toBe(3)
  expect(await act('cancel')).toBe(3)
  expect(await statusOf(api, batchId)).toBe('cancelled')
  expect((await readCreditBooks(tenant.organizationId)).balances).toMatchObject([{ reserved: 0 }])
})

test('they need neither a body nor a content type, and take one', async ({ api, tenant }) => {
  const batchId = await enrollThree(api, tenant)
  expect((await api.post(`/batches/${batchId}/pause`)).status).toBe(200)
  const headers = { 'content-type': 'application/json' }
  expect((await api.post(`/batches/${batchId}/resume`, { headers })).status).toBe(200)
  expect((await api.post(`/batches/${batchId}/cancel`, { json: {} })).status).toBe(200)
})

test('a reason is kept, and told where the batch is read', async ({ api, tenant }) => {
  const batchId = await enrollThree(api, tenant)
  const read = async () => (await api.get<Batch & Record<string, unknown>>(`/batches/${batchId}`)).body
  const act = (verb: string, reason: unknown) =>
    api.post<ActedBody>(`/batches/${batchId}/${verb}`, { json: { reason } })
  for (const reason of [undefined, null, '', ' ']) expect((await act('pause', reason)).status).toBe(200)
  expect(await read()).not.toHaveProperty('pauseReason')
  expect((await act('resume', 'The script is mended.')).body.affected).toBe(3)
  expect((await act('pause', ' The script is wrong again. ')).body.affected).toBe(3)
  expect(await read()).toMatchObject({
    status: 'paused',
    pauseReason: 'The script is wrong again.',
    resumeReason: 'The script is mended.',
  })
  // Repeated, it changes nothing.
  expect((await act('pause', 'Another reason.')).body.affected).toBe(0)
  expect(await read()).toMatchObject({ pauseReason: 'The script is wrong again.' })
  expect((await act('cancel', 'The campaign is over.')).body.affected).toBe(3)
  expect((await act('cancel', 'Once more.')).body.affected).toBe(0)
  expect(await read()).toMatchObject({ status: 'cancelled', cancelReason: 'The campaign is over.' })
  const { body } = await api.get<BatchSequences>(`/batches/${batchId}/sequences`)
  const { sequenceId } = body.sequences[0] as BatchSequences['sequences'][number]
  expect((await api.get(`/sequences/${sequenceId}`)).body).toMatchObject({ cancelReason: 'The campaign is over.' })
})

for (const verb of ['pause', 'resume', 'cancel']) {
  test(`${verb}: a body that says something else is refused, and does nothing`, async ({ api, tenant }) => {
    const batchId = await enrollThree(api, tenant)
    const act = (options: RequestOptions) => api.post(`/batches/${batchId}/${verb}`, options)
    const faults: [json: unknown, path: string][] = [
      [{ Reason: 'x' }, ''],
      [{ reason: 'x', scope: 'contact' }, ''],
      [{ reason: 5 }, 'reason'],
      [{ reason: 'x'.repeat(501) }, 'reason'],
      [{ reason: 'a\u0000b' }, 'reason'],
      [[], ''],
      ['x', ''],
    ]
    for (const [json, path] of faults) {
      const answer = await act({ json })
      expectError(answer, 400, 'VALIDATION_ERROR')
      expect(faultPaths(answer), JSON.stringify(json)).toEqual([path])
    }
    const named = await act({ json: { reasons: 'x' } })
    expect(named.body.message).toContain('"reasons" (did you mean reason?)')
    expectError(await act({ raw: 'x' }), 415, 'UNSUPPORTED_MEDIA_TYPE')
    expectError(await act({ raw: '{', headers: { 'content-type': 'application/json' } }), 400, 'INVALID_JSON')
    expect(await statusOf(api, batchId)).toBe('active')
  })
}

for (const verb of ['pause', 'resume', 'cancel']) {
  test(`${verb}: a batch of nobody or of another organization is a 404`, async ({ api, tenant, stranger }) => {
    const batchId = await enrollThree(api, tenant)
    for (const id of [batchId, '01a20983-26f8-75d9-89a6-70b0a20bc8d2', 'x']) {
      expectError(await stranger.api.post(`/batches/${id}/${verb}`), 404, 'BATCH_NOT_FOUND')
    }
    expectError(await api.withKey(null).post(`/batches/${batchId}/${verb}`), 401, 'UNAUTHORIZED')
    const wrong = await api.get(`/batches/${batchId}/${verb}`)
    expectError(wrong, 405, 'METHOD_NOT_ALLOWED')
    expect(wrong.headers.get('allow')).toBe('POST')
    expect(await statusOf(api, batchId)).toBe('active')
  })
}
