import { NextRequest } from 'next/server'
import { readLimitedBody } from '@/domain/read-limited-body'
import { requestIdOf } from '@/domain/request-id'
import { errorAnswer } from './error-body'
import { toResponse } from './to-response'

/**
 * For a door whose handler reads its body by itself, as the Inngest SDK does before it knows who asks: such a body is of
 * at most 5 MB too, and what is over it is a 413 and in no memory.
 */
export function limitBody<Context extends unknown[]>(
  handle: (request: NextRequest, ...context: Context) => Promise<Response>,
): (request: NextRequest, ...context: Context) => Promise<Response> {
  return async (request, ...context) => {
    const requestId = requestIdOf(request.headers)
    try {
      const body = await readLimitedBody(request)
      const { method, headers, url } = request
      // Unpacked, and whole.
      const whole = new Headers(headers)
      for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) whole.delete(name)
      return await handle(new NextRequest(url, { method, headers: whole, body }), ...context)
    } catch (error) {
      return toResponse(request.method, errorAnswer(error, requestId), { 'x-request-id': requestId })
    }
  }
}
