import { getErrorShape, TRPCError } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { API_KEY_HEADER } from '@/auth/api-key'
import { hasSessionCookie } from '@/auth/session'
import { RollcallError } from '@/domain/errors'
import { inRequest } from '@/domain/in-request'
import { readLimitedBody } from '@/domain/read-limited-body'
import { createContext } from './context'
import { CALLS_MAX, countCalls } from './count-calls'
import { appRouter } from './root'

/** Every tRPC request, from the console and from internal tools. */
export function handleRequest(request: Request): Promise<Response> {
  return inRequest('trpc', request.headers, async (requestId) => {
    const response = await answer(request)
    response.headers.set('x-request-id', requestId)
    // tRPC forgets it for what it refuses before it has looked for the procedure.
    if (!response.ok) response.headers.set('content-type', 'application/json')
    return response
  })
}

async function answer(request: Request): Promise<Response> {
  const calls = countCalls(request.url)
  const callsMax = mayBeSession(request.headers) ? CALLS_MAX.session : CALLS_MAX.other
  if (calls > callsMax) return tooManyCalls(calls, callsMax)
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: withLimitedBody(request),
    router: appRouter,
    createContext,
  })
}

/** Whether it says that it is an operator's; whether it is, is found out once it may be looked at. */
function mayBeSession(headers: Headers): boolean {
  return !headers.has(API_KEY_HEADER) && hasSessionCookie(headers)
}

/** One error for the whole request: a batching client of tRPC gives it to each of its calls. */
function tooManyCalls(calls: number, callsMax: number): Response {
  const shape = getErrorShape({
    config: appRouter._def._config,
    error: new TRPCError({
      code: 'BAD_REQUEST',
      message: `This request holds ${calls} calls. Send at most ${callsMax} in one (maxItems of httpBatchLink).`,
      cause: new RollcallError('VALIDATION_ERROR', 'Too many calls.'),
    }),
    type: 'unknown',
    path: undefined,
    input: undefined,
    ctx: undefined,
  })
  return Response.json({ error: shape }, { status: 400 })
}

/**
 * The same request with a body that fails with PAYLOAD_TOO_LARGE when it is over 5 MB. It is read when a procedure asks
 * for its input and not before: a wrong key and the rate limit are told first, as in REST.
 */
function withLimitedBody(request: Request): Request {
  if (!request.body) return request
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        controller.enqueue(await readLimitedBody(request))
        controller.close()
      },
    },
    { highWaterMark: 0 },
  )
  const { url, method, headers, signal } = request
  // Node's fetch wants `duplex` for a stream; the type of the DOM does not know it.
  return new Request(url, { method, headers, signal, body, duplex: 'half' } as RequestInit)
}
