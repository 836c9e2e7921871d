import { joinByInvitation } from '@/auth/invitation'
import { askForPasswordReset, setPasswordByLink } from '@/auth/password'
import { giveSecondFactor, signIn, signOut } from '@/auth/sign-in'
import { forgottenPasswordSchema, resetPasswordSchema, secondFactorSchema } from '@/domain/accounts/account.schema'
import { RollcallError } from '@/domain/errors'
import { inRequest, nameRoute } from '@/domain/in-request'
import { acceptInvitationSchema } from '@/domain/members/member.schema'
import { parseRequest } from '@/domain/parse-request'
import { signInSchema } from '@/domain/sign-in/sign-in.schema'
import { errorAnswer } from './error-body'
import { readJsonBody } from './read-json-body'
import { toResponse } from './to-response'

type Answered = { body: object; cookies?: string[] }

/**
 * All routes below `/api/auth`: what the pages ask that somebody sees who is not signed in. better-auth has more
 * (invitations, roles, sessions with their tokens, deleting an organization), and none of them is open.
 */
const routes = new Map<string, (request: Request) => Promise<Answered>>([
  [
    '/api/auth/sign-in/email',
    async (request) => {
      const input = parseRequest(signInSchema, await readJsonBody(request))
      const { user, cookies } = await signIn(request.headers, input)
      return { body: user ? { user } : { secondFactor: true }, cookies }
    },
  ],
  [
    '/api/auth/sign-in/second-factor',
    async (request) => {
      const input = parseRequest(secondFactorSchema, await readJsonBody(request))
      const { user, cookies } = await giveSecondFactor(request.headers, input)
      return { body: { user }, cookies }
    },
  ],
  ['/api/auth/sign-out', async (request) => ({ body: { success: true }, cookies: await signOut(request.headers) })],
  [
    '/api/auth/password/forgotten',
    async (request) => {
      const { email } = parseRequest(forgottenPasswordSchema, await readJsonBody(request))
      await askForPasswordReset(request.headers, email)
      return { body: { success: true } }
    },
  ],
  [
    '/api/auth/password/reset',
    async (request) => {
      const input = parseRequest(resetPasswordSchema, await readJsonBody(request))
      await setPasswordByLink(request.headers, input)
      return { body: { success: true } }
    },
  ],
  [
    '/api/auth/invitation/accept',
    async (request) => {
      const input = parseRequest(acceptInvitationSchema, await readJsonBody(request))
      return { body: { success: true }, cookies: await joinByInvitation(request.headers, input) }
    },
  ],
])

export function handleAuthRequest(request: Request): Promise<Response> {
  return inRequest('auth', request.headers, (requestId) => answer(request, requestId))
}

async function answer(request: Request, requestId: string): Promise<Response> {
  try {
    const { pathname } = new URL(request.url)
    const route = routes.get(pathname)
    if (!route) throw new RollcallError('NOT_FOUND', `There is nothing at ${pathname}.`)
    nameRoute(pathname)
    const { body, cookies = [] } = await route(request)
    const response = toResponse(request.method, { status: 200, body }, { 'x-request-id': requestId })
    for (const cookie of cookies) response.headers.append('set-cookie', cookie)
    return response
  } catch (error) {
    return toResponse(request.method, errorAnswer(error, requestId), { 'x-request-id': requestId })
  }
}
