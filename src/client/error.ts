import { TRPCClientError } from '@trpc/client'

/** What every error of a procedure carries beside its message. */
export type ErrorShape = {
  message: string
  code: number
  data: {
    /** Ours: `AGENT_NOT_FOUND`, `RATE_LIMITED`, … as the reference lists them. */
    code: string
    httpStatus: number
    path?: string
    /** What a program can use of it, such as the faults of a `VALIDATION_ERROR`. */
    details?: unknown
    requestId?: string
  }
}

/** An error of Rollcall as a program wants it. `code` is null when no answer of Rollcall came. */
export type RollcallFailure = {
  code: string | null
  message: string
  details: unknown
  requestId: string | null
  /** True for what may work when it is sent again, with its idempotency key. */
  retriable: boolean
}

const RETRIABLE = new Set(['RATE_LIMITED', 'SERVICE_UNAVAILABLE', 'INTERNAL_ERROR'])

/** Reads what was thrown by a call of the client; null for what was not thrown by one. */
export function readRollcallError(thrown: unknown): RollcallFailure | null {
  if (!(thrown instanceof TRPCClientError)) return null
  const data = thrown.data as ErrorShape['data'] | undefined | null
  const code = data?.code ?? null
  return {
    code,
    message: thrown.message,
    details: data?.details,
    requestId: data?.requestId ?? null,
    retriable: code === null || RETRIABLE.has(code),
  }
}
