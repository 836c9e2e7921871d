/** What tRPC answers to one call: a result or an error, with the HTTP status of the whole. */
export type TrpcAnswer<Result> = {
  status: number
  headers: Headers
  data: Result
  error: { message: string; code: string; details: unknown }
}

type TrpcItem = {
  result?: { data: unknown }
  error?: { message: string; data: { code: string; details?: unknown; stack?: unknown } }
}

/** A caller of tRPC over plain HTTP, as internal tools are one. */
export class TrpcClient {
  readonly #url: string
  readonly #headers: Record<string, string>

  /** @param headers what says who is calling: `x-api-key`, or `cookie` */
  constructor(origin: string, headers: Record<string, string> = {}) {
    this.#url = `${origin}/api/trpc`
    this.#headers = headers
  }

  async query<Result>(procedure: string, input?: unknown): Promise<TrpcAnswer<Result>> {
    const search = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
    return this.#read<Result>(await fetch(`${this.#url}/${procedure}${search}`, { headers: this.#headers }))
  }

  mutate<Result>(procedure: string, input: unknown): Promise<TrpcAnswer<Result>> {
    return this.mutateRaw<Result>(procedure, JSON.stringify(input))
  }

  async mutateRaw<Result>(procedure: string, body: string, type = 'application/json'): Promise<TrpcAnswer<Result>> {
    const headers = { ...this.#headers, 'content-type': type }
    return this.#read<Result>(await fetch(`${this.#url}/${procedure}`, { method: 'POST', headers, body }))
  }

  /** Several calls in one HTTP request. */
  async mutateBatch<Result>(procedure: string, inputs: unknown[]): Promise<TrpcAnswer<Result>[]> {
    const path = Array(inputs.length).fill(procedure).join(',')
    const response = await fetch(`${this.#url}/${path}?batch=1`, {
      method: 'POST',
      headers: { ...this.#headers, 'content-type': 'application/json' },
      body: JSON.stringify({ ...inputs }),
    })
    // A request that is refused as a whole has one error for all of its calls.
    const items = [(await response.json()) as TrpcItem | TrpcItem[]].flat()
    return items.map((item) => toAnswer<Result>(response, item))
  }

  async #read<Result>(response: Response): Promise<TrpcAnswer<Result>> {
    return toAnswer<Result>(response, (await response.json()) as TrpcItem)
  }
}

function toAnswer<Result>({ status, headers }: Response, { result, error }: TrpcItem): TrpcAnswer<Result> {
  if (error && 'stack' in error.data) throw new Error('A stack was sent to the caller.')
  return {
    status,
    headers,
    data: result?.data as Result,
    error: { message: error?.message ?? '', code: error?.data.code ?? '', details: error?.data.details },
  }
}
