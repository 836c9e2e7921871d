import { newId } from '@/domain/ids'
import { db } from '@/platform/db'
import { expect, expectError, test } from './contract-test'

const path = '/webhook-endpoints'
const url = 'https://hooks.example.com/rollcall'

type Endpoint = { endpointId: string; url: string; events: string[]; disabledAt: string | null }

test('an endpoint is added, listed, changed, tested, switched off and on, and deleted', async ({ api }) => {
  const added = await api.post<Endpoint & { secret: string }>(path, {
    json: { url, events: ['call.ended', 'batch.finished'] },
  })
  expect(added.status).toBe(201)
  expect(added.body).toEqual({
    endpointId: expect.any(String),
    url,
    events: ['call.ended', 'batch.finished'],
    secret: expect.stringMatching(/^whsec_/),
  })
  const { endpointId } = added.body
  const own = `${path}/${endpointId}`

  const listed = await api.get<{ endpoints: Endpoint[] }>(path)
  expect(listed.body.endpoints).toMatchObject([{ endpointId, url, events: ['call.ended', 'batch.finished'] }])
  expect(JSON.stringify(listed.body)).not.toContain('whsec_')

  const changed = await api.request('PATCH', own, { json: { events: ['sequence.ended'] } })
  expect(changed).toMatchObject({ status: 200, body: { endpointId, url, events: ['sequence.ended'] } })
  expect(await api.post(`${own}/rotate-secret`)).toMatchObject({
    status: 200,
    body: { secret: expect.stringMatching(/^whsec_/), oldSecretUntil: expect.any(String) },
  })
  const sent = await api.post<{ deliveryId: string }>(`${own}/test`)
  expect(sent.status).toBe(202)
  const { payload } = await db().webhookDelivery.findUniqueOrThrow({ where: { id: sent.body.deliveryId } })
  expect(JSON.parse(payload)).toMatchObject({ type: 'endpoint.test', data: { endpointId } })

  for (const _ of ['first', 'repeated']) {
    expect(await api.post(`${own}/disable`)).toMatchObject({ status: 200, body: { success: true } })
  }
  expectError(await api.post(`${own}/test`), 409, 'CONFLICT')
  expectError(await api.post(`${own}/recover`, { json: { since: '2027-03-01T16:00:00Z' } }), 409, 'CONFLICT')
  expect(await api.post(`${own}/enable`)).toMatchObject({ status: 200, body: { success: true } })
  expect(await api.post(`${own}/recover`, { json: { since: '2027-03-01T16:00:00Z' } })).toMatchObject({
    status: 200,
    body: { recovered: 0, more: false },
  })
  expect(await api.request('DELETE', own)).toMatchObject({ status: 200, body: { success: true } })
  expectError(await api.request('DELETE', own), 404, 'ENDPOINT_NOT_FOUND')
  expect((await api.get<{ endpoints: Endpoint[] }>(path)).body.endpoints).toEqual([])
})

test('without a choice an endpoint gets the results of calls', async ({ api }) => {
  const { body } = await api.post<Endpoint>(path, { json: { url } })
  expect(body.events).toEqual(['call.ended'])
})

for (const [why, body, at] of [
  ['no URL', {}, 'url'],
  ['no address', { url: 'rollcall' }, 'url'],
  ['plain http', { url: 'http://example.com/hook' }, 'url'],
  ['no event', { url, events: [] }, 'events'],
  ['an unknown event', { url, events: ['call.exploded'] }, 'events.0'],
  ['an event twice', { url, events: ['call.ended', 'call.ended'] }, 'events'],
  ['an unknown property', { url, secret: 'mine' }, ''],
] as const) {
  test(`it is refused with ${why}`, async ({ api }) => {
    const answer = await api.post(path, { json: body })
    expectError(answer, 400, 'VALIDATION_ERROR')
    expect((answer.body.details as { path: string }[]).map((detail) => detail.path)).toContain(at)
  })
}

test('every route refuses a stranger, and whoever has no key', async ({ api, stranger }) => {
  const { body } = await api.post<Endpoint>(path, { json: { url } })
  for (const [method, own, sent] of [
    ['PATCH', '', { events: ['call.ended'] }],
    ['DELETE', '', undefined],
    ['POST', '/enable', undefined],
    ['POST', '/disable', undefined],
    ['POST', '/rotate-secret', undefined],
    ['POST', '/test', undefined],
    ['POST', '/recover', { since: '2027-03-01T16:00:00Z' }],
  ] as const) {
    for (const id of [body.endpointId, newId(), 'nonsense']) {
      const answer = await api.withKey(stranger.apiKey).request(method, `${path}/${id}${own}`, { json: sent })
      expectError(answer, 404, 'ENDPOINT_NOT_FOUND')
    }
    const keyless = await api.withKey(null).request(method, `${path}/${body.endpointId}${own}`, { json: sent })
    expectError(keyless, 401, 'UNAUTHORIZED')
  }
  expect((await api.get<{ endpoints: Endpoint[] }>(path)).body.endpoints).toHaveLength(1)
})
