import { hashPassword } from 'better-auth/crypto'
import type { Actor, Role } from '@/domain/actor'
import { newId } from '@/domain/ids'
import { db } from '@/platform/db'

export type TestMember = { memberId: string; userId: string; email: string; password: string; actor: Actor }

/** Adds somebody to an organization: a new user, or one that there is already. */
export async function addMember(
  organizationId: string,
  role: Role,
  known?: Pick<TestMember, 'userId' | 'email' | 'password'>,
): Promise<TestMember> {
  const [userId, memberId] = [known?.userId ?? newId(), newId()]
  const email = known?.email ?? `${role}-${userId}@test.example`
  const password = known?.password ?? newId()
  if (!known) {
    const passwordHash = await hashPassword(password)
    await db().user.create({
      data: {
        id: userId,
        name: `${role} ${userId.slice(-4)}`,
        email,
        emailVerified: true,
        accounts: { create: { id: newId(), accountId: userId, providerId: 'credential', password: passwordHash } },
      },
    })
  }
  await db().member.create({ data: { id: memberId, organizationId, userId, role } })
  const { name } = await db().user.findUniqueOrThrow({ where: { id: userId } })
  return { memberId, userId, email, password, actor: { organizationId, kind: 'user', id: userId, label: name, role } }
}

/** Gives somebody a session, without signing in; returns its id. */
export async function addSession(userId: string, organizationId: string): Promise<string> {
  const id = newId()
  await db().session.create({
    data: { id, token: newId(), userId, activeOrganizationId: organizationId, expiresAt: new Date(Date.now() + 1e9) },
  })
  return id
}
