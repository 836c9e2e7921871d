import { verifyPassword } from 'better-auth/crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { giveOneTimePassword } from '@/domain/accounts/give-one-time-password'
import { newId } from '@/domain/ids'
import { db } from '@/platform/db'
import { addMember, addSession, type TestMember } from '@/testing/add-member'
import { auditLines } from '@/testing/audit-lines'
import { createTestOrganization } from '@/testing/factories'
import { acceptInvitation } from './accept-invitation'
import { findInvitation } from './find-invitation'
import { inviteMember } from './invite-member'
import { listMembers } from './list-members'
import { MEMBERS_MAX } from './member.rules'
import { resendInvitation } from './resend-invitation'
import { revokeInvitation } from './revoke-invitation'
import type { SentInvitation } from './send-invitation'

let organizationId: string
let owner: TestMember
let admin: TestMember
let email: string
let addresses = 0
const address = () => `198.51.100.${++addresses % 250}`

beforeEach(async () => {
  ;({ organizationId } = await createTestOrganization({ name: 'Analytical Engines' }))
  owner = await addMember(organizationId, 'owner')
  admin = await addMember(organizationId, 'admin')
  email = `grace-${newId()}@example.com`
})

const newUser = { name: 'Grace Hopper', password: 'a compiler for everybody' }

function tokenOf({ delivery }: SentInvitation): string {
  if (delivery.by === 'mail') throw new Error('It was mailed.')
  return delivery.link.split('/').at(-1) ?? ''
}

describe('an invitation', () => {
  it('makes an account of a new user, once', async () => {
    const sent = await inviteMember(admin.actor, { email: email.toUpperCase(), role: 'operator' })
    expect(sent.delivery).toMatchObject({ by: 'noMail', link: expect.stringMatching(/\/invitation\/[\w-]{43}$/) })
    const token = tokenOf(sent)
    expect(await findInvitation(token, address())).toMatchObject({
      organizationName: 'Analytical Engines',
      email,
      role: 'operator',
      invitedBy: admin.actor.label,
      hasAccount: false,
    })
    const presses = await Promise.allSettled([
      acceptInvitation(null, { token, newUser }, address()),
      acceptInvitation(null, { token, newUser }, address()),
    ])
    expect(presses.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const user = await db().user.findUniqueOrThrow({ where: { email }, include: { accounts: true, members: true } })
    expect(user).toMatchObject({ name: 'Grace Hopper', members: [{ organizationId, role: 'operator' }] })
    expect(await verifyPassword({ hash: user.accounts[0]?.password ?? '', password: newUser.password })).toBe(true)
    await expect(acceptInvitation(null, { token, newUser }, address())).rejects.toMatchObject({
      code: 'INVITATION_NOT_FOUND',
    })
    expect((await listMembers(owner.actor)).invitations).toEqual([])
    const actions = await auditLines(organizationId)
    expect(actions).toMatchObject([
      { action: 'member.invited', actorId: admin.userId, objectName: email, after: { role: 'operator' } },
      { action: 'member.joined', actorId: user.id, objectName: 'Grace Hopper', after: { role: 'operator' } },
    ])
  })

  it('stands in the database as a hash alone', async () => {
    const token = tokenOf(await inviteMember(admin.actor, { email, role: 'viewer' }))
    const [all] = await db().rows<{ text: string }>`
      SELECT (SELECT json_agg(invitations)::text FROM invitations)
        || (SELECT json_agg(audit_log)::text FROM audit_log) AS text`
    expect(all?.text).not.toContain(token)
  })

  it('lets somebody join who has an account and is signed in, and nobody in their name', async () => {
    const elsewhere = await createTestOrganization()
    const known = await addMember(elsewhere.organizationId, 'viewer')
    const token = tokenOf(await inviteMember(admin.actor, { email: known.email, role: 'viewer' }))
    expect(await findInvitation(token, address())).toMatchObject({ hasAccount: true })
    await expect(acceptInvitation(null, { token, newUser }, address())).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(acceptInvitation(null, { token }, address())).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    const stranger = { userId: admin.userId, email: admin.email }
    await expect(acceptInvitation(stranger, { token }, address())).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await acceptInvitation({ userId: known.userId, email: known.email }, { token }, address())
    expect(await db().member.count({ where: { userId: known.userId } })).toBe(2)
    // Their password is as it was: whoever invites somebody gets nothing of their account.
    const account = await db().account.findFirstOrThrow({ where: { userId: known.userId } })
    expect(await verifyPassword({ hash: account.password ?? '', password: known.password })).toBe(true)
  })

  it('expires after seven days, is sent again by a new link, and revoked', async () => {
    const sent = await inviteMember(admin.actor, { email, role: 'viewer' })
    const { invitationId } = sent
    await db().execute`UPDATE invitations SET expires_at = expires_at - interval '7 days' WHERE id = ${invitationId}`
    expect(await findInvitation(tokenOf(sent), address())).toBeNull()
    await expect(acceptInvitation(null, { token: tokenOf(sent), newUser }, address())).rejects.toMatchObject({
      code: 'INVITATION_NOT_FOUND',
    })
    expect((await listMembers(owner.actor)).invitations).toMatchObject([{ invitationId, email, expired: true }])

    const again = await resendInvitation(admin.actor, invitationId)
    expect(await findInvitation(tokenOf(sent), address())).toBeNull()
    expect(await findInvitation(tokenOf(again), address())).toMatchObject({ email })

    await revokeInvitation(admin.actor, invitationId)
    expect(await findInvitation(tokenOf(again), address())).toBeNull()
    await expect(resendInvitation(admin.actor, invitationId)).rejects.toMatchObject({ code: 'INVITATION_NOT_FOUND' })
    const lines = await auditLines(organizationId)
    expect(lines.map(({ action }) => action)).toEqual(['member.invited', 'invitation.resent', 'invitation.revoked'])
  })

  it('of an owner is an owner’s to make, send again and revoke', async () => {
    await expect(inviteMember(admin.actor, { email, role: 'owner' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const { invitationId } = await inviteMember(owner.actor, { email, role: 'owner' })
    await expect(resendInvitation(admin.actor, invitationId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(revokeInvitation(admin.actor, invitationId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await revokeInvitation(owner.actor, invitationId)
  })

  it('is refused for who is there or invited already, and belongs to one organization', async () => {
    await expect(inviteMember(owner.actor, { email: admin.email, role: 'viewer' })).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ path: 'email' }],
    })
    const { invitationId } = await inviteMember(owner.actor, { email, role: 'viewer' })
    await expect(inviteMember(owner.actor, { email, role: 'admin' })).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ path: 'email' }],
    })
    const other = await createTestOrganization()
    const stranger = await addMember(other.organizationId, 'owner')
    await expect(revokeInvitation(stranger.actor, invitationId)).rejects.toMatchObject({
      code: 'INVITATION_NOT_FOUND',
    })
    await inviteMember(stranger.actor, { email, role: 'viewer' })
  })

  it('is refused when the organization is full', async () => {
    const invitations = Array.from({ length: MEMBERS_MAX }, (_, n) => ({
      id: newId(),
      organizationId,
      email: `${n}-${email}`,
      inviterId: owner.userId,
      expiresAt: new Date(),
    }))
    await db().invitation.createMany({ data: invitations })
    await expect(inviteMember(owner.actor, { email, role: 'viewer' })).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

describe('an account that was made by a link which was passed on', () => {
  /** What an admin can do who invites the address of somebody else, and follows the link that the page shows. */
  const squat = async () => {
    const token = tokenOf(await inviteMember(admin.actor, { email, role: 'viewer' }))
    const { userId } = await acceptInvitation(null, { token, newUser }, address())
    await addSession(userId, organizationId)
    await db().twoFactor.create({ data: { id: newId(), userId, secret: 's', backupCodes: 'b' } })
    await db().user.update({ where: { id: userId }, data: { twoFactorEnabled: true } })
    return userId
  }
  const isOpenTo = async (userId: string, password: string) => {
    const account = await db().account.findFirstOrThrow({ where: { userId } })
    return verifyPassword({ hash: account.password ?? '', password })
  }
  /** What is left of what its maker has set up. */
  const leftOf = async (userId: string) => ({
    sessions: await db().session.count({ where: { userId } }),
    twoFactors: await db().twoFactor.count({ where: { userId } }),
    password: await isOpenTo(userId, newUser.password),
    user: await db().user.findUniqueOrThrow({ where: { id: userId } }),
  })
  const GONE = { sessions: 0, twoFactors: 0, password: false, user: { emailVerified: true, twoFactorEnabled: false } }

  it('shows nobody’s address, and joins no second organization, by whatever link', async () => {
    const userId = await squat()
    const other = await createTestOrganization()
    const host = await addMember(other.organizationId, 'owner')
    const sent = await inviteMember(host.actor, { email, role: 'admin' })
    for (const mailedAt of [null, new Date()]) {
      await db().invitation.update({ where: { id: sent.invitationId }, data: { mailedAt } })
      await expect(acceptInvitation({ userId, email }, { token: tokenOf(sent) }, address())).rejects.toMatchObject({
        code: 'FORBIDDEN',
        message: expect.stringContaining('one-time password'),
      })
    }
    expect(await db().member.count({ where: { userId, organizationId: other.organizationId } })).toBe(0)
    // The link is not used up by it, and is good once the owner of the address has the account.
    const { password } = await giveOneTimePassword({ email, turnOffTwoFactor: false })
    expect(await leftOf(userId)).toMatchObject(GONE)
    expect(await isOpenTo(userId, password)).toBe(true)
    await acceptInvitation({ userId, email }, { token: tokenOf(sent) }, address())
    expect(await db().member.count({ where: { userId } })).toBe(2)
  })

  it('does not become the owner of an organization that is made for its address with the password of its maker', async () => {
    const userId = await squat()
    const made = await createTestOrganization({ email, mustChangePassword: true })
    expect(await db().member.findFirst({ where: { userId, organizationId: made.organizationId } })).toMatchObject({
      role: 'owner',
    })
    expect(await leftOf(userId)).toMatchObject(GONE)
    expect(await isOpenTo(userId, made.operator.password)).toBe(true)
    expect((await leftOf(userId)).user.mustChangePassword).toBe(true)
    // Who is known keeps it.
    expect((await createTestOrganization({ email })).operator.password).toBe('')
    expect(await isOpenTo(userId, made.operator.password)).toBe(true)
  })
})

it('an address that tries many links is refused', async () => {
  const from = '203.0.113.200'
  let refused: unknown = null
  for (let n = 0; n < 40 && refused === null; n++) {
    const found = await findInvitation(newId(), from).catch((error: unknown) => {
      refused = error
    })
    if (refused === null) expect(found).toBeNull()
  }
  expect(refused).toMatchObject({ code: 'RATE_LIMITED' })
})
