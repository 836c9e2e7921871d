import { actorFromApiKey } from '@/auth/api-key'
import { assertMay } from '@/domain/access/may.rules'
import type { Actor } from '@/domain/actor'
import type { RateLimitState } from '@/domain/api-keys/api-key.rules'
import { RollcallError } from '@/domain/errors'
import { inRequest, nameRoute } from '@/domain/in-request'
import { assertDeclared } from './assert-declared'
import { API_PATH, type Endpoint, type RestAnswer } from './define-endpoint'
import { endpoints } from './endpoint-table'
import { errorAnswer } from './error-body'
import { matchEndpoint } from './match-endpoint'
import { parseBody, readBody } from './read-body'
import { readQuery } from './read-query'
import { sentQuery } from './sent-query'
import { toResponse } from './to-response'

/**
 * Answers every request to the public API. It finds the endpoint, checks in the order of the contract (401, 429, 413,
 * 415, `INVALID_JSON`, the query, the shape of the body), and lets the endpoint answer. Every answer, also an error,
 * has `X-Request-Id` and, once the key is known, the `RateLimit-*` headers.
 */
export function handleRequest(request: Request): Promise<Response> {
  return inRequest('rest', request.headers, (requestId) => answer(request, requestId))
}

async function answer(request: Request, requestId: string): Promise<Response> {
  const limit: { state: RateLimitState | null } = { state: null }
  let told: RestAnswer
  try {
    told = await dispatch(request, limit)
  } catch (error) {
    told = errorAnswer(error, requestId)
    if (error instanceof MethodNotAllowed) told.headers = { allow: error.allow }
  }
  return toResponse(request.method, told, { 'x-request-id': requestId, ...rateLimitHeaders(limit.state) })
}

async function dispatch(request: Request, limit: { state: RateLimitState | null }): Promise<RestAnswer> {
  const url = new URL(request.url)
  const match = matchEndpoint(endpoints, request.method, url.pathname.slice(API_PATH.length))
  if (match.kind === 'notFound') throw new RollcallError('NOT_FOUND', `There is nothing at ${url.pathname}.`)
  if (match.kind === 'wrongMethod') throw new MethodNotAllowed(match.allow)

  const { endpoint, params } = match
  nameRoute(`${endpoint.method} ${endpoint.path}`)
  const actor = endpoint.auth === 'none' ? undefined : await identify(endpoint, request, limit)
  const body = await readBody(endpoint, request)
  const query = readQuery(endpoint, sentQuery(request))
  const told = await endpoint.handle({
    actor,
    params,
    query,
    headers: request.headers,
    body: parseBody(endpoint, body),
  })
  if (process.env.NODE_ENV !== 'production') assertDeclared(endpoint, told)
  return told
}

async function identify({ docs }: Endpoint, request: Request, limit: { state: RateLimitState | null }): Promise<Actor> {
  const { actor, rights, rateLimit } = await actorFromApiKey(request)
  limit.state = rateLimit
  if (rateLimit.retryAfterSeconds !== null) throw rateLimited(rateLimit)
  assertMay(rights, docs.operationId)
  return actor
}

function rateLimited(state: RateLimitState): RollcallError {
  const { limit, retryAfterSeconds } = state
  const message = `This key may send ${limit} requests a second. Try again in ${retryAfterSeconds} s.`
  return new RollcallError('RATE_LIMITED', message, { retryAfterSeconds })
}

class MethodNotAllowed extends RollcallError {
  readonly allow: string

  constructor(allow: string[]) {
    super('METHOD_NOT_ALLOWED', `Use one of these methods here: ${allow.join(', ')}.`)
    this.allow = allow.join(', ')
  }
}

function rateLimitHeaders(state: RateLimitState | null): Record<string, string> {
  if (!state) return {}
  return {
    'ratelimit-limit': String(state.limit),
    'ratelimit-remaining': String(state.remaining),
    'ratelimit-reset': String(state.resetSeconds),
    ...(state.retryAfterSeconds === null ? {} : { 'retry-after': String(state.retryAfterSeconds) }),
  }
}
