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

describe('a new account', () => {
  const join = async (token: string) => {
    const { acceptInvitation } = await import('@/domain/members/accept-invitation')
    const { userId } = await acceptInvitation(null, { token, newUser: { name: 'Grace', password } }, address())
    return (await db().user.findUniqueOrThrow({ where: { id: userId } })).emailVerified
  }
  const mailedToken = () => /\/invitation\/([\w-]+)/.exec(mails.received.at(-1)?.text ?? '')?.[1] ?? ''

  it('has a verified address when its link was mailed, and only that very link', async () => {
    const { inviteMember } = await import('@/domain/members/invite-member')
    const { resendInvitation } = await import('@/domain/members/resend-invitation')
    const owner = await addMember(organizationId, 'owner')
    const invite = (email: string) => inviteMember(owner.actor, { email, role: 'viewer' })
    expect((await invite('grace@example.com')).delivery).toEqual({ by: 'mail' })
    expect(await join(mailedToken())).toBe(true)
    // Mailed first, and then sent again by a link that no mail server took.
    const { invitationId } = await invite('mary@example.com')
    mails.refused.add('mary@example.com')
    const { delivery } = await resendInvitation(owner.actor, invitationId)
    if (delivery.by === 'mail') throw new Error('It was mailed.')
    expect(await join(delivery.link.split('/').at(-1) ?? '')).toBe(false)
  })
})

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

  it.each([true, false])('shows that the address is theirs, who are (verified before: %s)', async (emailVerified) => {
    const { userId } = ada
    await db().user.update({ where: { id: userId }, data: { emailVerified, twoFactorEnabled: true } })
    await db().twoFactor.create({ data: { id: userId, userId, secret: 's', backupCodes: 'b' } })
    await ask(ada.email)
    await resetPassword({ token: tokens()[0] ?? '', password }, address())
    const user = await db().user.findUniqueOrThrow({ where: { id: userId }, include: { twoFactors: true } })
    // Whoever made an account for the address of somebody else may have turned it on.
    expect([user.emailVerified, user.twoFactorEnabled, user.twoFactors.length]).toEqual([
      true,
      emailVerified,
      emailVerified ? 1 : 0,
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
