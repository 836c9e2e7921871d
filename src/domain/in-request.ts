import { clientAddress } from '@/platform/http/client-address'
import { countRequest } from '@/platform/metrics'
import { type RequestContext, withRequestContext } from '@/platform/request-context'
import { logRequest } from '@/platform/request-log'
import { requestIdOf } from './request-id'

export { currentRequestId, nameKey, nameRoute } from '@/platform/request-context'

/**
 * Runs the work of one request. Log lines and background work that follow carry the request's id, and the request is
 * counted.
 */
export function inRequest(
  door: 'rest' | 'trpc' | 'auth',
  headers: Headers,
  work: (requestId: string) => Promise<Response>,
): Promise<Response> {
  const context: RequestContext = { requestId: requestIdOf(headers), address: () => clientAddress(headers) }
  const startedMs = performance.now()
  return withRequestContext(context, async () => {
    const response = await work(context.requestId)
    const durationMs = performance.now() - startedMs
    const { keyed, requestId } = context
    countRequest({ door, route: context.route ?? 'none', status: response.status }, durationMs)
    if (keyed) logRequest({ ...keyed, requestId, door, status: response.status, durationMs })
    return response
  })
}
