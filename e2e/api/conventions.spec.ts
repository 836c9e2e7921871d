import { randomBytes } from 'node:crypto'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { db } from '@/platform/db'
import type { ErrorAnswer } from '@/rest/docs/error-docs'
import { laterContact } from '@/testing/factories'
import type { ApiClient } from './api-client'
import { emptyBucket, expect, expectError, faultPaths, test } from './contract-test'

const MEBIBYTE = 1024 * 1024
const NOWHERE = 'agent.00000000000000000000000000'
const enrollPath = (agentId: string) => `/agents/${agentId}/schedule/sequences`
const oneContact = { contacts: [laterContact()] }

/** A valid request of this many bytes and a little more. */
function bodyOf(bytes: number): string {
  return JSON.stringify({ contacts: [laterContact(0, { note: 'x'.repeat(bytes) })] })
}

test.describe('authentication', () => {
  const protectedRequests: [method: string, path: string][] = [
    ['POST', enrollPath(NOWHERE)],
    ['GET', '/batches/01a20983-26f8-75d9-89a6-70b0a20bc8d2'],
    ['GET', '/batches/01a20983-26f8-75d9-89a6-70b0a20bc8d2/sequences'],
    ['GET', '/batches/01a20983-26f8-75d9-89a6-70b0a20bc8d2/rejected'],
    ['GET', '/credits/usage'],
  ]

  for (const [method, path] of protectedRequests) {
    test(`${method} ${path} wants a key`, async ({ api }) => {
      const options = method === 'POST' ? { json: oneContact } : {}
      expectError(await api.withKey(null).request(method, path, options), 401, 'UNAUTHORIZED')
      const unknown = `rollcall_${randomBytes(32).toString('base64url')}`
      expectError(await api.withKey(unknown).request(method, path, options), 401, 'INVALID_API_KEY')
    })
  }

  test('an empty key is a missing one, and any other text an unknown one', async ({ api }) => {
    expectError(await api.withKey('').get('/credits/usage'), 401, 'UNAUTHORIZED')
    for (const key of ['x', 'Bearer abc', "' OR 1=1 --", 'k'.repeat(5000)]) {
      expectError(await api.withKey(key).get('/credits/usage'), 401, 'INVALID_API_KEY')
    }
  })

  test('a revoked key and an expired one are refused', async ({ api, tenant }) => {
    const { organizationId } = tenant
    expect((await api.get('/credits/usage')).status).toBe(200)
    await db().apiKey.updateMany({ where: { organizationId }, data: { expiresAt: new Date(Date.now() - 1000) } })
    expectError(await api.get('/credits/usage'), 401, 'INVALID_API_KEY')
    await db().apiKey.updateMany({ where: { organizationId }, data: { expiresAt: new Date(Date.now() + 3_600_000) } })
    expect((await api.get('/credits/usage')).status).toBe(200)
    await db().apiKey.updateMany({ where: { organizationId }, data: { revokedAt: new Date() } })
    expectError(await api.get('/credits/usage'), 401, 'INVALID_API_KEY')
  })

  test('only a hash of the key is stored', async ({ tenant }) => {
    const [row] = await db().rows<{ text: string }>`
      SELECT api_keys::text AS text FROM api_keys WHERE organization_id = ${tenant.organizationId}`
    expect(row?.text).not.toContain(tenant.apiKey)
    expect(row?.text).not.toContain(Buffer.from(tenant.apiKey).toString('hex'))
  })
})

test.describe('request ids', () => {
  test('a sane one is sent back, in the header and in an error', async ({ api }) => {
    const headers = { 'x-request-id': 'order:42_a.b-c' }
    expect((await api.get('/health', { headers })).headers.get('x-request-id')).toBe('order:42_a.b-c')
    const failed = await api.get('/nothing', { headers })
    expect(failed.headers.get('x-request-id')).toBe('order:42_a.b-c')
    expect(failed.body.requestId).toBe('order:42_a.b-c')
  })

  test('others are replaced, each by a new one', async ({ api }) => {
    const seen = new Set<string | null>()
    for (const sent of ['', 'two words', '<script>', 'x'.repeat(129), '"quoted"', 'ä']) {
      const { headers } = await api.get('/health', { headers: { 'x-request-id': sent } })
      expect(headers.get('x-request-id')).not.toBe(sent)
      seen.add(headers.get('x-request-id'))
    }
    seen.add((await api.get('/health')).headers.get('x-request-id'))
    expect(seen.size).toBe(7)
    for (const id of seen) expect(id).toMatch(/^[\w.:-]{1,128}$/)
  })
})

test.describe('paths and methods', () => {
  test('an unknown path is a 404 in JSON', async ({ api }) => {
    for (const path of ['', '/', '/nothing', '/agent', '/batch', '/credits', '/agents//schedule/sequences']) {
      const answer = await followRedirect(api, path)
      expectError(answer, 404, 'NOT_FOUND')
    }
    expectError(await api.get('/Health'), 404, 'NOT_FOUND')
  })

  test('a path with what cannot be stored or decoded is a 404 in JSON', async ({ api }) => {
    for (const hostile of ['%00', 'a%00b', '%ED%A0%80', '%C0%80', '%FF', '%', '%zz', '%u0000']) {
      expectError(await api.get(`/batches/${hostile}`), 404, 'NOT_FOUND')
      expectError(await api.get(`/batches/${hostile}/rejected`), 404, 'NOT_FOUND')
      expectError(await api.post(enrollPath(hostile), { json: oneContact }), 404, 'NOT_FOUND')
    }
  })

  test('an id that is percent-encoded is that id', async ({ api, tenant }) => {
    const encoded = tenant.agents.alwaysOn.replace('agent', '%61gent')
    expect((await api.enroll(encoded, oneContact)).status).toBe(202)
  })

  const wrongMethods: [method: string, path: string, allow: string][] = [
    ['GET', enrollPath(NOWHERE), 'HEAD, POST'],
    ['DELETE', enrollPath(NOWHERE), 'HEAD, POST'],
    ['PUT', enrollPath(NOWHERE), 'HEAD, POST'],
    ['PATCH', enrollPath(NOWHERE), 'HEAD, POST'],
    ['OPTIONS', enrollPath(NOWHERE), 'HEAD, POST'],
    ['POST', '/batches/x', 'GET, HEAD'],
    ['DELETE', '/batches/x', 'GET, HEAD'],
    ['POST', '/batches/x/sequences', 'GET, HEAD'],
    ['POST', '/batches/x/rejected', 'GET, HEAD'],
    ['POST', '/credits/usage', 'GET, HEAD'],
    ['POST', '/health', 'GET, HEAD'],
  ]
  for (const [method, path, allow] of wrongMethods) {
    test(`${method} ${path} is a 405 that names ${allow}`, async ({ api }) => {
      const answer = await api.request(method, path)
      expectError(answer, 405, 'METHOD_NOT_ALLOWED')
      expect(answer.headers.get('allow')?.split(', ')).toEqual(expect.arrayContaining(allow.split(', ')))
      expect(answer.headers.get('allow')?.split(', ')).not.toContain(method)
    })
  }
})

test.describe('HEAD', () => {
  test('is GET without the body', async ({ api, tenant, stranger }) => {
    const { batchId } = (await api.enroll(tenant.agents.alwaysOn, oneContact)).body
    for (const path of ['/health', '/openapi.json', '/credits/usage', `/batches/${batchId}`]) {
      const answer = await api.request('HEAD', path)
      expect(answer.status, path).toBe(200)
      expect(answer.text).toBe('')
      expect(answer.headers.get('x-request-id')).toMatch(/\S/)
    }
    expect((await stranger.api.request('HEAD', `/batches/${batchId}`)).status).toBe(404)
    expect((await api.withKey(null).request('HEAD', `/batches/${batchId}`)).status).toBe(401)
    expect((await api.request('HEAD', '/nothing')).status).toBe(404)
    const cancel = await api.request('HEAD', `/batches/${batchId}/cancel`)
    expect(cancel.status).toBe(405)
    expect(cancel.headers.get('allow')).toBe('POST')
  })
})

test.describe('bodies', () => {
  test('up to 5 MB are read, 6 MB are a 413', async ({ api, tenant }) => {
    const path = enrollPath(tenant.agents.alwaysOn)
    const headers = { 'content-type': 'application/json' }
    expectError(await api.post(path, { headers, raw: bodyOf(6 * MEBIBYTE) }), 413, 'PAYLOAD_TOO_LARGE')
    // The note is too long for a contact, and the request not too long for the API.
    expectError(await api.post(path, { headers, raw: bodyOf(5 * MEBIBYTE - 1000) }), 422, 'NO_VALID_CONTACTS')
  })

  test('the limit is on what arrives, whatever the request says of its length', async ({ api, tenant }) => {
    const chunk = new Uint8Array(MEBIBYTE).fill(0x20)
    const stream = new ReadableStream({
      start(controller) {
        for (let sent = 0; sent < 6; sent += 1) controller.enqueue(chunk)
        controller.close()
      },
    })
    const response = await fetch(`${api.origin}/api/v1${enrollPath(tenant.agents.alwaysOn)}`, {
      method: 'POST',
      headers: { 'x-api-key': tenant.apiKey, 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    } as RequestInit)
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ error: 'PAYLOAD_TOO_LARGE' })
  })

  test('a packed body is unpacked, within the 5 MB; another encoding is a 415 that names it', async ({
    api,
    tenant,
  }) => {
    const url = `${api.origin}/api/v1${enrollPath(tenant.agents.alwaysOn)}`
    const send = async (body: Uint8Array<ArrayBuffer>, encoding: string) => {
      const headers = { 'x-api-key': tenant.apiKey, 'content-type': 'application/json', 'content-encoding': encoding }
      const response = await fetch(url, { method: 'POST', headers, body })
      const answer = (await response.json()) as Partial<ErrorAnswer>
      return { status: response.status, body: answer, headers: response.headers }
    }
    const json = JSON.stringify(oneContact)
    expect((await send(gzipSync(json), 'gzip')).status).toBe(202)
    expect((await send(brotliCompressSync(json), 'br')).status).toBe(202)
    expect((await send(deflateSync(json), 'deflate')).status).toBe(202)
    const bomb = await send(gzipSync(Buffer.alloc(6 * MEBIBYTE, ' ')), 'gzip')
    expect([bomb.status, bomb.body.error]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
    const unknown = await send(Buffer.from(json), 'zstd')
    expect([unknown.status, unknown.body.error]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
    expect(unknown.body.message).toContain('"zstd"')
    expect(unknown.headers.get('accept-encoding')).toBe('gzip, br, deflate')
    // That of a wrong content type has none: its encoding was not the trouble.
    const form = await api.post(enrollPath(tenant.agents.alwaysOn), {
      raw: json,
      headers: { 'content-type': 'text/plain' },
    })
    expect([form.status, form.headers.get('accept-encoding')]).toEqual([415, null])
    const broken = await send(Buffer.from(json), 'gzip')
    expect([broken.status, broken.body.error]).toEqual([400, 'INVALID_JSON'])

    const trpc = await fetch(`${api.origin}/api/trpc/enrollment.enrollBatch`, {
      method: 'POST',
      headers: { 'x-api-key': tenant.apiKey, 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync(JSON.stringify({ agentId: tenant.agents.alwaysOn, ...oneContact })),
    })
    expect(trpc.status).toBe(200)
    const unpacked = await fetch(`${api.origin}/api/trpc/enrollment.enrollBatch`, {
      method: 'POST',
      headers: { 'x-api-key': tenant.apiKey, 'content-type': 'application/json', 'content-encoding': 'zstd' },
      body: json,
    })
    expect([unpacked.status, unpacked.headers.get('accept-encoding')]).toEqual([415, 'gzip, br, deflate'])
  })

  test('only JSON in UTF-8 is read', async ({ api, tenant }) => {
    const path = enrollPath(tenant.agents.alwaysOn)
    const raw = JSON.stringify(oneContact)
    expectError(await api.post(path, { raw }), 415, 'UNSUPPORTED_MEDIA_TYPE')
    const refused = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/json']
    for (const type of [...refused, 'application/json; charset=latin1', 'json', 'application/jsonp']) {
      const answer = await api.post(path, { raw, headers: { 'content-type': type } })
      expectError(answer, 415, 'UNSUPPORTED_MEDIA_TYPE')
    }
    const read = ['application/json', 'APPLICATION/JSON', 'application/json; charset=UTF-8', 'application/vnd.x+json']
    for (const type of read) {
      expect((await api.post(path, { raw, headers: { 'content-type': type } })).status, type).toBe(202)
    }
  })

  test('what is not JSON is a 400 INVALID_JSON', async ({ api, tenant }) => {
    const path = enrollPath(tenant.agents.alwaysOn)
    const headers = { 'content-type': 'application/json' }
    const texts = ['', ' ', '{', '{"contacts":[}', "{'contacts':[]}", 'undefined', 'NaN', '{"a":1}{"b":2}', '{"a":01}']
    for (const raw of texts) expectError(await api.post(path, { raw, headers }), 400, 'INVALID_JSON')
    const valid = new TextEncoder().encode(JSON.stringify({ contacts: [laterContact(0, { name: 'Zoe?' })] }))
    const badUtf8 = valid.map((byte) => (byte === 0x3f ? 0xeb : byte))
    expectError(await api.post(path, { raw: badUtf8, headers }), 400, 'INVALID_JSON')
    const surrogateInUtf8 = Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])
    expectError(await api.post(path, { raw: new Uint8Array(surrogateInUtf8), headers }), 400, 'INVALID_JSON')
    expectError(await api.post(path, { raw: '['.repeat(100_000), headers }), 400, 'INVALID_JSON')
  })

  test('JSON of another shape is a 400 VALIDATION_ERROR that names what is wrong', async ({ api, tenant }) => {
    for (const json of [null, 1, 'contacts', true, [], [oneContact], '['.repeat(10)]) {
      const answer = await api.post(enrollPath(tenant.agents.alwaysOn), { json })
      expectError(answer, 400, 'VALIDATION_ERROR')
      expect(answer.body.details).toEqual([{ path: '', message: expect.stringMatching(/\S/) }])
    }
    const answer = await api.enroll<ErrorAnswer>(tenant.agents.alwaysOn, { contacts: 1, timezone: 'Mars', x: 2 })
    expectError(answer, 400, 'VALIDATION_ERROR')
    expect(faultPaths(answer).sort()).toEqual(['', 'contacts', 'timezone'])
  })
})

test.describe('the order of checks', () => {
  const tooLarge = ' '.repeat(6 * MEBIBYTE)

  test('the key comes first', async ({ api }) => {
    const everythingElseWrong = { raw: tooLarge, headers: { 'content-type': 'text/plain', 'idempotency-key': '' } }
    expectError(await api.withKey(null).post(enrollPath('x'), everythingElseWrong), 401, 'UNAUTHORIZED')
    expectError(await api.withKey('x').post(enrollPath('x'), everythingElseWrong), 401, 'INVALID_API_KEY')
  })

  test('then the rate limit', async ({ api, tenant }) => {
    await emptyBucket(tenant.organizationId)
    const wrong = { raw: tooLarge, headers: { 'content-type': 'text/plain', 'idempotency-key': '' } }
    expectError(await api.post(enrollPath('x'), wrong), 429, 'RATE_LIMITED')
  })

  test('then size, media type, JSON, key header, shape, agent, its configuration, contacts, credits', async ({
    api,
    tenant,
  }) => {
    const { alwaysOn, misconfigured } = tenant.agents
    const badKey = { 'idempotency-key': 'k'.repeat(256) }
    const asJson = { 'content-type': 'application/json' }
    const post = (agentId: string, raw: string, headers: Record<string, string>) =>
      api.post(enrollPath(agentId), { raw, headers })

    expectError(await post(NOWHERE, tooLarge, badKey), 413, 'PAYLOAD_TOO_LARGE')
    expectError(await post(NOWHERE, '{', badKey), 415, 'UNSUPPORTED_MEDIA_TYPE')
    expectError(await post(NOWHERE, '{', { ...asJson, ...badKey }), 400, 'INVALID_JSON')
    const keyFault = await post(NOWHERE, '[]', { ...asJson, ...badKey })
    expectError(keyFault, 400, 'VALIDATION_ERROR')
    expect(faultPaths(keyFault)).toEqual(['Idempotency-Key'])
    expectError(await post(NOWHERE, '[]', asJson), 400, 'VALIDATION_ERROR')
    expectError(await post(NOWHERE, '{"contacts":[1]}', asJson), 404, 'AGENT_NOT_FOUND')
    expectError(await post(misconfigured, '{"contacts":[1]}', asJson), 422, 'AGENT_MISCONFIGURED')
    await db().organization.update({ where: { id: tenant.organizationId }, data: { monthlyCredits: 0 } })
    await db().creditBalance.updateMany({ where: { organizationId: tenant.organizationId }, data: { allocated: 0 } })
    expectError(await post(alwaysOn, '{"contacts":[1]}', asJson), 422, 'NO_VALID_CONTACTS')
    expectError(await post(alwaysOn, JSON.stringify(oneContact), asJson), 402, 'INSUFFICIENT_CREDITS')
  })

  test('a replay is answered before the shape and the agent are looked at', async ({ api, tenant }) => {
    const headers = { 'idempotency-key': 'replay-first' }
    const first = await api.enroll(tenant.agents.alwaysOn, oneContact, headers)
    expect(first.status).toBe(202)
    const replay = await api.enroll(NOWHERE, { nonsense: true }, headers)
    expect(replay.status).toBe(202)
    expect(replay.text).toBe(first.text)
  })
})

/** Next sends a path with a slash too many to the same path without it. */
async function followRedirect(api: ApiClient, path: string) {
  const answer = await api.get(path)
  const location = answer.headers.get('location')
  if (answer.status !== 308 || location === null) return answer
  return api.get(location.replace(/^.*\/api\/v1/, ''))
}
