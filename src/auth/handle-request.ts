import { ERROR_TABLE } from '@/domain/errors'
import { knownError, retryAfterSeconds } from '@/domain/known-error'
import { logger } from '@/platform/logger'
import { auth } from './auth'

/**
 * Every request of the console's sign-in and sign-out, answered by better-auth; errors are `{ code, message }`, which is
 * what its client reads.
 */
export async function handleRequest(request: Request): Promise<Response> {
  try {
    return await auth().handler(request)
  } catch (error) {
    const known = knownError(error)
    if (known === null) logger.error({ err: error, part: 'auth' }, 'A request to better-auth failed.')
    const code = known?.code ?? 'INTERNAL_ERROR'
    const retryAfter = known && retryAfterSeconds(known)
    return Response.json(
      { code, message: known?.message ?? 'Something went wrong on our side.' },
      {
        status: ERROR_TABLE[code].http,
        headers: { 'cache-control': 'no-store', ...(retryAfter === null ? {} : { 'retry-after': String(retryAfter) }) },
      },
    )
  }
}
