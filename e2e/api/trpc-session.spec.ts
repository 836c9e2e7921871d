import { randomBytes } from 'node:crypto'
import type { AcceptedBatch } from '@/domain/enrollment/enrollment-answer.schema'
import { db } from '@/platform/db'
import { createTestOrganization, laterContact, type TestOrganization } from '@/testing/factories'
import { expect, originOf, test } from './contract-test'
import { TrpcClient } from './trpc-client'

type Me = {
  user: { email: string }
  organization: { id: string; country: string; normalizationEnabled: boolean; premiumNumbersRefused: boolean }
}

async function signIn(origin: string, email: string, password: string): Promise<{ status: number; cookie: string }> {
  const response = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email, password }),
  })
  await response.text()
  const cookie = response.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ')
  return { status: response.status, cookie }
}

async function signedIn(origin: string, tenant: TestOrganization): Promise<TrpcClient> {
  const { status, cookie } = await signIn(origin, tenant.operator.email, tenant.operator.password)
  expect(status).toBe(200)
  return new TrpcClient(origin, { cookie })
}

test('a session may hold 30 calls in one request, and no more', async ({ baseURL }) => {
  const origin = originOf(baseURL)
  const tenant = await createTestOrganization()
  const { cookie } = await signIn(origin, tenant.operator.email, tenant.operator.password)
  const ask = async (calls: number, comma: string) => {
    const path = Array(calls).fill('auth.me').join(comma)
    const response = await fetch(`${origin}/api/trpc/${path}?batch=1&input=%7B%7D`, { headers: { cookie } })
    return { status: response.status, items: [(await response.json()) as unknown].flat() as Item[] }
  }
  for (const comma of [',', '%2C']) {
    const passed = await ask(30, comma)
    expect(passed.status).toBe(200)
    expect(passed.items.map(({ result }) => result?.data.user.email)).toEqual(Array(30).fill(tenant.operator.email))
    const refused = await ask(31, comma)
    expect(refused.status).toBe(400)
    expect(refused.items.map(({ error }) => error?.data.code)).toEqual(['VALIDATION_ERROR'])
  }
})

type Item = { result?: { data: Me }; error?: { data: { code: string } } }

test('an operator who signs in works for the organization', async ({ baseURL }) => {
  const origin = originOf(baseURL)
  const tenant = await createTestOrganization()
  const trpc = await signedIn(origin, tenant)
  const me = await trpc.query<Me>('auth.me')
  expect(me.status).toBe(200)
  expect(me.data).toMatchObject({
    user: { email: tenant.operator.email },
    organization: {
      id: tenant.organizationId,
      country: 'US',
      normalizationEnabled: true,
      premiumNumbersRefused: false,
    },
  })
  const { status, data } = await trpc.mutate<AcceptedBatch>('enrollment.enrollBatch', {
    agentId: tenant.agents.alwaysOn,
    contacts: [laterContact()],
  })
  expect(status).toBe(200)
  const batch = await db().batch.findUniqueOrThrow({ where: { id: data.batchId } })
  expect(batch).toMatchObject({ organizationId: tenant.organizationId, source: 'console' })
})

test('the console is not slowed down', async ({ baseURL }) => {
  const tenant = await createTestOrganization()
  const trpc = await signedIn(originOf(baseURL), tenant)
  const answers = await Promise.all(Array.from({ length: 40 }, () => trpc.query('agents.list')))
  for (const answer of answers) {
    expect(answer.status).toBe(200)
    expect(answer.headers.has('ratelimit-limit')).toBe(false)
  }
})

test('a key wins over a session', async ({ baseURL, stranger }) => {
  const origin = originOf(baseURL)
  const tenant = await createTestOrganization()
  const { cookie } = await signIn(origin, tenant.operator.email, tenant.operator.password)
  const both = new TrpcClient(origin, { cookie, 'x-api-key': stranger.apiKey })
  const agents = await both.query<{ agents: { agentId: string }[] }>('agents.list')
  expect(agents.data.agents.map(({ agentId }) => agentId).sort()).toEqual(Object.values(stranger.agents).sort())
  const wrong = new TrpcClient(origin, { cookie, 'x-api-key': 'x' })
  expect((await wrong.query('agents.list')).error.code).toBe('INVALID_API_KEY')
  // Nobody is signed in with a key.
  expect((await both.query('auth.me')).error.code).toBe('FORBIDDEN')
})

test('a wrong password, a forged cookie and a sign-up get nobody in', async ({ baseURL }) => {
  const origin = originOf(baseURL)
  const tenant = await createTestOrganization()
  expect((await signIn(origin, tenant.operator.email, 'not the password')).status).toBe(401)
  expect((await signIn(origin, 'nobody@test.example', tenant.operator.password)).status).toBe(401)
  const forged = randomBytes(32).toString('base64url')
  for (const cookie of ['', `rollcall.session_token=${forged}`, `rollcall.session_token=${forged}.${forged}`]) {
    const answer = await new TrpcClient(origin, { cookie }).query('auth.me')
    expect([answer.status, answer.error.code]).toEqual([401, 'UNAUTHORIZED'])
  }
  const email = `new-${tenant.operator.email}`
  const signUp = await fetch(`${origin}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email, password: 'long enough for anybody', name: 'New' }),
  })
  expect(signUp.status).toBeGreaterThanOrEqual(400)
  expect(await db().user.count({ where: { email } })).toBe(0)
})

test('whoever is removed from the organization is out with the next request', async ({ baseURL }) => {
  const tenant = await createTestOrganization()
  const trpc = await signedIn(originOf(baseURL), tenant)
  expect((await trpc.query('agents.list')).status).toBe(200)
  await db().member.deleteMany({ where: { organizationId: tenant.organizationId } })
  const answer = await trpc.query('agents.list')
  expect([answer.status, answer.error.code]).toEqual([401, 'UNAUTHORIZED'])
})

test('a session ends when it has expired', async ({ baseURL }) => {
  const tenant = await createTestOrganization()
  const trpc = await signedIn(originOf(baseURL), tenant)
  await db().session.updateMany({
    where: { user: { email: tenant.operator.email } },
    data: { expiresAt: new Date(Date.now() - 1000) },
  })
  expect((await trpc.query('auth.me')).status).toBe(401)
})

test('another site cannot sign in or enroll with the cookie', async ({ baseURL }) => {
  const origin = originOf(baseURL)
  const tenant = await createTestOrganization()
  const { cookie } = await signIn(origin, tenant.operator.email, tenant.operator.password)
  const input = JSON.stringify({ agentId: tenant.agents.alwaysOn, contacts: [laterContact()] })
  // A form of another site can send these types without asking first, and no other.
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const answer = await new TrpcClient(origin, { cookie }).mutateRaw('enrollment.enrollBatch', input, type)
    expect([type, answer.status, answer.error.code]).toEqual([type, 415, 'UNSUPPORTED_MEDIA_TYPE'])
  }
  for (const foreign of ['https://evil.example', 'null', 'http://127.0.0.1:1', `${origin}.evil.example`]) {
    const page = new TrpcClient(origin, { cookie, origin: foreign })
    const mutation = await page.mutateRaw('enrollment.enrollBatch', input)
    expect([foreign, mutation.status, mutation.error.code]).toEqual([foreign, 403, 'FORBIDDEN'])
    const query = await page.query('agents.list')
    expect([foreign, query.status, query.error.code]).toEqual([foreign, 403, 'FORBIDDEN'])
    const signIn = await fetch(`${origin}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: foreign },
      body: JSON.stringify({ email: tenant.operator.email, password: tenant.operator.password }),
    })
    expect([foreign, signIn.status, signIn.headers.getSetCookie()]).toEqual([foreign, 403, []])
  }
  expect(await db().batch.count({ where: { organizationId: tenant.organizationId } })).toBe(0)
})

test('the console, and programs with a key from wherever, are not kept out', async ({ baseURL }) => {
  const origin = originOf(baseURL)
  const tenant = await createTestOrganization()
  const { cookie } = await signIn(origin, tenant.operator.email, tenant.operator.password)
  expect((await new TrpcClient(origin, { cookie, origin }).query('agents.list')).status).toBe(200)
  const localhost = origin.replace('127.0.0.1', 'localhost')
  expect((await new TrpcClient(origin, { cookie, origin: localhost }).query('agents.list')).status).toBe(200)
  const key = { 'x-api-key': tenant.apiKey, origin: 'https://customer.example' }
  expect((await new TrpcClient(origin, key).query('agents.list')).status).toBe(200)
  expect((await new TrpcClient(origin, { ...key, cookie }).query('agents.list')).status).toBe(200)
})

test('tRPC takes JSON and nothing else', async ({ baseURL, tenant }) => {
  const origin = originOf(baseURL)
  const trpc = new TrpcClient(origin, { 'x-api-key': tenant.apiKey })
  const input = JSON.stringify({ agentId: tenant.agents.alwaysOn, contacts: [laterContact()] })
  const types = [
    'application/octet-stream',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/jsonp',
    'application/x-www-form-urlencoded',
    'image/png',
    '',
  ]
  for (const type of types) {
    const answer = await trpc.mutateRaw('enrollment.enrollBatch', input, type)
    expect([type, answer.status, answer.error.code]).toEqual([type, 415, 'UNSUPPORTED_MEDIA_TYPE'])
  }
  // Bytes are sent without a content type.
  const untyped = await fetch(`${origin}/api/trpc/enrollment.enrollBatch`, {
    method: 'POST',
    headers: { 'x-api-key': tenant.apiKey },
    body: new TextEncoder().encode(input),
  })
  expect(untyped.status).toBe(415)
  expect(((await untyped.json()) as { error: { data: { code: string } } }).error.data.code).toBe(
    'UNSUPPORTED_MEDIA_TYPE',
  )
  expect(await db().batch.count({ where: { organizationId: tenant.organizationId } })).toBe(0)
  expect((await trpc.mutateRaw('enrollment.enrollBatch', input, 'application/json; charset=utf-8')).status).toBe(200)
})
