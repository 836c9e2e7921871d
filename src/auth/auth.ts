import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { createAuthMiddleware, isAPIError } from 'better-auth/api'
import { nextCookies } from 'better-auth/next-js'
import { organization } from 'better-auth/plugins'
import { newId } from '@/domain/ids'
import { findMembership } from '@/domain/organizations/find-membership'
import { prismaClient } from '@/platform/db'
import { authSecret, env } from '@/platform/env'
import { logger } from '@/platform/logger'
import { ownOrigins } from './own-origin'

// Made on first use and not on import: `next build` imports everything and has neither a database nor a secret.
let instance: ReturnType<typeof createAuth> | undefined

/** The better-auth instance: operators, their sessions, organizations and members. API keys are our own table. */
export function auth() {
  instance ??= createAuth()
  return instance
}

/** Set by us on what better-auth is asked, whatever the request had there. */
export const ADDRESS_HEADER = 'x-rollcall-address'

/** The names of its cookies begin with it. */
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
    // There is no open sign-up: operators are made by `npm run admin` or invited.
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
    session: { expiresIn: SESSION_SECONDS, updateAge: 60 * 60 * 24 },
    advanced: {
      database: { generateId: () => newId() },
      cookiePrefix: COOKIE_PREFIX,
      // A session keeps where it was begun.
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    // Ours is in the database and knows accounts: src/domain/sign-in.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // What is no answer of better-auth's is thrown, for whoever asked to tell it by our table of errors.
    onAPIError: { throw: true },
    hooks: { after: createAuthMiddleware(async (context) => throwCause(context.context.returned)) },
    // Its own log has the addresses of whoever tries to sign in, and a stack for each wrong request of a stranger.
    logger: { level: 'warn', log: (_level, message) => logger.warn({ part: 'auth' }, message) },
    databaseHooks: {
      session: {
        create: {
          // A new session starts in the first organization of its user, so that one sign-in leads straight to work.
          before: async (session) => {
            const membership = await findMembership(session.userId, null)
            return { data: { ...session, activeOrganizationId: membership?.organization.id ?? null } }
          },
        },
      },
    },
    plugins: [organization({ allowUserToCreateOrganization: false }), nextCookies()],
  })
}

/** Some of its routes make a 500 of their own of whatever went wrong. */
function throwCause(returned: unknown): void {
  if (isAPIError(returned) && returned.statusCode >= 500 && returned.cause) throw returned.cause
}
