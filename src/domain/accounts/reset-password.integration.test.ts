import { verifyPassword } from 'better-auth/crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/platform/db'
import { addMember, addSession, type TestMember } from '@/testing/add-member'
import { createTestOrganization } from '@/testing/factories'
import { startTestMailServer, type TestMailServer } from '@/testing/mail-server'

let mails: TestMailServer
let requestPasswordReset: typeof import('./request-password-reset').requestPasswordReset
let resetPassword: typeof import('./reset-password').resetPassword
let isResetLinkGood: typeof import('./reset-password').isResetLinkGood
let organizationId: string
let ada: TestMember
let addresses = 0
const address = () => `198.51.100.${++addresses % 250}`

beforeAll(async () => {
  mails = await startTestMailServer()
  process.env.SMTP_URL = mails.url
  process.env.MAIL_FROM = 'Rollcall <rollcall@example.com>'
  // The environment is read once, by whoever imports it first.
  ;({ requestPasswordReset } = await import('./request-password-reset'))
  ;({ resetPassword, isResetLinkGood } = await import('./reset-password'))
  ;({ organizationId } = await createTestOrganization())
})

afterAll(() => mails.close())

beforeEach(async () => {
  ada = await addMember(organizationId, 'operator')
  mails.received.length = 0
})

async function ask(email: string): Promise<void> {
  const { done } = await requestPasswordReset(email, address())
  await done
}

const tokens = () => mails.received.map(({ text }) => /\/reset-password\/([\w-]+)/.exec(text)?.[1] ?? '')

const password = 'correct horse battery staple'

describe('a forgotten password', () => {
  it('is set anew by the link that was mailed, once; all sessions end', async () => {
    await addSession(ada.userId, organizationId)
    await ask(ada.email)
    await ask(ada.email)
    expect(mails.received.map(({ to }) => to)).toEqual([ada.email, ada.email])
    const [token = '', second = ''] = tokens()
    expect(await isResetLinkGood(token, address())).toBe(true)
    await resetPassword({ token, password }, address())
    const account = await db().account.findFirstOrThrow({ where: { userId: ada.userId } })
    expect(await verifyPassword({ hash: account.password ?? '', password })).toBe(true)
    expect(await db().session.count({ where: { userId: ada.userId } })).toBe(0)
    for (const used of [token, second, '', 'a\0b']) {
      await expect(resetPassword({ token: used, password }, address())).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    const lines = await db().auditEntry.findMany({ where: { objectId: ada.userId }, orderBy: { id: 'asc' } })
    expect(lines.map(({ action }) => action)).toEqual([
      'password.reset_requested',
      'password.reset_requested',
      'password.reset',
    ])
  })

  it('has an hour, and its link stands in the database as a hash alone', async () => {
    await ask(ada.email)
    const [token = ''] = tokens()
    const [all] = await db().rows<{ text: string }>`
      SELECT (SELECT json_agg(password_resets)::text FROM password_resets)
        || (SELECT json_agg(audit_log)::text FROM audit_log) AS text`
    expect(all?.text).not.toContain(token)
    await db().execute`UPDATE password_resets SET expires_at = expires_at - interval '1 hour'`
    expect(await isResetLinkGood(token, address())).toBe(false)
    await expect(resetPassword({ token, password }, address())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is answered alike for whoever is not there, and nothing is sent', async () => {
    await ask('nobody@example.com')
    expect(mails.received).toEqual([])
    expect(await db().passwordReset.count({ where: { user: { email: 'nobody@example.com' } } })).toBe(0)
  })

  it('fills nobody’s mailbox, whatever addresses ask', async () => {
    for (let n = 0; n < 6; n++) await ask(ada.email)
    expect(mails.received).toHaveLength(3)
  })

  it('is not asked for by one address without end', async () => {
    const from = '203.0.113.201'
    const asked = await Promise.allSettled(
      Array.from({ length: 14 }, (_, n) => requestPasswordReset(`${n}@example.com`, from)),
    )
    expect(asked.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(3)
  })
})
