import type { ServerResponse } from 'node:http'
import { ERROR_TABLE, type ErrorCode, RollcallError } from '@/domain/errors'
import { replaceAnswer } from './replace-answer'
import { errorOnWire } from './write-error'

/**
 * Makes every answer below `/api` what the API promises, also where Next itself answers. Every answer gets its request
 * id and forbids caching. An error or a redirect that is not JSON is replaced by an error in JSON.
 */
export function keepJson(response: ServerResponse, requestId: string): void {
  replaceAnswer(response, (status) => {
    response.setHeader('x-request-id', requestId)
    response.setHeader('cache-control', 'private, no-store')
    if (status < 300 || status === 304 || isJson(response) || response.req.method === 'HEAD') return null
    return errorOnWire(errorOfFramework(status), requestId)
  })
}

function isJson(response: ServerResponse): boolean {
  return /\bjson\b/.test(String(response.getHeader('content-type') ?? ''))
}

/**
 * Translates a status that Next chose into an error of ours. A redirect becomes NOT_FOUND: there is nothing at this
 * very address.
 */
function errorOfFramework(status: number): RollcallError {
  if (status < 400) return new RollcallError('NOT_FOUND', 'There is nothing at this address.')
  const codes = Object.keys(ERROR_TABLE) as ErrorCode[]
  const code = status === 400 ? 'VALIDATION_ERROR' : codes.find((each) => ERROR_TABLE[each].http === status)
  if (code === 'NOT_FOUND') return new RollcallError(code, 'There is nothing at this address.')
  if (status >= 500) return new RollcallError('INTERNAL_ERROR', 'Something went wrong on our side.')
  return new RollcallError(code ?? 'VALIDATION_ERROR', 'This request could not be read.')
}
