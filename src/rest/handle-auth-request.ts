import { signIn, signOut } from '@/auth/sign-in'
import { RollcallError } from '@/domain/errors'
import { inRequest, nameRoute } from '@/domain/in-request'
import { parseRequest } from '@/domain/parse-request'
import { signInSchema } from '@/domain/sign-in/sign-in.schema'
import { errorAnswer } from './error-body'
import { readJsonBody } from './read-json-body'
import { toResponse } from './to-response'

type Answered = { body: object; cookies: string[] }

/**
 * All routes below `/api/auth` that the console uses. better-auth has more (invitations, roles, sessions with their
 * tokens, deleting an organization), and none of them is open.
 */
const routes = new Map<string, (request: Request) => Promise<Answered>>([
  [
    '/api/auth/sign-in/email',
    async (request) => {
      const input = parseRequest(signInSchema, await readJsonBody(request))
      const { user, cookies } = await signIn(request.headers, input)
      return { body: { user }, cookies }
    },
  ],
  ['/api/auth/sign-out', async (request) => ({ body: { success: true }, cookies: await signOut(request.headers) })],
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
    const { body, cookies } = await route(request)
    const response = toResponse(request.method, { status: 200, body }, { 'x-request-id': requestId })
    for (const cookie of cookies) response.headers.append('set-cookie', cookie)
    return response
  } catch (error) {
    return toResponse(request.method, errorAnswer(error, requestId), { 'x-request-id': requestId })
  }
}
