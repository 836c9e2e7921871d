import type { AcceptedBatch } from '@/domain/enrollment/enrollment-answer.schema'
import type { ErrorAnswer } from '@/rest/docs/error-docs'
import { assertDocumented } from './documented-answers'

/** An answer of the public API, read to its end. */
export type Answer<Body> = {
  status: number
  headers: Headers
  /** Byte for byte. */
  text: string
  /** The parsed JSON; null for an empty body. */
  body: Body
}

export type RequestOptions = {
  headers?: Record<string, string>
  /** Sent as JSON, with its content type. */
  json?: unknown
  /** Sent as it stands, with no content type but that of `headers`. */
  raw?: string | Uint8Array<ArrayBuffer>
}

/** A caller of the API: plain HTTP, nothing retried, no redirect followed. Each answer has to be as the API's document says. */
export class ApiClient {
  readonly origin: string
  readonly #apiKey: string | null

  /** @param apiKey null to send none */
  constructor(origin: string, apiKey: string | null) {
    this.origin = origin
    this.#apiKey = apiKey
  }

  withKey(apiKey: string | null): ApiClient {
    return new ApiClient(this.origin, apiKey)
  }

  get<Body = ErrorAnswer>(path: string, options: RequestOptions = {}): Promise<Answer<Body>> {
    return this.request<Body>('GET', path, options)
  }

  post<Body = ErrorAnswer>(path: string, options: RequestOptions = {}): Promise<Answer<Body>> {
    return this.request<Body>('POST', path, options)
  }

  /** `POST /agents/{agentId}/schedule/sequences` with a body that is an object or, to be wrong, anything else. */
  enroll<Body = AcceptedBatch>(agentId: string, json: unknown, headers: Record<string, string> = {}) {
    return this.post<Body>(`/agents/${agentId}/schedule/sequences`, { json, headers })
  }

  /** @param path below `/api/v1` */
  async request<Body = ErrorAnswer>(method: string, path: string, options: RequestOptions = {}): Promise<Answer<Body>> {
    const { headers = {}, json, raw } = options
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.#apiKey === null ? {} : { 'x-api-key': this.#apiKey }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      // A string would be given a content type by fetch; bytes are not.
      body: json === undefined ? bytesOf(raw) : JSON.stringify(json),
    })
    const text = await response.text()
    // An answer to HEAD has the type of the body that GET would have had.
    const isJson = text !== '' && (response.headers.get('content-type')?.startsWith('application/json') ?? false)
    const answer = { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null }
    assertDocumented(method, path, answer)
    return answer
  }
}

function bytesOf(raw: string | Uint8Array<ArrayBuffer> | undefined) {
  return typeof raw === 'string' ? new TextEncoder().encode(raw) : raw
}
