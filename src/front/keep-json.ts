import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { ERROR_TABLE, type ErrorCode, RollcallError } from '@/domain/errors'
import { errorOnWire } from './write-error'

/**
 * Makes every answer below `/api` what the API promises, also where Next itself answers. Every answer gets its request
 * id and forbids caching. An error or a redirect that is not JSON is replaced by an error in JSON.
 */
export function keepJson(response: ServerResponse, requestId: string): void {
  const { writeHead, write, end } = response
  let instead: Buffer | null = null
  let decided = false

  /** Decides, before the head is sent, whether the answer is replaced. Returns the status to send. */
  const decide = (status: number): number => {
    if (decided) return status
    decided = true
    response.setHeader('x-request-id', requestId)
    response.setHeader('cache-control', 'private, no-store')
    if (status < 300 || status === 304 || isJson(response) || response.req.method === 'HEAD') return status
    const error = errorOnWire(errorOfFramework(status), requestId)
    instead = error.content
    for (const name of ['location', 'content-encoding', 'transfer-encoding', 'etag']) response.removeHeader(name)
    for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value)
    return error.status
  }

  type Head = [status: number, ...rest: (string | OutgoingHttpHeaders | OutgoingHttpHeader[] | undefined)[]]
  response.writeHead = ((...[status, ...rest]: Head) => {
    for (const [name, value] of headersOf(rest)) response.setHeader(name, value)
    return writeHead.call(response, decide(status))
  }) as typeof writeHead

  response.write = ((...args: Parameters<typeof write>) => {
    if (!response.headersSent) response.writeHead(response.statusCode)
    return instead ? true : write.apply(response, args)
  }) as typeof write

  response.end = ((...args: Parameters<typeof end>) => {
    if (!response.headersSent) response.statusCode = decide(response.statusCode)
    return instead ? end.call(response, instead, 'utf8') : end.apply(response, args)
  }) as typeof end
}

function isJson(response: ServerResponse): boolean {
  return /\bjson\b/.test(String(response.getHeader('content-type') ?? ''))
}

function headersOf(rest: unknown[]): [name: string, value: string | number | readonly string[]][] {
  const headers = rest.find((part) => typeof part === 'object' && part !== null)
  if (!headers) return []
  const entries = Array.isArray(headers) ? pairs(headers) : Object.entries(headers)
  return entries.filter(([, value]) => value !== undefined)
}

/** Reads a list of headers in both forms that Node takes: `[['a', 'b']]` and `['a', 'b']`. */
function pairs(list: unknown[]): [string, string][] {
  if (list.every(Array.isArray)) return list as [string, string][]
  return list.flatMap((name, at) => (at % 2 === 0 ? [[String(name), String(list[at + 1])] as [string, string]] : []))
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
