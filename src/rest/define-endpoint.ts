import type { Actor } from '@/domain/actor'
import type { EndpointDocs } from './docs/endpoint-docs'

/** Where the API is below the address of the installation. */
export const API_PATH = '/api/v1'

/** What an endpoint is given: everything checked that can be checked before its own schema. */
export type RestRequest = {
  actor: Actor
  /** The `{…}` parts of the path, decoded. */
  params: Record<string, string>
  /** By name; what the docs do not name, or what came twice, has been refused. */
  query: Record<string, string>
  headers: Headers
  /** The parsed JSON, or the text as it came; undefined for an endpoint without a body. */
  body: unknown
}

export type RestAnswer = {
  status: number
  /** An object is sent as JSON, text as it stands (with its own `content-type`), null as an empty body. */
  body: object | string | null
  headers?: Record<string, string>
}

type Declaration = {
  method: 'GET' | 'POST' | 'HEAD'
  /** Below `/api/v1`, with `{name}` for a variable part. */
  path: `/${string}`
  /**
   * What the request carries; `optionalJson` may be left out, `text` is for a body that is signed and must be seen as it
   * came.
   */
  body: 'json' | 'optionalJson' | 'text' | 'none'
  /** What the OpenAPI document says of it. */
  docs: EndpointDocs
}

export type Endpoint = Declaration &
  (
    | { auth: 'apiKey'; handle: (request: RestRequest) => Promise<RestAnswer> }
    | { auth: 'none'; handle: (request: Omit<RestRequest, 'actor'>) => Promise<RestAnswer> }
  )

/** Declares a route of the public API: who may call it, what it takes, and the one use case that it calls. */
export function defineEndpoint(endpoint: Endpoint): Endpoint {
  return endpoint
}
