import type { z } from 'zod'
import type { Actor } from '@/domain/actor'
import type { ErrorCode } from '@/domain/errors'
import type { JsonText } from '@/domain/json-text'
import type { AnswerDeclarations, AnyEndpointDocs, EndpointDocs, JsonSchema } from './docs/endpoint-docs'
import type { PathParameter } from './docs/header-docs'

/** The path of the API below the installation's address. */
export const API_PATH = '/api/v1'

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'HEAD'
type Auth = 'apiKey' | 'none'

/** A path below `/api/v1`, with `{name}` for a variable part. */
type EndpointPath = `/${string}`

/**
 * What the body of a request is. `json` is parsed with the schema. `optionalJson` is too, and counts as `{}` when it is
 * left out. The shape of `unjudgedJson` is checked by the use case, after it has looked for a replay. `text` is signed,
 * so it is passed on as it came. The OpenAPI document shows the schemas of the last two as well.
 */
type BodyDeclaration =
  | { kind: 'json' | 'optionalJson' | 'text'; schema: z.ZodType }
  | { kind: 'unjudgedJson'; schema: JsonSchema }

/**
 * A request as the door has read it. Its declaration decides which part of it an endpoint gets, and with which types.
 */
export type RestRequest = {
  /** The owner of the API key; absent for an endpoint without a key. */
  actor?: Actor
  /** The decoded `{…}` parts of the path. */
  params: Record<string, string>
  query: unknown
  headers: Headers
  body: unknown
}

/** An answer. JSON is an object, or text that was made before. Null is an empty body. */
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
  /**
   * Error codes in addition to those that follow from the declaration: key, rate limit, query, body, internal errors.
   */
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

/** One of the declared answers: a status, and a body that fits the schema of that status. */
type AnswerOf<Answers extends AnswerDeclarations> = {
  [Status in keyof Answers & number]: Answers[Status] extends z.ZodType
    ? WithHeaders<{ status: Status; body: JsonOf<Answers[Status]> }>
    : Answers[Status] extends { json: infer Schema extends z.ZodType }
      ? WithHeaders<{ status: Status; body: JsonOf<Schema> }> | WithHeaders<{ status: Status; csv: string }>
      : WithHeaders<{ status: Status; body: null }>
}[keyof Answers & number]

type JsonOf<Schema extends z.ZodType> = z.input<Schema> | JsonText<z.input<Schema>>

/**
 * The properties of an answer's body that the schema of its status does not have. Typing them as `never` makes them
 * errors.
 */
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

/** A path whose variable parts are all documented. */
type Described<Path extends EndpointPath> = NamesIn<Path> extends PathParameter ? Path : never

/**
 * Declares a route of the public API: who may call it, what it takes and what it answers. `handle` adds the one use
 * case that the route calls. It gets the declared input with its types, and must answer one of `answers` without
 * further properties. The examples are checked against the same schemas. (`handle` is a separate call because
 * TypeScript must know the answers before it types the function.)
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
