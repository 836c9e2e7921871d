import { TRPCError } from '@trpc/server'
import { ERROR_TABLE, RollcallError } from '@/domain/errors'
import { type Caller, identify } from './identify'

/** What a procedure knows of its request. */
export type Context = {
  resHeaders: Headers
  /** Who sent the request: found out when the first of its procedures asks, and once for all of them. */
  caller: () => Promise<Caller>
}

/** @throws TRPCError 415, told for each call of a batch in tRPC's own shape */
export function createContext({ req, resHeaders }: { req: Request; resHeaders: Headers }): Context {
  assertJson(req)
  let caller: Promise<Caller> | undefined
  return {
    resHeaders,
    caller: () => {
      caller ??= identify(req, resHeaders)
      return caller
    },
  }
}

/** Forms and bytes would reach procedures as values that no schema was written for; and other sites can send them. */
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
