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

/** What every error is. */
export type ErrorBody = {
  error: string
  message: string
  requestId: string
  details?: unknown
}

export type RejectedBody = {
  index: number
  phoneNumber: string
  error: string
  code: string
  errors: { code: string; field: string | null; message: string }[]
}

export type AcceptedBody = {
  batchId: string
  total: number
  accepted: number
  rejected: RejectedBody[]
  warnings: { code: string; message: string; index?: number }[]
}

export type NoValidContactsBody = ErrorBody & { total: number; accepted: number; rejected: RejectedBody[] }

export type BatchBody = {
  batchId: string
  agentId: string
  status: string
  source: string
  createdAt: string
  createdBy: string
  total: number
  accepted: number
  rejected: number
  sequences: Record<string, number>
  chains: number
}

export type SequencesBody = {
  sequences: {
    sequenceId: string
    index: number
    name: string
    phoneNumber: string
    phoneNumberExt: string | null
    phoneNumberWritten: string
    timezone: string
    scheduledAt: string
    lifecycleStatus: string
    customInputVariables: Record<string, string>
    chain: { value: string; position: number } | null
    lastResultType: string | null
  }[]
  nextCursor: string | null
}

export type ContactSchemaBody = {
  $schema: string
  required: string[]
  properties: Record<string, Record<string, unknown>>
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

  get<Body = ErrorBody>(path: string, options: RequestOptions = {}): Promise<Answer<Body>> {
    return this.request<Body>('GET', path, options)
  }

  post<Body = ErrorBody>(path: string, options: RequestOptions = {}): Promise<Answer<Body>> {
    return this.request<Body>('POST', path, options)
  }

  /** `POST /agents/{agentId}/schedule/sequences` with a body that is an object or, to be wrong, anything else. */
  enroll<Body = AcceptedBody>(agentId: string, json: unknown, headers: Record<string, string> = {}) {
    return this.post<Body>(`/agents/${agentId}/schedule/sequences`, { json, headers })
  }

  /** @param path below `/api/v1` */
  async request<Body = ErrorBody>(method: string, path: string, options: RequestOptions = {}): Promise<Answer<Body>> {
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
