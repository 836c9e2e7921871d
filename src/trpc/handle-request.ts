import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { readLimitedBody } from '@/domain/read-limited-body'
import { createContext } from './context'
import { appRouter } from './root'

/** Every tRPC request, from the console and from internal tools. */
export function handleRequest(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: withLimitedBody(request),
    router: appRouter,
    createContext,
  })
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
