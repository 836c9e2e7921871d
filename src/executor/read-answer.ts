import { canonicalJson, type JsonValue } from './canonical-json'
import { parseRetryAfterMs } from './retry-delay'
import { isSignatureValid } from './signatures'
import type { Answer, ErrorObject, Op } from './state'

/** A complete HTTP answer of the app. Header names are in lower case. */
export type HttpAnswer = { status: number; headers: Record<string, string | undefined>; body: string }

type ReadOptions = {
  /** Checks answers against this key; null in dev mode, where nothing is signed. */
  signingKey: string | null
  nowMs: number
}

/**
 * Decides what the app's answer to a call means (protocol §5.3). Only answers that the SDK made count. A proxy's page,
 * whatever its status, is an error on the way, and the call is tried again.
 */
export function readAnswer(answer: HttpAnswer, options: ReadOptions): Answer {
  try {
    return answer.status === 201 ? readSdkAnswer(unwrapStream(answer), options) : readSdkAnswer(answer, options)
  } catch (error) {
    return transportError(`the app's answer (status ${answer.status}) cannot be read: ${(error as Error).message}`)
  }
}

/** Makes a retryable error that is not the function's own. */
export function transportError(message: string): Answer {
  return { kind: 'retry', error: { name: 'TransportError', message }, retryAfterMs: null }
}

function readSdkAnswer({ status, headers, body }: HttpAnswer, { signingKey, nowMs }: ReadOptions): Answer {
  if (headers['x-inngest-sdk'] === undefined) return transportError(`status ${status}, not answered by the Inngest SDK`)
  if (signingKey !== null && !isSignatureValid(headers['x-inngest-signature'], body, signingKey, nowMs))
    return transportError(`status ${status}, and the signature of the answer is missing or wrong`)
  const version = parseVersion(headers['x-inngest-req-version'])
  const retryAfterMs = parseRetryAfterMs(headers['retry-after'], nowMs)
  if (status === 200) {
    JSON.parse(body)
    return { kind: 'completed', result: body, version }
  }
  if (status === 206) return { kind: 'ops', ops: readOps(JSON.parse(body)), version, retryAfterMs }
  const error = readError(parseOrNull(body), status)
  if (headers['x-inngest-no-retry'] === 'true') return { kind: 'failed', error }
  return { kind: 'retry', error, retryAfterMs }
}

/**
 * Unwraps a streamed answer: spaces that keep the connection alive, then the real answer as one JSON object (protocol
 * §5.4).
 */
function unwrapStream(answer: HttpAnswer): HttpAnswer {
  const envelope = JSON.parse(answer.body) as { status: number; headers?: Record<string, string>; body: string }
  const inner = Object.entries(envelope.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])
  if (typeof envelope.status !== 'number' || typeof envelope.body !== 'string') throw new Error('not a stream envelope')
  return { status: envelope.status, headers: { ...answer.headers, ...Object.fromEntries(inner) }, body: envelope.body }
}

/** Reads the ops of a 206 answer or of a checkpoint: a list, or a single one. @throws Error when they are none */
export function readOps(parsed: unknown): Op[] {
  return (Array.isArray(parsed) ? parsed : [parsed]).map((raw: unknown) => {
    if (!isRecord(raw) || typeof raw.id !== 'string' || raw.id === '' || typeof raw.op !== 'string')
      throw new Error('an op without id or code')
    return {
      id: raw.id,
      op: raw.op,
      name: typeof raw.name === 'string' ? raw.name : '',
      data: canonicalJson((raw.data as JsonValue | undefined) ?? null),
      error: raw.error === undefined || raw.error === null ? null : readError(raw.error, 206),
      race: isRecord(raw.opts) && raw.opts.parallelMode === 'race',
    }
  })
}

/** Returns the SDK's error object as it is, and turns anything else into one of ours. */
function readError(parsed: unknown, status: number): ErrorObject {
  if (isRecord(parsed)) {
    if (typeof parsed.name === 'string' && typeof parsed.message === 'string') return parsed as ErrorObject
    const message = parsed.message ?? parsed.error
    if (typeof message === 'string') return { name: 'Error', message }
  }
  return { name: 'Error', message: `the app answered with status ${status}` }
}

function parseVersion(header: string | undefined): number | null {
  const version = Number(header)
  return version === 1 || version === 2 ? version : null
}

function parseOrNull(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
