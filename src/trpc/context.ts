import { TRPCError } from '@trpc/server'
import { ERROR_TABLE, RollcallError } from '@/domain/errors'
import { type Caller, identify } from './identify'

/** What a procedure knows of its request. */
export type Context = {
  headers: Headers
  resHeaders: Headers
  /** Finds who sent the request. The first procedure of a request starts the search; the others share its result. */
  caller: () => Promise<Caller>
}

/**
 * Creates the context of a request.
 *
 * @throws TRPCError 415, which tRPC answers for each call of a batch in its own shape
 */
export function createContext({ req, resHeaders }: { req: Request; resHeaders: Headers }): Context {
  assertJson(req)
  let caller: Promise<Caller> | undefined
  return {
    headers: req.headers,
    resHeaders,
    caller: () => {
      caller ??= identify(req, resHeaders)
      return caller
    },
  }
}

/**
 * Refuses a body that is not JSON. Forms and bytes would reach procedures as values that no schema expects, and other
 * sites can send forms.
 */
function assertJson({ method, headers }: Request): void {
  const type = headers.get('content-type')
  if (method !== 'POST' && type === null) return
  if (/^application\/json\s*(?:;|$)/i.test(type ?? '')) return
  const cause = new RollcallError(
    'UNSUPPORTED_MEDIA_TYPE',
    'Send the input as JSON, with content-type: application/json.',
  )
  throw new TRPCError({ code: ERROR_TABLE[cause.code].trpc, message: cause.message, cause })
}
