import { expect, test } from './contract-test'

test('health tells of the database and the background, without a key', async ({ api }) => {
  for (const client of [api, api.withKey(null), api.withKey('nobody')]) {
    const answer = await client.get('/health')
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ status: 'ok', database: 'ok', background: 'ok' })
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    expect(answer.headers.get('x-request-id')).toMatch(/\S/)
  }
})
