import type { paths } from './rest-types.js'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

type PathsWith<Verb extends Method> = {
  [Path in keyof paths]: paths[Path] extends { [Name in Verb]: object } ? Path : never
}[keyof paths]

type Operation<Path extends keyof paths, Verb extends Method> = paths[Path] extends { [Name in Verb]: infer Found }
  ? Found
  : never

type ParametersOf<Found, Place extends string> = Found extends { parameters: { [Name in Place]: infer Values } }
  ? Values
  : undefined

type BodyOf<Found> = Found extends { requestBody?: { content: { 'application/json': infer Body } } } ? Body : undefined

type AnswerOf<Found> = Found extends { responses: infer Answers }
  ? {
      [Status in keyof Answers]: Status extends 200 | 201 | 202 | 204
        ? Answers[Status] extends { content: { 'application/json': infer Body } }
          ? Body
          : null
        : never
    }[keyof Answers]
  : never

type Sent<Found> = {
  path?: ParametersOf<Found, 'path'>
  query?: ParametersOf<Found, 'query'>
  body?: BodyOf<Found>
  headers?: Record<string, string>
}

/** An answer of the REST API that is an error. */
export class RollcallRestError extends Error {
  readonly status: number
  readonly code: string
  readonly details: unknown
  readonly requestId: string | null

  constructor(status: number, body: { error: string; message: string; details?: unknown; requestId?: string }) {
    super(body.message)
    this.status = status
    this.code = body.error
    this.details = body.details
    this.requestId = body.requestId ?? null
  }
}

export type RollcallRest = ReturnType<typeof createRollcallRest>

/** Makes a client of the REST API with the types of its document: `rest('get', '/batches/{batchId}', { path: { batchId } })`. */
export function createRollcallRest({ url, apiKey }: { url: string; apiKey: string }) {
  return async function rest<Verb extends Method, Path extends PathsWith<Verb>>(
    method: Verb,
    path: Path,
    sent: Sent<Operation<Path, Verb>> = {},
  ): Promise<AnswerOf<Operation<Path, Verb>>> {
    const values = (sent.path ?? {}) as Record<string, string>
    const filled = String(path).replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
    const target = new URL(`/api/v1${filled}`, url)
    for (const [name, value] of Object.entries((sent.query ?? {}) as Record<string, unknown>)) {
      if (value !== undefined) target.searchParams.set(name, String(value))
    }
    const response = await fetch(target, {
      method: method.toUpperCase(),
      headers: {
        'x-api-key': apiKey,
        ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...sent.headers,
      },
      ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
    })
    const text = await response.text()
    const body = text === '' ? null : JSON.parse(text)
    if (!response.ok) {
      throw new RollcallRestError(
        response.status,
        body ?? { error: 'INTERNAL_ERROR', message: `Rollcall answered ${response.status}.` },
      )
    }
    return body
  }
}
