import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { createAuthMiddleware, isAPIError } from 'better-auth/api'
import { nextCookies } from 'better-auth/next-js'
import { organization, twoFactor } from 'better-auth/plugins'
import { newId } from '@/domain/ids'
import { findMembership } from '@/domain/organizations/find-membership'
import { prismaClient } from '@/platform/db'
import { authSecret, env } from '@/platform/env'
import { logger } from '@/platform/logger'
import { ownOrigins } from './own-origin'

// Made on first use and not on import: `next build` imports every module, and has neither a database nor a secret.
let instance: ReturnType<typeof createAuth> | undefined

/**
 * Returns the better-auth instance. It keeps operators, their sessions, organizations and members. API keys are in a
 * table of our own.
 */
export function auth() {
  instance ??= createAuth()
  return instance
}

/**
 * The header that tells better-auth the client's address. We always set it ourselves, whatever the request had there.
 */
export const ADDRESS_HEADER = 'x-rollcall-address'

/** The prefix of better-auth's cookie names. */
export const COOKIE_PREFIX = 'rollcall'

const SESSION_SECONDS = 60 * 60 * 24 * 14

function createAuth() {
  return betterAuth({
    appName: 'Rollcall',
    baseURL: env().APP_URL,
    basePath: '/api/auth',
    secret: authSecret(),
    trustedOrigins: ownOrigins(),
    database: prismaAdapter(prismaClient(), { provider: 'postgresql', transaction: true }),
    // Nobody can sign up: operators are made by `npm run admin` or invited.
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
    // Renewed once an hour, which is as exact as the list of sessions says when one was last used.
    session: { expiresIn: SESSION_SECONDS, updateAge: 60 * 60 },
    user: { additionalFields: { mustChangePassword: { type: 'boolean', input: false, defaultValue: false } } },
    advanced: {
      database: { generateId: () => newId() },
      cookiePrefix: COOKIE_PREFIX,
      // A session stores the address from which it was begun.
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    // We limit sign-ins ourselves, by address and by account, in the database: src/domain/sign-in.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // Errors that better-auth does not answer itself are thrown, so that our handlers can answer them by our table of
    // errors.
    onAPIError: { throw: true },
    hooks: { after: createAuthMiddleware(async (context) => throwCause(context.context.returned)) },
    // better-auth's own log would hold the addresses of people who try to sign in, and a stack for each wrong request
    // of a stranger.
    logger: { level: 'warn', log: (_level, message) => logger.warn({ part: 'auth' }, message) },
    databaseHooks: {
      session: {
        create: {
          // A new session starts in the first organization of its user, so that one sign-in leads straight to work. A
          // session that replaces another one stays where that was.
          before: async (session) => {
            const { activeOrganizationId = null } = session as { activeOrganizationId?: string | null }
            const membership = await findMembership(session.userId, activeOrganizationId)
            return { data: { ...session, activeOrganizationId: membership?.organization.id ?? null } }
          },
        },
      },
    },
    plugins: [organization({ allowUserToCreateOrganization: false }), twoFactor(), nextCookies()],
  })
}

/** Throws the original error again: some routes of better-auth turn any error into a 500 of their own. */
function throwCause(returned: unknown): void {
  if (isAPIError(returned) && returned.statusCode >= 500 && returned.cause) throw returned.cause
}
