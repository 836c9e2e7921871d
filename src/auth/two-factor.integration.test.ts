import { beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/platform/db'
import { handleAuthRequest } from '@/rest/handle-auth-request'
import { addMember, type TestMember } from '@/testing/add-member'
import { auditLines } from '@/testing/audit-lines'
import { appCode } from '@/testing/authenticator-app'
import { createTestOrganization } from '@/testing/factories'
import { handleRequest } from '@/trpc/handle-request'
import { auth } from './auth'

vi.setConfig({ testTimeout: 120_000 })

/** A browser: it keeps cookies, and forgets those that are taken away. */
class Browser {
  readonly #cookies = new Map<string, string>()

  async post(url: string, body: unknown, handle: (request: Request) => Promise<Response>) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { 'content-type': 'application/json', cookie }
    const response = await handle(
      new Request(`http://127.0.0.1${url}`, { method: 'POST', headers, body: JSON.stringify(body) }),
    )
    for (const text of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? []
      if (value === '' || /max-age=0/i.test(text)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return { status: response.status, body: await response.json() }
  }

  auth(path: string, body: unknown) {
    return this.post(`/api/auth/${path}`, body, handleAuthRequest)
  }

  trpc(path: string, body: unknown) {
    return this.post(`/api/trpc/${path}`, body, handleRequest)
  }

  async isIn(): Promise<boolean> {
    const { status } = await this.trpc('account.sessions.endOthers', {})
    return status === 200
  }
}

let organizationId: string
let ada: TestMember

beforeEach(async () => {
  ;({ organizationId } = await createTestOrganization())
  ada = await addMember(organizationId, 'operator')
})

const signIn = (browser: Browser) => browser.auth('sign-in/email', { email: ada.email, password: ada.password })

/** Signs in and turns two-factor sign-in on. */
async function turnOn(): Promise<{ browser: Browser; uri: string; backupCodes: string[] }> {
  const browser = new Browser()
  expect((await signIn(browser)).status).toBe(200)
  const begun = await browser.trpc('account.twoFactor.begin', { password: ada.password })
  expect(begun.status).toBe(200)
  const { uri, backupCodes } = begun.body.result.data as { uri: string; backupCodes: string[] }
  const confirmed = await browser.trpc('account.twoFactor.confirm', { code: appCode(uri) })
  expect([confirmed.status, confirmed.body.result?.data]).toEqual([200, { success: true }])
  return { browser, uri, backupCodes }
}

const audited = async () => (await auditLines(organizationId)).map(({ action }) => action)

describe('two-factor sign-in', () => {
  it('asks for a code after the password, and lets nobody in without', async () => {
    const { browser, uri } = await turnOn()
    expect(await browser.isIn()).toBe(true)
    const other = new Browser()
    expect((await signIn(other)).body).toEqual({ secondFactor: true })
    expect(await other.isIn()).toBe(false)
    expect(await db().session.count({ where: { userId: ada.userId } })).toBe(1)
    const wrong = await other.auth('sign-in/second-factor', { by: 'app', code: appCode(uri, 40) })
    expect([wrong.status, wrong.body.error, wrong.body.details[0].path]).toEqual([400, 'VALIDATION_ERROR', 'code'])
    const right = await other.auth('sign-in/second-factor', { by: 'app', code: appCode(uri) })
    expect(right).toEqual({
      status: 200,
      body: { user: { id: ada.userId, name: ada.actor.label, email: ada.email } },
    })
    expect(await other.isIn()).toBe(true)
    expect(await audited()).toEqual([
      'sign_in.succeeded',
      'two_factor.enabled',
      'sign_in.failed',
      'sign_in.succeeded',
      'sessions.ended',
    ])
  })

  it('takes each backup code once', async () => {
    const { backupCodes } = await turnOn()
    const [code = ''] = backupCodes
    const first = new Browser()
    await signIn(first)
    expect((await first.auth('sign-in/second-factor', { by: 'backupCode', code })).status).toBe(200)
    expect(await first.isIn()).toBe(true)
    const second = new Browser()
    await signIn(second)
    const again = await second.auth('sign-in/second-factor', { by: 'backupCode', code })
    expect([again.status, again.body.error]).toEqual([400, 'VALIDATION_ERROR'])
    expect(await second.isIn()).toBe(false)
  })

  it('is locked after many wrong codes, whatever addresses and sign-ins they come from', async () => {
    const { uri } = await turnOn()
    const guess = async () => {
      const browser = new Browser()
      await signIn(browser)
      return (await browser.auth('sign-in/second-factor', { by: 'app', code: appCode(uri, 40) })).status
    }
    const statuses: number[] = []
    for (let n = 0; n < 12; n++) statuses.push(await guess())
    expect(statuses).toEqual([...Array(10).fill(400), 429, 429])
    const owner = new Browser()
    await signIn(owner)
    expect((await owner.auth('sign-in/second-factor', { by: 'app', code: appCode(uri) })).status).toBe(429)
  })

  it('while it is locked, answers nowhere with an error of ours', async () => {
    const { browser, uri, backupCodes } = await turnOn()
    const second = new Browser()
    await signIn(second)
    await db()
      .execute`UPDATE two_factors SET locked_until = now() + interval '15 minutes' WHERE user_id = ${ada.userId}`
    const password = ada.password
    const statuses = {
      app: (await second.auth('sign-in/second-factor', { by: 'app', code: appCode(uri) })).status,
      backupCode: (await second.auth('sign-in/second-factor', { by: 'backupCode', code: backupCodes[0] })).status,
      begin: (await browser.trpc('account.twoFactor.begin', { password })).status,
      confirm: (await browser.trpc('account.twoFactor.confirm', { code: appCode(uri) })).status,
      renewCodes: (await browser.trpc('account.twoFactor.renewCodes', { password })).status,
      end: (await browser.trpc('account.twoFactor.end', { password })).status,
    }
    expect(statuses).toEqual({ app: 429, backupCode: 429, begin: 409, confirm: 200, renewCodes: 200, end: 200 })
  })

  it.each([
    ['account.twoFactor.begin', {}],
    ['account.twoFactor.confirm', { code: '123456' }],
    ['account.twoFactor.renewCodes', {}],
    ['account.twoFactor.end', {}],
  ])('%s passes on that something is locked, whatever better-auth locks', async (path, input) => {
    const browser = new Browser()
    await signIn(browser)
    const handler = vi.spyOn(auth(), 'handler').mockResolvedValueOnce(new Response('{}', { status: 429 }))
    const body = path.endsWith('confirm') ? input : { password: ada.password }
    const answer = await browser.trpc(path, body).finally(() => handler.mockRestore())
    expect([answer.status, answer.body.error.data.code]).toEqual([429, 'RATE_LIMITED'])
  })

  it('takes no code without a password before it', async () => {
    const { uri } = await turnOn()
    const answer = await new Browser().auth('sign-in/second-factor', { by: 'app', code: appCode(uri) })
    expect([answer.status, answer.body.error]).toEqual([401, 'UNAUTHORIZED'])
  })

  it('is turned off, and its codes renewed, with the password alone', async () => {
    const { browser, backupCodes } = await turnOn()
    for (const path of ['account.twoFactor.end', 'account.twoFactor.renewCodes', 'account.twoFactor.begin']) {
      const { status, body } = await browser.trpc(path, { password: 'not the password' })
      expect([path, status, body.error.data.details[0].path]).toEqual([path, 400, 'password'])
    }
    const again = await browser.trpc('account.twoFactor.begin', { password: ada.password })
    expect(again.status).toBe(409)
    const renewed = await browser.trpc('account.twoFactor.renewCodes', { password: ada.password })
    expect(renewed.body.result.data.backupCodes).toHaveLength(backupCodes.length)
    expect(renewed.body.result.data.backupCodes).not.toEqual(backupCodes)
    expect((await browser.trpc('account.twoFactor.end', { password: ada.password })).status).toBe(200)
    expect(await browser.isIn()).toBe(true)
    const other = new Browser()
    expect((await signIn(other)).body).toHaveProperty('user')
    expect(await audited()).toEqual(
      expect.arrayContaining(['two_factor.enabled', 'two_factor.codes_renewed', 'two_factor.disabled']),
    )
  })

  it('is not on before the first code was right', async () => {
    const browser = new Browser()
    await signIn(browser)
    const begun = await browser.trpc('account.twoFactor.begin', { password: ada.password })
    const { uri } = begun.body.result.data as { uri: string }
    const wrong = await browser.trpc('account.twoFactor.confirm', { code: appCode(uri, 40) })
    expect([wrong.status, wrong.body.error.data.details[0].path]).toEqual([400, 'code'])
    expect((await signIn(new Browser())).body).toHaveProperty('user')
  })

  it('keeps whoever turns it on in the organization for which they work', async () => {
    const second = await createTestOrganization()
    await addMember(second.organizationId, 'viewer', ada)
    const { browser } = await turnOn()
    await browser.trpc('account.switchOrganization', { organizationId: second.organizationId })
    await browser.trpc('account.twoFactor.end', { password: ada.password })
    const sessions = await db().session.findMany({ where: { userId: ada.userId } })
    expect(sessions.map(({ activeOrganizationId }) => activeOrganizationId)).toEqual([second.organizationId])
  })

  it('keeps neither secret nor codes in the open', async () => {
    const { uri, backupCodes } = await turnOn()
    const secret = new URL(uri).searchParams.get('secret') ?? ''
    const [all] = await db().rows<{ text: string }>`
      SELECT (SELECT json_agg(two_factors)::text FROM two_factors)
        || (SELECT json_agg(audit_log)::text FROM audit_log) AS text`
    for (const text of [secret, ...backupCodes]) expect(all?.text).not.toContain(text)
  })
})

describe('a one-time password', () => {
  it('is good for its change and for nothing else', async () => {
    await db().user.update({ where: { id: ada.userId }, data: { mustChangePassword: true } })
    const browser = new Browser()
    expect((await signIn(browser)).status).toBe(200)
    const refused = await browser.trpc('batches.pause', { batchId: 'x' })
    expect([refused.status, refused.body.error.data.code]).toEqual([403, 'FORBIDDEN'])
    expect(refused.body.error.message).toContain('one-time password')
    const input = { currentPassword: ada.password, newPassword: 'correct horse battery staple' }
    expect((await browser.trpc('account.changePassword', input)).status).toBe(200)
    expect((await browser.trpc('batches.pause', { batchId: 'x' })).status).toBe(404)
  })
})
