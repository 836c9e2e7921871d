/**
 * SQLSTATEs by which Postgres says "not now" and nothing about the query: connection lost (08), login refused or the
 * database gone (28, 3D000), read-only after a failover (25006), session ended (25P03, 25P04, 57P), a time limit
 * (57014, 55P03), no disk, memory or connection left (53), a failing disk (58030), a conflict that outlived its retries
 * (40001, 40P01).
 */
const NOT_NOW_STATE = /^(?:08\w{3}|28\w{3}|3D000|25006|25P0[34]|57P\w\w|57014|55P03|53\w{3}|58030|40001|40P01)$/

/**
 * Prisma's codes and kinds of error for the same: unreachable, timed out, closed, no connection or transaction
 * available.
 */
const NOT_NOW_PRISMA =
  /^(?:P10(?:00|01|02|03|08|10|11|17)|P20(?:24|28|34|37)|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|TlsConnectionError|AuthenticationFailed|DatabaseAccessDenied|DatabaseDoesNotExist|TransactionWriteConflict|TransactionAlreadyClosed)$/

const NOT_NOW_ERRNO =
  /^(?:ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/

/** Messages of `pg` and its pool that come without a code. */
const NOT_NOW_MESSAGE =
  /connection (?:terminated|timeout|error)|timeout exceeded when trying to connect|query read timeout|client (?:was closed|has encountered)|server closed the connection/i

/**
 * Tells whether an error says that the database cannot be used now, so that the same request may succeed later. It also
 * looks into errors that Prisma, better-auth and others have wrapped.
 */
export function isDatabaseTrouble(error: unknown): boolean {
  const seen = new Set<unknown>()
  const open: unknown[] = [error]
  while (open.length > 0) {
    const link = open.pop()
    if (typeof link !== 'object' || link === null || seen.has(link)) continue
    seen.add(link)
    const { code, originalCode, kind, syscall, message, cause, meta, errors, driverAdapterError } = link as Wrapped
    for (const word of [code, originalCode, kind]) {
      if (typeof word !== 'string') continue
      if (NOT_NOW_STATE.test(word) || NOT_NOW_PRISMA.test(word) || NOT_NOW_ERRNO.test(word)) return true
      // The socket file of a Postgres that is not there.
      if (word === 'ENOENT' && syscall === 'connect') return true
    }
    if (link instanceof Error && NOT_NOW_MESSAGE.test(String(message))) return true
    open.push(cause, meta, driverAdapterError, ...(Array.isArray(errors) ? errors : []))
  }
  return false
}

type Wrapped = Partial<
  Record<
    'code' | 'originalCode' | 'kind' | 'syscall' | 'message' | 'cause' | 'meta' | 'errors' | 'driverAdapterError',
    unknown
  >
>
