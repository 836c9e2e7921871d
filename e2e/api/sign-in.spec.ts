import { db } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import { expect, originOf, test } from './contract-test'
import { startSecondInstance } from './second-instance'

type Sent = { status: number; headers: Headers; text: string }

async function post(origin: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Sent> {
  const response = await fetch(`${origin}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

test('tells who has signed in, and the token of the session in the cookie alone', async ({ baseURL }) => {
  const { operator } = await createTestOrganization()
  const { status, headers, text } = await post(originOf(baseURL), '/sign-in/email', operator)
  expect(status).toBe(200)
  expect(JSON.parse(text)).toEqual({
    user: { id: expect.any(String), name: expect.any(String), email: operator.email },
  })
  const [cookie = ''] = headers.getSetCookie()
  expect(cookie).toMatch(/; HttpOnly/i)
  const session = await db().session.findFirstOrThrow({ where: { user: { email: operator.email } } })
  expect(cookie).toContain(session.token)
  expect(text).not.toContain(session.token)
  const left = await post(originOf(baseURL), '/sign-out', {}, { cookie: cookie.split(';')[0] ?? '' })
  expect([left.status, left.text]).toEqual([200, '{"success":true}'])
  expect(await db().session.count({ where: { id: session.id } })).toBe(0)
})

test('nothing else of better-auth is open, to an owner neither', async ({ baseURL }) => {
  const origin = originOf(baseURL)
  const { operator, organizationId } = await createTestOrganization()
  const cookie = (await post(origin, '/sign-in/email', operator)).headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const routes = [
    '/organization/delete',
    '/organization/create',
    '/organization/update',
    '/organization/invite-member',
    '/organization/update-member-role',
    '/organization/remove-member',
    '/organization/leave',
    '/organization/list',
    '/list-sessions',
    '/revoke-sessions',
    '/get-session',
    '/sign-up/email',
    '/change-password',
    '/change-email',
    '/update-user',
    '/delete-user',
    '/forget-password',
    '/request-password-reset',
    '/reset-password',
    '/ok',
    '/error',
    '/sign-in/social',
    '/sign-in/email/',
    '/Sign-in/email',
  ]
  for (const route of routes) {
    const { status, headers, text } = await post(origin, route, { organizationId }, { cookie })
    expect([route, status, JSON.parse(text).error]).toEqual([route, 404, 'NOT_FOUND'])
    expect(headers.get('x-request-id')).toBe(JSON.parse(text).requestId)
    const got = await fetch(`${origin}/api/auth${route}`, { headers: { cookie } })
    expect([404, 405], route).toContain(got.status)
    expect(got.headers.get('content-type')).toContain('application/json')
  }
  expect(await db().organization.count({ where: { id: organizationId } })).toBe(1)
})

test('what cannot be an email and a password is a 400, with NUL in it too', async ({ baseURL }) => {
  const origin = originOf(baseURL)
  const { operator } = await createTestOrganization()
  const bodies = [
    {},
    [],
    { email: operator.email },
    { ...operator, email: `a\0${operator.email}` },
    { ...operator, password: 'a\0' },
    { ...operator, password: '\ud800' },
    { ...operator, email: 'x'.repeat(10_000) },
    { ...operator, password: 'x'.repeat(10_000) },
    { email: { $ne: null }, password: ['x'] },
  ]
  for (const body of bodies) {
    const { status, text } = await post(origin, '/sign-in/email', body)
    expect([status, JSON.parse(text).error], JSON.stringify(body).slice(0, 80)).toEqual([400, 'VALIDATION_ERROR'])
  }
  const cookie = 'rollcall.session_token=%00.%00'
  expect((await post(origin, '/sign-out', { a: '\0' }, { cookie })).status).toBe(200)
})

test('an address is what has connected, whatever X-Forwarded-For says', async ({ baseURL }) => {
  const { operator } = await createTestOrganization()
  await post(originOf(baseURL), '/sign-in/email', operator, { 'x-forwarded-for': '203.0.113.77' })
  const session = await db().session.findFirstOrThrow({ where: { user: { email: operator.email } } })
  expect(session.ipAddress).toBe('127.0.0.1')
})

test('an address that is wrong too often is refused, and an invented one before it helps nobody', async () => {
  test.slow()
  const { operator } = await createTestOrganization()
  const instance = await startSecondInstance({ TRUSTED_PROXIES: '127.0.0.1' })
  try {
    const guess = (n: number) =>
      post(
        instance.origin,
        '/sign-in/email',
        { email: `${n}-${operator.email}`, password: 'wrong wrong wrong' },
        {
          // What a stranger writes stands before what the proxy has seen.
          'x-forwarded-for': `10.0.0.${n}, 192.0.2.44`,
          origin: process.env.APP_URL ?? '',
        },
      )
    // Some at once, and not so many that an instance that has just started keeps one waiting for a connection.
    const answers: Sent[] = []
    for (let n = 0; n < 40; n += 8) {
      answers.push(...(await Promise.all(Array.from({ length: 8 }, (_, at) => guess(n + at)))))
    }
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(20)
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(20)
    for (const { headers, text } of refused) {
      expect(JSON.parse(text).error).toBe('RATE_LIMITED')
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    }
    // The owner, elsewhere, gets in.
    const elsewhere = { origin: process.env.APP_URL ?? '', 'x-forwarded-for': '192.0.2.45' }
    const owner = await post(instance.origin, '/sign-in/email', operator, elsewhere)
    expect(owner.status).toBe(200)
  } finally {
    await instance.stop()
  }
})
