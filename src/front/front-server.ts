import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { RollcallError } from '@/domain/errors'
import { newId } from '@/domain/ids'
import { requestIdOf } from '@/domain/request-id'
import { queryOf, SENT_QUERY_HEADER } from '@/rest/sent-query'
import { judgeTarget, pathOf, type Target } from './judge-target'
import { keepJson } from './keep-json'
import { keepPages } from './keep-pages'
import { CLOSED_POLICY, pagePolicy, securityHeaders } from './security-headers'
import { isReport, waitTurn } from './wait-turn'
import { writeError, writeErrorToSocket } from './write-error'

export type FrontOptions = {
  /** Next's own handler. */
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  isDev: boolean
  /** Whether people reach the app by https, through a proxy. */
  isHttps: boolean
}

/**
 * The doors below `/api`, each with its methods. The public API has an empty list: its methods differ by path, and it
 * refuses wrong ones itself.
 */
const DOOR_METHODS = new Map<string, readonly string[]>([
  ['v1', []],
  ['trpc', ['GET', 'HEAD', 'POST']],
  ['export', ['GET']],
  ['audit-log', ['GET']],
  ['auth', ['POST']],
  ['inngest', ['GET', 'HEAD', 'POST', 'PUT']],
])
/** The methods that a route file of Next can answer. */
const ROUTE_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const PAGE_METHODS = ['GET', 'HEAD']

// Headers that ask Next for parts of a page. Below /api they would lead to redirects.
const PAGE_PART_HEADER = /^(?:rsc$|next-|x-nextjs-)/

/**
 * Creates the server in front of Next, in the same process. Next answers some requests before it asks any route of
 * ours: with plain text, with a redirect, or with nothing. The API promises JSON with a request id for everything, so
 * this server answers those requests itself.
 *
 * It also appends the connecting address to `X-Forwarded-For`, as any proxy does. Every request below `/api` gets its
 * id and its query as it was sent. Every answer gets its security headers.
 */
export function createFrontServer(options: FrontOptions): Server {
  const listener = (request: IncomingMessage, response: ServerResponse) => handle(options, request, response)
  // Without this option Node itself answers a request that has no Host header, with an empty body.
  const server = createServer({ requireHostHeader: false }, listener)
  // Node would answer an Expect header other than 100-continue with an empty 417. We answer such a request as if the
  // header were missing.
  server.on('checkExpectation', listener)
  server.on('connect', (_request, socket) => {
    const { error, headers } = wrongMethod(PAGE_METHODS)
    writeErrorToSocket(socket, error, newId(), { ...securityHeaders(options), ...headers })
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
    else writeErrorToSocket(socket, malformed(error), newId(), securityHeaders(options))
  })
  return server
}

function handle(options: FrontOptions, request: IncomingMessage, response: ServerResponse): void {
  const { headers } = request
  // A proxy may send a whole URL in place of a path (RFC 9112, 3.2.2).
  request.url = request.url?.replace(/^https?:\/\/[^/?#]*/i, '') || '/'
  const requestId = requestIdOf(new Headers({ 'x-request-id': String(headers['x-request-id'] ?? '') }))
  for (const [name, value] of Object.entries(securityHeaders(options))) response.setHeader(name, value)

  const target = judgeTarget(pathOf(request.url))
  const refusal = findRefusal(options, request, target)
  if (refusal) {
    writeError(response, refusal.error, requestId, refusal.headers)
    return
  }
  headers['x-forwarded-for'] = [headers['x-forwarded-for'], request.socket.remoteAddress].filter(Boolean).join(', ')
  if (target.isApi) prepareApi(request, response, requestId)
  else preparePage(options, request, response)

  const isLater = isReport(request.method, target.pathname)
  const answered = isLater ? waitTurn(request, response, options.answer) : options.answer(request, response)
  answered.catch((error: unknown) => {
    if (response.headersSent) response.destroy(error instanceof Error ? error : undefined)
    else writeError(response, error, requestId)
  })
}

/**
 * Finds requests that Next would answer by itself, and the error that the API answers in its place. Null for all
 * others.
 */
function findRefusal(options: FrontOptions, request: IncomingMessage, target: Target): Refusal | null {
  const { headers, method = '', url = '' } = request
  if (headers.host === undefined && request.httpVersion !== '1.0') {
    return { error: new RollcallError('VALIDATION_ERROR', 'The request has no Host header.') }
  }
  if (target.trouble) return { error: nothingAt(url, TROUBLES[target.trouble]) }
  if (!target.isApi) return mayAskForPage(options, target.pathname, method) ? null : wrongMethod(PAGE_METHODS)
  const methods = DOOR_METHODS.get(target.pathname.split('/')[2] ?? '')
  if (!methods) return { error: nothingAt(url, '') }
  return methods.length === 0 || methods.includes(method) ? null : wrongMethod(methods)
}

type Refusal = { error: RollcallError; headers?: Record<string, string> }

const TROUBLES = {
  encoding: 'Its percent-encoding is broken.',
  slashes: 'Write it without slashes at its end or beside each other.',
}

function prepareApi(request: IncomingMessage, response: ServerResponse, requestId: string): void {
  const { headers } = request
  for (const name of Object.keys(headers)) if (PAGE_PART_HEADER.test(name)) delete headers[name]
  headers['x-request-id'] = requestId
  headers[SENT_QUERY_HEADER] = queryOf(request.url ?? '')
  response.setHeader('content-security-policy', CLOSED_POLICY)
  keepJson(response, requestId)
  // Next cannot ask a route for TRACE, QUERY, MKCOL and other unknown methods. They are passed on as OPTIONS, which the
  // public API answers with a 405 that lists the methods of the path.
  if (!ROUTE_METHODS.includes(request.method ?? '')) request.method = 'OPTIONS'
}

function preparePage({ isDev }: FrontOptions, request: IncomingMessage, response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64')
  const policy = pagePolicy(nonce, { isDev })
  request.headers['x-nonce'] = nonce
  request.headers['content-security-policy'] = policy
  response.setHeader('content-security-policy', policy)
  keepPages(response, nonce)
}

function mayAskForPage({ isDev }: FrontOptions, pathname: string, method: string): boolean {
  // The tools of `next dev` post their reports to the server.
  return PAGE_METHODS.includes(method) || (isDev && method === 'POST' && /^\/_{1,2}next/.test(pathname))
}

function nothingAt(url: string, reason: string): RollcallError {
  return new RollcallError('NOT_FOUND', `There is nothing at ${pathOf(url)}. ${reason}`.trimEnd())
}

function wrongMethod(methods: readonly string[]): Refusal & { headers: { allow: string } } {
  const allow = methods.join(', ')
  return {
    error: new RollcallError('METHOD_NOT_ALLOWED', `Use one of these methods here: ${allow}.`),
    headers: { allow },
  }
}

/** Returns the error for a request that Node's parser could not read. */
function malformed({ code }: NodeJS.ErrnoException): RollcallError {
  if (code === 'HPE_HEADER_OVERFLOW') return new RollcallError('PAYLOAD_TOO_LARGE', 'The headers are over 16 kB.')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new RollcallError('VALIDATION_ERROR', 'The request did not come to its end in time.')
  }
  return new RollcallError('VALIDATION_ERROR', 'This is not a request of HTTP/1.1.')
}
