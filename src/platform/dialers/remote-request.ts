import type { z } from 'zod'
import { nowMs } from '@/platform/clock'
import { type GuardedRequest, type GuardedResponse, guardedRequest } from '@/platform/http/guarded-request'
import { OutboundError } from '@/platform/http/outbound-error'
import { type RefusalKind, RemoteDialerError } from './remote-dialer'

/** A provider as its requests need it. */
export type RemoteProvider = {
  /** As in `remote-dialers.ts`. */
  kind: string
  /** As the provider writes its name; messages begin with it. */
  label: string
  /** Without a trailing slash. Fixed, unless the provider is a server of the customer's own. */
  baseUrl: string
}

/** A refusal as it came. */
export type RemoteRefusal = {
  status: number
  /** Parsed; undefined where it was no JSON. */
  json: unknown
  text: string
}

export type RemoteRequest = {
  provider: RemoteProvider
  /** Whether somebody is called by it. What only reads is never unclear about a person: it can be asked again. */
  places: boolean
  method: GuardedRequest['method']
  /** With a leading slash; whatever comes from outside is encoded already. */
  path: string
  /** Those that authenticate. */
  headers: Record<string, string>
  json?: unknown
  /** What must never stand in a message, should the provider repeat it. */
  secrets: readonly string[]
  /** Statuses other than 2xx that are answers and not refusals, such as the 404 of a call that is looked for. */
  answers?: readonly number[]
  /** What the provider means by a refusal, where it says more than the status; null leaves it to the status. */
  judge?: (refusal: RemoteRefusal) => RefusalKind | null
  /** Default: `REMOTE_TIMEOUT_MS`. */
  timeoutMs?: number
}

export type RemoteAnswer = { status: number; json: unknown }

/** The time limit of a request to a provider. */
export const REMOTE_TIMEOUT_MS = 15_000

/** A transcript of an hour has some 100 kB, a page of calls with transcripts a few MB. */
const ANSWER_BYTES_MAX = 8 * 1024 * 1024

const REASON_LENGTH_MAX = 300
const RETRY_AFTER_MS_MAX = 3_600_000

/**
 * Asks a provider, and tells by the status what its refusal means:
 *
 * | answer                                  | kind                                                                   |
 * | --------------------------------------- | ---------------------------------------------------------------------- |
 * | 429, 425                                | `later`                                                                |
 * | 408, 409, 5xx, none, no usable JSON     | `unclear`: it may have been done                                       |
 * | no connection                           | `later` for a call, since nobody was called; `unclear` for what reads  |
 * | anything else                           | `account`                                                              |
 *
 * A 400 counts as trouble of the account, because it would be given to the next person's call as well: the operator
 * who chose the agent, the number and the variables can mend it, and a list is not burnt meanwhile. What a provider
 * says of the person's number is the adapter's to recognize, by `judge`.
 *
 * @throws RemoteDialerError
 */
export async function askRemote(request: RemoteRequest): Promise<RemoteAnswer> {
  const answer = await send(request)
  const { status } = answer
  const json = parseJson(answer.body)
  if ((status >= 200 && status < 300) || request.answers?.includes(status)) {
    // Some answers have no body at all, such as the 204 of a call that was hung up.
    if (json === undefined && answer.body !== '') {
      throw new RemoteDialerError('unclear', `${request.provider.label} answered ${status} without readable JSON.`)
    }
    return { status, json }
  }
  const kind = request.judge?.({ status, json, text: answer.body }) ?? kindOfStatus(status)
  throw new RemoteDialerError(kind, describeRefusal(request, status, json), {
    retryAfterMs: kind === 'later' ? readRetryAfterMs(answer.headers['retry-after'], nowMs()) : null,
  })
}

/**
 * Does what has to be done before anybody can be called. Where it stays unclear whether it was done, nobody was called
 * for all that, so the call may be asked for again `later`.
 *
 * @throws RemoteDialerError, never of kind `unclear`
 */
export async function beforehand<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof RemoteDialerError) || error.kind !== 'unclear') throw error
    throw new RemoteDialerError('later', error.message, { cause: error })
  }
}

/**
 * Reads what the adapter needs of an answer.
 *
 * @throws RemoteDialerError of kind `unclear` when it is not there: a 2xx without it may have called somebody
 */
export function readAnswer<T>(schema: z.ZodType<T>, { json }: RemoteAnswer, { label }: RemoteProvider): T {
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'the whole')
  throw new RemoteDialerError('unclear', `${label} answered without what was asked for: ${fields.join(', ')}.`)
}

/**
 * The address of the provider's API. `DIALER_FAKES` (`retell=http://127.0.0.1:4001,vapi=…`) puts a fake of this machine
 * in its place, for tests: any other address in it is ignored, so that the variable cannot lead keys anywhere.
 */
function baseUrlOf({ kind, baseUrl }: RemoteProvider): { baseUrl: string; isFake: boolean } {
  const fakes = (process.env.DIALER_FAKES ?? '').split(',').map((pair) => pair.trim())
  const fake = fakes.find((pair) => pair.startsWith(`${kind}=`))?.slice(kind.length + 1)
  return fake && /^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(fake)
    ? { baseUrl: fake, isFake: true }
    : { baseUrl, isFake: false }
}

async function send(request: RemoteRequest): Promise<GuardedResponse> {
  const { provider, places, method, path, headers, json, timeoutMs = REMOTE_TIMEOUT_MS } = request
  const { baseUrl, isFake } = baseUrlOf(provider)
  try {
    return await guardedRequest({
      method,
      url: `${baseUrl}${path}`,
      headers: {
        accept: 'application/json',
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      timeoutMs,
      responseBytesMax: ANSWER_BYTES_MAX,
      ...(isFake && { allowPrivate: true }),
    })
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    const kind = error.kind === 'refused' ? 'account' : error.mayHaveArrived || !places ? 'unclear' : 'later'
    throw new RemoteDialerError(kind, `${provider.label} was not reached: ${error.message}`, { cause: error })
  }
}

function kindOfStatus(status: number): RefusalKind {
  if (status === 429 || status === 425) return 'later'
  if (status >= 500 || status === 408 || status === 409) return 'unclear'
  return 'account'
}

/** Parses JSON; undefined for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function describeRefusal({ provider, secrets }: RemoteRequest, status: number, json: unknown): string {
  const reason = forOperator(findReason(json), secrets)
  return reason ? `${provider.label} answered ${status}: ${reason}` : `${provider.label} answered ${status}.`
}

/** A text of a provider as an operator and the log may see it: without secrets, and of phone numbers the last four digits only. */
export function forOperator(text: string, secrets: readonly string[]): string {
  let told = text
  for (const secret of secrets) if (secret) told = told.replaceAll(secret, '…')
  told = told.replace(/\+?\d{3,}(\d{4})\b/g, '…$1').trim()
  return told.length > REASON_LENGTH_MAX ? `${Array.from(told).slice(0, REASON_LENGTH_MAX).join('')}…` : told
}

/** How deep the text of an error is looked for: an answer may be nested so that nobody could go down to its end. */
const REASON_DEPTH_MAX = 5

/** The text of the usual shapes of an error: `{ message }`, `{ error: { message } }`, `{ detail: [{ msg }] }`. */
function findReason(json: unknown, depth = 0): string {
  if (typeof json === 'string') return json
  if (typeof json !== 'object' || json === null || depth === REASON_DEPTH_MAX) return ''
  if (Array.isArray(json)) {
    return json
      .map((item) => findReason(item, depth + 1))
      .filter(Boolean)
      .join('; ')
  }
  for (const name of ['message', 'error_message', 'msg', 'detail', 'errors', 'error']) {
    const reason = findReason((json as Record<string, unknown>)[name], depth + 1)
    if (reason) return reason
  }
  return ''
}

/**
 * Reads the header Retry-After (RFC 9110, 10.2.3: seconds or a date).
 *
 * @returns ms, at most an hour; null where there is none or it cannot be read
 */
export function readRetryAfterMs(header: string | undefined, atMs: number): number | null {
  if (!header) return null
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - atMs
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), RETRY_AFTER_MS_MAX)
}
