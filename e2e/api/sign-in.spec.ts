import { randomBytes } from 'node:crypto'
import { ADDRESS_LIMIT } from '@/domain/sign-in/sign-in.rules'
import { db } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import { expect, originOf, test } from './contract-test'
import { startSecondInstance } from './second-instance'

/** An address that no other test, and no other run of this one, has used up. */
const newAddress = () =>
  `2001:db8:${randomBytes(4)
    .toString('hex')
    .replace(/(?=.{4}$)/, ':')}::1`

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
  const stranger = newAddress()
  const instance = await startSecondInstance({ TRUSTED_PROXIES: '127.0.0.1' })
  try {
    const guess = (n: number) =>
      post(
        instance.origin,
        '/sign-in/email',
        { email: `${n}-${operator.email}`, password: 'wrong wrong wrong' },
        {
          // What a stranger writes stands before what the proxy has seen.
          'x-forwarded-for': `10.0.0.${n}, ${stranger}`,
          origin: process.env.APP_URL ?? '',
        },
      )
    const startedMs = Date.now()
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => guess(n)))
    const seconds = (Date.now() - startedMs) / 1000
    const others = answers.filter(({ status }) => status !== 401 && status !== 429)
    expect(others.map(({ status, text }) => `${status} ${text}`)).toEqual([])
    const refused = answers.filter(({ status }) => status === 429)
    const checked = answers.length - refused.length
    // And what came back in the meantime, on a machine that takes half a minute for them.
    const { attemptsMax, secondsPerAttempt } = ADDRESS_LIMIT
    expect(checked).toBeGreaterThanOrEqual(attemptsMax)
    expect(checked).toBeLessThanOrEqual(attemptsMax + Math.floor(seconds / secondsPerAttempt))
    for (const { headers, text } of refused) {
      expect(JSON.parse(text).error).toBe('RATE_LIMITED')
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    }
    // The owner, elsewhere, gets in.
    const elsewhere = { origin: process.env.APP_URL ?? '', 'x-forwarded-for': newAddress() }
    const owner = await post(instance.origin, '/sign-in/email', operator, elsewhere)
    expect(owner.status).toBe(200)
  } finally {
    await instance.stop()
  }
})
