import { TRPCClientError } from '@trpc/client'
import type { AppRouter } from '@/trpc/root'

export type DescribedError = {
  /** The server's stable error code; null when no answer came. */
  code: string | null
  message: string
  details: unknown
}

/** Describes a failed request for people. */
export function describeError(error: unknown): DescribedError {
  if (error instanceof TRPCClientError) {
    const { data, message } = error as TRPCClientError<AppRouter>
    if (data) return { code: data.code, message, details: 'details' in data ? data.details : undefined }
  }
  return {
    code: null,
    message: 'The server could not be reached. Check the connection and try again.',
    details: undefined,
  }
}
