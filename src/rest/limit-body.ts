import { NextRequest } from 'next/server'
import { readLimitedBody } from '@/domain/read-limited-body'
import { requestIdOf } from '@/domain/request-id'
import { errorAnswer } from './error-body'
import { toResponse } from './to-response'

/**
 * Limits the body for a handler that reads it by itself, as the Inngest SDK does before it knows who asks. A body over
 * 5 MB is answered with 413 and never held in memory.
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
