import type { NoneAccepted } from '@/domain/enrollment/enrollment-answer.schema'
import { ERROR_TABLE, RollcallError } from '@/domain/errors'
import { errorHeaders, knownError } from '@/domain/known-error'
import { logger } from '@/platform/logger'
import type { ErrorAnswer, NoValidContacts } from './docs/error-docs'

type ErrorResponse = { status: number; body: ErrorAnswer | NoValidContacts; headers?: Record<string, string> }

/**
 * Turns anything that was thrown into an answer: `{ error, message, details?, requestId }`, with the status of the
 * error table. What `knownError` does not know is a bug of ours, which is logged whole and answered without its
 * details.
 */
export function errorAnswer(thrown: unknown, requestId: string): ErrorResponse {
  const error = knownError(thrown) ?? internalError(thrown, requestId)
  return { status: ERROR_TABLE[error.code].http, body: bodyOf(error, requestId), headers: errorHeaders(error) }
}

function bodyOf({ code, message, details }: RollcallError, requestId: string): ErrorAnswer | NoValidContacts {
  // The 422 of a batch has its counts and reasons where the 202 has them, beside the error.
  if (code === 'NO_VALID_CONTACTS') return { error: code, message, ...(details as NoneAccepted), requestId }
  return { error: code, message, ...(details === undefined ? {} : { details }), requestId }
}

function internalError(thrown: unknown, requestId: string): RollcallError {
  logger.error({ err: thrown }, 'A REST request failed.')
  return new RollcallError('INTERNAL_ERROR', `Something went wrong on our side. Tell us the request id ${requestId}.`)
}
