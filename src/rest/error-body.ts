import { ERROR_TABLE, RollcallError } from '@/domain/errors'
import { errorHeaders, knownError } from '@/domain/known-error'
import { logger } from '@/platform/logger'
import type { RestAnswer } from './define-endpoint'

/**
 * The answer for anything thrown: `{ error, message, details?, requestId }` with the status of the one table. What is
 * not a `RollcallError` is a fault of ours: it is logged whole and told without its inside.
 */
export function errorAnswer(thrown: unknown, requestId: string): RestAnswer {
  const error = knownError(thrown) ?? internalError(thrown, requestId)
  const body: Record<string, unknown> = { error: error.code, message: error.message }
  // The 422 of a batch has its counts and reasons where the 202 has them, beside the error.
  if (error.code === 'NO_VALID_CONTACTS') Object.assign(body, error.details)
  else if (error.details !== undefined) body.details = error.details
  body.requestId = requestId
  return { status: ERROR_TABLE[error.code].http, body, headers: errorHeaders(error) }
}

function internalError(thrown: unknown, requestId: string): RollcallError {
  logger.error({ err: thrown }, 'A REST request failed.')
  return new RollcallError('INTERNAL_ERROR', `Something went wrong on our side. Tell us the request id ${requestId}.`)
}
