import { verifyPassword } from 'better-auth/crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/platform/db'
import { addMember, addSession, type TestMember } from '@/testing/add-member'
import { auditLines } from '@/testing/audit-lines'
import { createTestOrganization } from '@/testing/factories'
import { changePassword } from './change-password'
import { endOtherSessions, endSession } from './end-sessions'
import { giveOneTimePassword } from './give-one-time-password'
import { listMemberships } from './list-memberships'
import { listSessions } from './list-sessions'
import { switchOrganization } from './switch-organization'
import { updateProfile } from './update-profile'

let organizationId: string
let ada: TestMember

beforeEach(async () => {
  ;({ organizationId } = await createTestOrganization())
  ada = await addMember(organizationId, 'operator')
})

const audit = () => auditLines(organizationId)

async function isPassword(password: string): Promise<boolean> {
  const account = await db().account.findFirstOrThrow({ where: { userId: ada.userId } })
  return verifyPassword({ hash: account.password ?? '', password })
}

const next = 'correct horse battery staple'

describe('changePassword', () => {
  it('ends the other sessions, uses up a one-time password, and is told', async () => {
    const [here, there] = [await addSession(ada.userId, organizationId), await addSession(ada.userId, organizationId)]
    await db().user.update({ where: { id: ada.userId }, data: { mustChangePassword: true } })
    await changePassword(ada.actor, here, { currentPassword: ada.password, newPassword: next })
    expect(await isPassword(next)).toBe(true)
    const left = await db().session.findMany({ where: { userId: ada.userId } })
    expect(left.map(({ id }) => id)).toEqual([here])
    expect(there).not.toBe(here)
    expect(await db().user.findUniqueOrThrow({ where: { id: ada.userId } })).toMatchObject({
      mustChangePassword: false,
    })
    expect(await audit()).toMatchObject([{ action: 'password.changed', actorId: ada.userId }])
  })

  it('says which field is wrong, and changes nothing', async () => {
    const wrong = changePassword(ada.actor, '', { currentPassword: next, newPassword: next })
    await expect(wrong).rejects.toMatchObject({ details: [{ path: 'currentPassword' }] })
    const same = changePassword(ada.actor, '', { currentPassword: ada.password, newPassword: ada.password })
    await expect(same).rejects.toMatchObject({ details: [{ path: 'newPassword' }] })
    expect(await isPassword(ada.password)).toBe(true)
    expect(await audit()).toEqual([])
  })

  it('lets nobody guess for long at a console that was left open', async () => {
    let refused: unknown = null
    for (let n = 0; n < 12 && refused === null; n++) {
      await changePassword(ada.actor, '', { currentPassword: `guess ${n}`, newPassword: next }).catch((error) => {
        if (error.code === 'RATE_LIMITED') refused = error
      })
    }
    expect(refused).not.toBeNull()
    await expect(
      changePassword(ada.actor, '', { currentPassword: ada.password, newPassword: next }),
    ).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  })
})

describe('giveOneTimePassword', () => {
  it('has to be changed, ends all sessions, and leaves two-factor sign-in alone unless it is said', async () => {
    await addSession(ada.userId, organizationId)
    await db().user.update({ where: { id: ada.userId }, data: { twoFactorEnabled: true } })
    const given = await giveOneTimePassword({ email: ` ${ada.email.toUpperCase()} `, turnOffTwoFactor: false })
    expect(given.email).toBe(ada.email)
    expect(await isPassword(given.password)).toBe(true)
    expect(await db().session.count({ where: { userId: ada.userId } })).toBe(0)
    expect(await db().user.findUniqueOrThrow({ where: { id: ada.userId } })).toMatchObject({
      mustChangePassword: true,
      twoFactorEnabled: true,
    })
    await giveOneTimePassword({ email: ada.email, turnOffTwoFactor: true })
    expect(await db().user.findUniqueOrThrow({ where: { id: ada.userId } })).toMatchObject({ twoFactorEnabled: false })
    expect(await audit()).toMatchObject([
      { action: 'password.given', actorKind: 'system', details: { twoFactorTurnedOff: false } },
      { action: 'password.given', actorKind: 'system', details: { twoFactorTurnedOff: true } },
    ])
  })

  it('is for somebody who is there', async () => {
    await expect(giveOneTimePassword({ email: 'no@example.com', turnOffTwoFactor: false })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})

describe('sessions', () => {
  it('are listed with the current one first, and ended one by one or all others', async () => {
    const [here, there, third] = [
      await addSession(ada.userId, organizationId),
      await addSession(ada.userId, organizationId),
      await addSession(ada.userId, organizationId),
    ]
    const sessions = await listSessions(ada.actor, here)
    expect(sessions[0]).toMatchObject({ sessionId: here, current: true })
    expect(sessions.map(({ sessionId }) => sessionId).sort()).toEqual([here, there, third].sort())
    await endSession(ada.actor, there)
    await expect(endSession(ada.actor, there)).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' })
    expect(await endOtherSessions(ada.actor, here)).toEqual({ ended: 1 })
    expect(await endOtherSessions(ada.actor, here)).toEqual({ ended: 0 })
    expect(await listSessions(ada.actor, here)).toHaveLength(1)
    expect((await audit()).map(({ action }) => action)).toEqual(['session.ended', 'sessions.ended'])
  })

  it('of others are neither seen nor ended', async () => {
    const other = await addMember(organizationId, 'viewer')
    const theirs = await addSession(other.userId, organizationId)
    expect(await listSessions(ada.actor, '')).toEqual([])
    for (const id of [theirs, '', 'a\0b']) {
      await expect(endSession(ada.actor, id)).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' })
    }
    expect(await db().session.count({ where: { id: theirs } })).toBe(1)
  })
})

describe('several organizations', () => {
  it('are listed, and a session goes to one that its user belongs to', async () => {
    const second = await createTestOrganization({ name: 'Difference Engines' })
    const stranger = await createTestOrganization()
    await addMember(second.organizationId, 'admin', ada)
    const session = await addSession(ada.userId, organizationId)
    expect(await listMemberships(ada.actor)).toMatchObject([
      { organizationId: second.organizationId, role: 'admin', current: false },
      { organizationId, role: 'operator', current: true },
    ])
    for (const id of [stranger.organizationId, '', 'a\0b']) {
      await expect(switchOrganization(ada.actor, session, id)).rejects.toMatchObject({
        code: 'ORGANIZATION_NOT_FOUND',
      })
    }
    await switchOrganization(ada.actor, session, second.organizationId)
    expect(await db().session.findUniqueOrThrow({ where: { id: session } })).toMatchObject({
      activeOrganizationId: second.organizationId,
    })
    // A session of somebody else goes nowhere.
    const other = await addSession((await addMember(organizationId, 'viewer')).userId, organizationId)
    await expect(switchOrganization(ada.actor, other, second.organizationId)).rejects.toMatchObject({
      code: 'ORGANIZATION_NOT_FOUND',
    })
  })
})

it('a name is changed, and the log keeps the one before', async () => {
  await updateProfile(ada.actor, { name: 'Ada Lovelace' })
  await updateProfile({ ...ada.actor, label: 'Ada Lovelace' }, { name: 'Ada Lovelace' })
  expect(await audit()).toMatchObject([
    { action: 'profile.changed', before: { name: ada.actor.label }, after: { name: 'Ada Lovelace' } },
  ])
})
