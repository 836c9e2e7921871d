import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/platform/db'
import { addMember, addSession, type TestMember } from '@/testing/add-member'
import { auditLines } from '@/testing/audit-lines'
import { createTestOrganization } from '@/testing/factories'
import { changeMemberRole } from './change-member-role'
import { leaveOrganization } from './leave-organization'
import { listMembers } from './list-members'
import { removeMember } from './remove-member'
import { transferOwnership } from './transfer-ownership'

let organizationId: string
let owner: TestMember
let admin: TestMember
let viewer: TestMember

beforeEach(async () => {
  ;({ organizationId } = await createTestOrganization())
  // The one who was made with the organization is in the way of what is said of the last owner.
  await db().member.deleteMany({ where: { organizationId } })
  owner = await addMember(organizationId, 'owner')
  admin = await addMember(organizationId, 'admin')
  viewer = await addMember(organizationId, 'viewer')
})

async function roles(): Promise<Record<string, string>> {
  const { members } = await listMembers(owner.actor)
  return Object.fromEntries(members.map(({ userId, role }) => [userId, role]))
}

const audit = () => auditLines(organizationId)

describe('changeMemberRole', () => {
  it('gives another role, and tells what it was', async () => {
    await changeMemberRole(admin.actor, { memberId: viewer.memberId, role: 'operator' })
    expect(await roles()).toMatchObject({ [viewer.userId]: 'operator' })
    expect(await audit()).toMatchObject([
      {
        action: 'member.role_changed',
        actorId: admin.userId,
        objectKind: 'member',
        objectId: viewer.memberId,
        before: { role: 'viewer' },
        after: { role: 'operator' },
      },
    ])
    await changeMemberRole(admin.actor, { memberId: viewer.memberId, role: 'operator' })
    expect(await audit()).toHaveLength(1)
  })

  it('lets an admin neither make an owner, themselves neither, nor touch one', async () => {
    for (const memberId of [viewer.memberId, admin.memberId]) {
      await expect(changeMemberRole(admin.actor, { memberId, role: 'owner' })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      })
    }
    await expect(changeMemberRole(admin.actor, { memberId: owner.memberId, role: 'viewer' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    expect(await audit()).toEqual([])
  })

  it('leaves the last owner an owner', async () => {
    const demote = () => changeMemberRole(owner.actor, { memberId: owner.memberId, role: 'admin' })
    await expect(demote()).rejects.toMatchObject({ code: 'CONFLICT' })
    await changeMemberRole(owner.actor, { memberId: viewer.memberId, role: 'owner' })
    await demote()
    expect(await roles()).toMatchObject({ [owner.userId]: 'admin', [viewer.userId]: 'owner' })
  })

  it('leaves an owner when two demote each other, or both go, at the same moment', async () => {
    const second = await addMember(organizationId, 'owner')
    const outcomes = await Promise.allSettled([
      changeMemberRole(owner.actor, { memberId: second.memberId, role: 'viewer' }),
      changeMemberRole(second.actor, { memberId: owner.memberId, role: 'viewer' }),
      leaveOrganization(owner.actor, organizationId),
      leaveOrganization(second.actor, organizationId),
    ])
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true)
    expect(await db().member.count({ where: { organizationId, role: 'owner' } })).toBeGreaterThanOrEqual(1)
  })
})

describe('removeMember', () => {
  it('ends their sessions of this organization at once, and leaves those of others', async () => {
    const other = await createTestOrganization()
    await addMember(other.organizationId, 'viewer', viewer)
    const here = await addSession(viewer.userId, organizationId)
    const there = await addSession(viewer.userId, other.organizationId)
    await removeMember(admin.actor, viewer.memberId)
    expect(await roles()).not.toHaveProperty(viewer.userId)
    const left = await db().session.findMany({ where: { userId: viewer.userId } })
    expect(left.map(({ id }) => id)).toEqual([there])
    expect(here).not.toBe(there)
    expect(await audit()).toMatchObject([{ action: 'member.removed', objectId: viewer.memberId }])
    await expect(removeMember(admin.actor, viewer.memberId)).rejects.toMatchObject({ code: 'MEMBER_NOT_FOUND' })
  })

  it('lets an admin remove no owner, and nobody the last one', async () => {
    await expect(removeMember(admin.actor, owner.memberId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(removeMember(owner.actor, owner.memberId)).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(leaveOrganization(owner.actor, organizationId)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await roles()).toMatchObject({ [owner.userId]: 'owner' })
  })

  it('lets a viewer leave, whose role it is to change nothing else', async () => {
    await expect(leaveOrganization(viewer.actor, 'another')).rejects.toMatchObject({ code: 'CONFLICT' })
    await leaveOrganization(viewer.actor, organizationId)
    expect(await roles()).not.toHaveProperty(viewer.userId)
    expect(await audit()).toMatchObject([{ action: 'member.left', actorId: viewer.userId }])
    await expect(leaveOrganization(viewer.actor, organizationId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('transferOwnership', () => {
  it('makes the one an owner and the other an admin', async () => {
    await transferOwnership(owner.actor, viewer.memberId)
    expect(await roles()).toEqual({ [owner.userId]: 'admin', [admin.userId]: 'admin', [viewer.userId]: 'owner' })
    expect(await audit()).toMatchObject([{ action: 'organization.transferred', objectId: viewer.memberId }])
  })

  it('is for owners, and to somebody else', async () => {
    await expect(transferOwnership(admin.actor, viewer.memberId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(transferOwnership(owner.actor, owner.memberId)).rejects.toMatchObject({ code: 'CONFLICT' })
    const other = await createTestOrganization()
    const theirs = await addMember(other.organizationId, 'viewer')
    await expect(transferOwnership(owner.actor, theirs.memberId)).rejects.toMatchObject({ code: 'MEMBER_NOT_FOUND' })
  })
})

it('lists who belongs to the organization, and when they were last here', async () => {
  await addSession(viewer.userId, organizationId)
  const { members } = await listMembers(viewer.actor)
  expect(members.map(({ userId, lastSeenAt }) => [userId, lastSeenAt !== null])).toEqual(
    expect.arrayContaining([
      [viewer.userId, true],
      [owner.userId, false],
      [admin.userId, false],
    ]),
  )
  expect(members).toHaveLength(3)
})
