import { hashPassword } from 'better-auth/crypto'
import { signIn } from '@/auth/sign-in'
import type { Role } from '@/domain/actor'
import { newId } from '@/domain/ids'
import { db } from '@/platform/db'

/** The password of whoever `signInAs` has added. */
export const SIGNED_IN_PASSWORD = 'a password for tests'

/** Adds a member with this role to the organization, signs in, and returns the headers of the session. */
export async function signInAs(organizationId: string, role: Role): Promise<Record<string, string>> {
  const [userId, email, password] = [newId(), `${role}-${newId()}@test.example`, SIGNED_IN_PASSWORD]
  await db().user.create({
    data: {
      id: userId,
      name: role,
      email,
      emailVerified: true,
      accounts: {
        create: { id: newId(), accountId: userId, providerId: 'credential', password: await hashPassword(password) },
      },
      members: { create: { id: newId(), organizationId, role } },
    },
  })
  const { cookies } = await signIn(new Headers({ 'x-forwarded-for': '203.0.113.9' }), { email, password })
  return { cookie: cookies.map((text) => text.split(';')[0]).join('; ') }
}
