import { RollcallError } from '@/domain/errors'
import { errorAnswer } from './error-body'
import { requestIdOf } from './request-id'
import { toResponse } from './to-response'

/** The 404 for a path whose percent-encoding is broken or not UTF-8; null for any other. */
export function answerUndecodablePath(request: Request): Response | null {
  const { pathname } = new URL(request.url)
  try {
    decodeURIComponent(pathname)
    return null
  } catch {
    const requestId = requestIdOf(request.headers)
    const answer = errorAnswer(new RollcallError('NOT_FOUND', `There is nothing at ${pathname}.`), requestId)
    return toResponse(request.method, answer, { 'x-request-id': requestId })
  }
}
