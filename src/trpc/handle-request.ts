import { getErrorShape, TRPCError } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { apiKeyOf } from '@/auth/api-key'
import { hasSessionCookie } from '@/auth/session'
import { RollcallError } from '@/domain/errors'
import { inRequest } from '@/domain/in-request'
import { CALLS_MAX } from '@/domain/procedure-calls.rules'
import { readLimitedBody } from '@/domain/read-limited-body'
import { createContext } from './context'
import { countCalls } from './count-calls'
import { appRouter } from './root'

/** Answers every tRPC request, from the console and from internal tools. */
export function handleRequest(request: Request): Promise<Response> {
  return inRequest('trpc', request.headers, async (requestId) => {
    const response = await answer(request)
    response.headers.set('x-request-id', requestId)
    // tRPC omits this header when it refuses a request before it has looked for the procedure.
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

/** Says whether a request claims to be an operator's. Its session is checked later, when a procedure asks for it. */
function mayBeSession(headers: Headers): boolean {
  return apiKeyOf(headers) === null && hasSessionCookie(headers)
}

/** Answers one error for the whole request. A batching client of tRPC passes it to each of its calls. */
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
 * Returns the same request with a body that fails with PAYLOAD_TOO_LARGE when it is over 5 MB. The body is read only
 * when a procedure asks for its input. A wrong key and the rate limit are therefore answered first, as in REST.
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
  // Node's fetch needs `duplex` for a stream, and the DOM's type lacks it.
  return new Request(url, { method, headers, signal, body, duplex: 'half' } as RequestInit)
}
