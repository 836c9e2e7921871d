import type { z } from 'zod'
import type { Actor } from '@/domain/actor'
import type { ErrorCode } from '@/domain/errors'
import type { JsonText } from '@/domain/json-text'
import type { AnswerDeclarations, AnyEndpointDocs, EndpointDocs, JsonSchema } from './docs/endpoint-docs'
import type { PathParameter } from './docs/header-docs'

/** Where the API is below the address of the installation. */
export const API_PATH = '/api/v1'

type Method = 'GET' | 'POST' | 'HEAD'
type Auth = 'apiKey' | 'none'

/** Below `/api/v1`, with `{name}` for a variable part. */
type EndpointPath = `/${string}`

/**
 * What a request carries. The door parses `json` with the schema, and `optionalJson` too, which may be left out: then it
 * is `{}`. `unjudgedJson` is JSON whose shape the use case judges, after it has looked for a replay; `text` is signed and
 * has to be seen as it came. The schemas of those two are what the OpenAPI document tells.
 */
type BodyDeclaration =
  | { kind: 'json' | 'optionalJson' | 'text'; schema: z.ZodType }
  | { kind: 'unjudgedJson'; schema: JsonSchema }

/** What the door has read of a request. What an endpoint is given of it is typed by its declaration. */
export type RestRequest = {
  /** Whose key it is; absent for an endpoint without a key. */
  actor?: Actor
  /** The `{…}` parts of the path, decoded. */
  params: Record<string, string>
  query: unknown
  headers: Headers
  body: unknown
}

/** JSON goes out as an object, or as text that it has been made before. Null is an empty body. */
export type RestAnswer = { status: number; headers?: Record<string, string> } & (
  | { body: object | JsonText<object> | null }
  | { csv: string }
)

/** An endpoint of any kind. */
export type Endpoint = {
  method: Method
  path: EndpointPath
  auth: Auth
  query?: z.ZodObject
  body?: BodyDeclaration
  answers: AnswerDeclarations
  /** Beside those that follow from the declaration: key, rate limit, reading of query and body, our own faults. */
  errors: readonly ErrorCode[]
  docs: AnyEndpointDocs
  handle: (request: RestRequest) => Promise<RestAnswer>
}

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never

type BodyOf<Body> = Body extends { kind: 'json' | 'optionalJson'; schema: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : Body extends { kind: 'text' }
    ? string
    : unknown

type RequestOf<Key, Path extends string, Query, Body> = {
  params: { [Name in NamesIn<Path>]: string }
  query: Query extends z.ZodType ? z.output<Query> : object
  headers: Headers
  body: BodyOf<Body>
} & (Key extends 'apiKey' ? { actor: Actor } : unknown)

type WithHeaders<Answer> = Answer & { headers?: Record<string, string> }

/** One of the declared answers: a status, and a body by the schema of that status. */
type AnswerOf<Answers extends AnswerDeclarations> = {
  [Status in keyof Answers & number]: Answers[Status] extends z.ZodType
    ? WithHeaders<{ status: Status; body: JsonOf<Answers[Status]> }>
    : Answers[Status] extends { json: infer Schema extends z.ZodType }
      ? WithHeaders<{ status: Status; body: JsonOf<Schema> }> | WithHeaders<{ status: Status; csv: string }>
      : WithHeaders<{ status: Status; body: null }>
}[keyof Answers & number]

type JsonOf<Schema extends z.ZodType> = z.input<Schema> | JsonText<z.input<Schema>>

/** Names in the body of an answer that the schema of its status does not have: `never` is what they may be. */
type Closed<Told, Answer> = Told extends { status: infer Status; body: infer Body extends object }
  ? Body extends string
    ? unknown
    : { body: { [Name in Exclude<keyof Body, keyof ObjectOf<Extract<Answer, { status: Status }>>>]: never } }
  : unknown

type ObjectOf<Answer> = Answer extends { body: infer Body } ? Exclude<Body, string | null> : never

type ExampleOf<Body> = Body extends { schema: infer Schema }
  ? Schema extends z.ZodType
    ? z.input<Schema>
    : object
  : never

/** A path whose variable parts all have a description. */
type Described<Path extends EndpointPath> = NamesIn<Path> extends PathParameter ? Path : never

/**
 * Declares a route of the public API: who may call it, what it takes, what it answers. `handle` adds the one use case
 * that it calls: it is given what was declared, and has to answer one of `answers`, with no property more; each example
 * is held against the same schemas. (A function in the declaration itself would be typed before its answers are known.)
 */
export function defineEndpoint<
  const Key extends Auth,
  const Path extends EndpointPath,
  const Answers extends AnswerDeclarations,
  const Query extends z.ZodObject | undefined = undefined,
  const Body extends BodyDeclaration | undefined = undefined,
>(declaration: {
  method: Method
  path: Path & Described<Path>
  auth: Key
  query?: Query
  body?: Body
  answers: Answers
  errors: readonly ErrorCode[]
  docs: EndpointDocs<ExampleOf<Body>, Answers>
}) {
  return {
    handle<Told extends AnswerOf<Answers>>(
      handle: (request: RequestOf<Key, Path, Query, Body>) => Promise<Told & Closed<Told, AnswerOf<Answers>>>,
    ): Endpoint {
      // The door reads a request by this very declaration, so that what it has read is what was declared.
      return { ...declaration, handle } as unknown as Endpoint
    },
  }
}
