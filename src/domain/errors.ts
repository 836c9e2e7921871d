/**
 * What each error code means at the exits: the HTTP status of the REST answer, the tRPC code, and whether a background
 * step should be tried again. Both doors also send the code itself: REST as `error`, tRPC as `data.code`, beside tRPC's
 * own code. Where several rows have one tRPC code, the first is the general one.
 *
 * `NOT_FOUND` is a path that does not exist. A missing thing has a code of its own, so that a caller can tell a wrong
 * address from a wrong id.
 *
 * Errors are thrown for refused requests only. The faults of one contact are returned values (`Fault`).
 */
export const ERROR_TABLE = {
  UNAUTHORIZED: { http: 401, trpc: 'UNAUTHORIZED', retriable: false },
  INVALID_API_KEY: { http: 401, trpc: 'UNAUTHORIZED', retriable: false },
  FORBIDDEN: { http: 403, trpc: 'FORBIDDEN', retriable: false },
  RATE_LIMITED: { http: 429, trpc: 'TOO_MANY_REQUESTS', retriable: true },
  PAYLOAD_TOO_LARGE: { http: 413, trpc: 'PAYLOAD_TOO_LARGE', retriable: false },
  UNSUPPORTED_MEDIA_TYPE: { http: 415, trpc: 'UNSUPPORTED_MEDIA_TYPE', retriable: false },
  INVALID_JSON: { http: 400, trpc: 'PARSE_ERROR', retriable: false },
  VALIDATION_ERROR: { http: 400, trpc: 'BAD_REQUEST', retriable: false },
  NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  METHOD_NOT_ALLOWED: { http: 405, trpc: 'METHOD_NOT_SUPPORTED', retriable: false },
  AGENT_NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  BATCH_NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  CALL_NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  SEQUENCE_NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  PERSON_NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  IMPORT_NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  ENDPOINT_NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  DIALER_ACCOUNT_NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  DELIVERY_NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  SUPPRESSION_LIST_NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  KEY_NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  MEMBER_NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  INVITATION_NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  SESSION_NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  ORGANIZATION_NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', retriable: false },
  AGENT_MISCONFIGURED: { http: 422, trpc: 'UNPROCESSABLE_CONTENT', retriable: false },
  NO_VALID_CONTACTS: { http: 422, trpc: 'UNPROCESSABLE_CONTENT', retriable: false },
  INSUFFICIENT_CREDITS: { http: 402, trpc: 'PAYMENT_REQUIRED', retriable: false },
  CONFLICT: { http: 409, trpc: 'CONFLICT', retriable: false },
  SERVICE_UNAVAILABLE: { http: 503, trpc: 'SERVICE_UNAVAILABLE', retriable: true },
  INTERNAL_ERROR: { http: 500, trpc: 'INTERNAL_SERVER_ERROR', retriable: true },
} as const

export type ErrorCode = keyof typeof ERROR_TABLE

export class RollcallError extends Error {
  override readonly name = 'RollcallError'
  readonly code: ErrorCode
  /** Details that a machine can use: faults, required and available credits, seconds to wait. Never a secret. */
  readonly details: unknown

  constructor(code: ErrorCode, message: string, details?: unknown) {
    super(message)
    this.code = code
    this.details = details
  }
}
