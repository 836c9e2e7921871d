import { z } from 'zod'
import { ERROR_TABLE, type ErrorCode } from '@/domain/errors'
import { callResultPayloadSchema } from '@/domain/webhooks/call-result-payload.schema'
import { webhookEventPayloadSchema } from '@/domain/webhooks/webhook-event-payload.schema'
import { API_PATH, type Endpoint } from './define-endpoint'
import { type AnswerDeclaration, API_GROUPS, type JsonSchema } from './docs/endpoint-docs'
import { contactComponent } from './docs/enrollment-requests'
import { ERROR_DOCS, type ErrorAnswer, type NoValidContacts } from './docs/error-docs'
import { callResultWebhookExample, EXAMPLE, webhookEventExample } from './docs/examples'
import {
  HEADER_COMPONENTS,
  LIMIT_HEADERS,
  PARAMETER_COMPONENTS,
  PATH_PARAMETERS,
  type PathParameter,
} from './docs/header-docs'
import { SCHEMA_NAMES } from './docs/schema-names'

type Json = Record<string, unknown>

export type OpenApiDocument = {
  openapi: string
  info: {
    title: string
    version: string
    description: string
    contact: { name: string; url: string }
    license: { name: string; identifier: string }
  }
  servers: { url: string; description: string }[]
  tags: { name: string; description: string }[]
  security: Record<string, string[]>[]
  paths: Record<string, Record<string, OpenApiOperation>>
  webhooks: Record<string, Record<string, Json>>
  components: Record<'schemas' | 'parameters' | 'headers' | 'securitySchemes', Record<string, Json>>
}

export type OpenApiOperation = {
  operationId: string
  tags: string[]
  summary: string
  description: string
  security?: Record<string, string[]>[]
  parameters: Json[]
  requestBody?: Json
  responses: Record<string, Json>
}

const VERSION = '1'

const DESCRIPTION = `Schedules people into outbound AI phone-call sequences. JSON in and out, UTF-8; times are ISO 8601 UTC.

Unknown properties on the top level of a body are refused; unknown properties of a contact are its custom variables. What belongs to another organization is answered exactly as if it did not exist. A \`GET\` can be asked as \`HEAD\` too. Answers may get further properties: ignore those that you do not know.`

/**
 * Builds the OpenAPI 3.1 document: every endpoint of the table, with the schemas that the use cases parse with.
 *
 * @param appUrl the address of this installation, without a trailing slash
 */
export function openApiDocument(endpoints: readonly Endpoint[], appUrl: string): OpenApiDocument {
  const answers = answerJsonSchemas(endpoints)
  const paths: OpenApiDocument['paths'] = {}
  for (const endpoint of endpoints) {
    const item = paths[endpoint.path] ?? {}
    item[endpoint.method.toLowerCase()] = operationOf(endpoint, answers)
    paths[endpoint.path] = item
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rollcall',
      version: VERSION,
      description: DESCRIPTION,
      contact: { name: 'Whoever runs this installation', url: appUrl },
      license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
    },
    servers: [{ url: `${appUrl}${API_PATH}`, description: 'This installation.' }],
    tags: API_GROUPS.map((group) => ({ ...group })),
    security: [{ apiKey: [] }, { bearer: [] }],
    paths,
    webhooks: { callResult: { post: webhookOf(answers) }, event: { post: eventWebhookOf(answers) } },
    components: {
      schemas: {
        Contact: plainSchema(contactComponent),
        ...Object.fromEntries(answers.ids.map((id) => [id, answers.byId(id)])),
        ...Object.fromEntries(
          endpoints.flatMap(({ body, docs }) =>
            body ? [[requestNameOf(docs.operationId), bodyJsonSchema(body.schema)]] : [],
          ),
        ),
      },
      parameters: PARAMETER_COMPONENTS,
      headers: HEADER_COMPONENTS,
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'A key of your organization.' },
        bearer: { type: 'http', scheme: 'bearer', description: 'The same key, as `Authorization: Bearer`.' },
      },
    },
  }
}

function operationOf(endpoint: Endpoint, answers: AnswerJsonSchemas): OpenApiOperation {
  const { body, docs } = endpoint
  return {
    operationId: docs.operationId,
    tags: [docs.group],
    summary: docs.summary,
    description: docs.description,
    // A signature is no scheme of OpenAPI: its headers are parameters.
    ...(endpoint.auth === 'none' ? { security: [] } : {}),
    parameters: parametersOf(endpoint),
    ...(body
      ? {
          requestBody: {
            required: body.kind !== 'optionalJson',
            content: {
              'application/json': {
                schema: { $ref: `#/components/schemas/${requestNameOf(docs.operationId)}` },
                example: docs.request,
              },
            },
          },
        }
      : {}),
    responses: Object.fromEntries([
      ...statusesOf(endpoint).map((status) => [String(status), answerOf(endpoint, status, answers)]),
      ...errorAnswersOf(endpoint),
    ]),
  }
}

function parametersOf({ path, query: declared, docs }: Endpoint): Json[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as PathParameter)
  const query = declared ? inputJsonSchema(declared) : {}
  const required = new Set((query.required as string[] | undefined) ?? [])
  return [
    ...names.map((name) => ({ name, in: 'path', required: true, ...PATH_PARAMETERS[name] })),
    ...(docs.headers ?? []).map((name) => ({ $ref: `#/components/parameters/${name}` })),
    ...Object.entries((query.properties ?? {}) as Record<string, Json>).map(([name, { description, ...schema }]) => ({
      name,
      in: 'query',
      required: required.has(name),
      ...(description ? { description } : {}),
      ...(schema.type === 'object' ? { style: 'deepObject', explode: true } : {}),
      schema,
    })),
  ]
}

function statusesOf({ answers }: Endpoint): number[] {
  return Object.keys(answers).map(Number)
}

/** Returns the schema of a declared answer; null for an empty body. */
function schemaOf(declared: AnswerDeclaration | undefined): z.ZodType | null {
  return declared instanceof z.ZodType ? declared : (declared?.json ?? null)
}

function answerOf(endpoint: Endpoint, status: number, answers: AnswerJsonSchemas): Json {
  const docs = endpoint.docs.answers[status]
  if (!docs) throw new Error(`The docs of ${endpoint.docs.operationId} have no ${status}.`)
  const { description, example, csv } = docs
  const schema = schemaOf(endpoint.answers[status])
  return {
    description,
    headers: headersOf(endpoint, docs.headers),
    ...(schema
      ? {
          content: {
            'application/json': { schema: answers.of(schema), example },
            ...(csv ? { 'text/csv': { schema: { type: 'string' }, example: csv } } : {}),
          },
        }
      : {}),
  }
}

function headersOf({ auth }: Pick<Endpoint, 'auth'>, more: readonly string[] = []): Json {
  const names = ['X-Request-Id', ...(auth === 'apiKey' ? LIMIT_HEADERS : []), ...more]
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}

/**
 * Lists the error codes of an endpoint, including those that follow from its declaration: a wrong key, an unreadable
 * body, an internal error.
 */
function errorCodesOf({ auth, body, answers, errors }: Endpoint): ErrorCode[] {
  return [
    ...(auth === 'apiKey' ? (['UNAUTHORIZED', 'INVALID_API_KEY', 'FORBIDDEN', 'RATE_LIMITED'] as const) : []),
    ...(body === undefined ? [] : (['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'INVALID_JSON'] as const)),
    // A parameter that the query should not have is one on every route.
    'VALIDATION_ERROR',
    ...errors.filter((code) => code !== 'VALIDATION_ERROR'),
    'INTERNAL_ERROR',
    // Health says it in its own words.
    ...(ERROR_TABLE.SERVICE_UNAVAILABLE.http in answers ? [] : (['SERVICE_UNAVAILABLE'] as const)),
  ]
}

/** Headers that only errors with this status have. */
const ERROR_HEADERS = new Map<number, readonly string[]>([
  [ERROR_TABLE.UNSUPPORTED_MEDIA_TYPE.http, ['Accept-Encoding']],
  [ERROR_TABLE.RATE_LIMITED.http, ['Retry-After']],
  [ERROR_TABLE.SERVICE_UNAVAILABLE.http, ['Retry-After']],
])

function errorAnswersOf(endpoint: Endpoint): [string, Json][] {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of errorCodesOf(endpoint)) {
    const status = ERROR_TABLE[code].http
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\`: ${ERROR_DOCS[code].when}`).join('\n\n'),
        headers: headersOf(endpoint, ERROR_HEADERS.get(status) ?? []),
        // HEAD has the status alone.
        ...(endpoint.method === 'HEAD' ? {} : { content: { 'application/json': errorContent(codes) } }),
      },
    ])
}

/** The schema names of the errors whose body has a shape of its own. */
const ERROR_SCHEMAS: Partial<Record<ErrorCode, string>> = {
  VALIDATION_ERROR: 'ValidationError',
  NO_VALID_CONTACTS: 'NoValidContacts',
}

function errorContent(codes: readonly ErrorCode[]): Json {
  const names = codes.map((code) => ERROR_SCHEMAS[code] ?? 'Error')
  const refs = [...new Set(names)].map((name) => ({ $ref: `#/components/schemas/${name}` }))
  return {
    schema: refs.length === 1 ? refs[0] : { anyOf: refs },
    examples: Object.fromEntries(codes.map((code) => [code, { value: errorExample(code) }])),
  }
}

function errorExample(code: ErrorCode): ErrorAnswer | NoValidContacts {
  const { message, details } = ERROR_DOCS[code]
  const { requestId } = EXAMPLE
  if (code !== 'NO_VALID_CONTACTS') {
    return { error: code, message, ...(details === undefined ? {} : { details }), requestId }
  }
  const fault = { code: 'NAME_REQUIRED', message: 'name is missing.' } as const
  const errors = [{ ...fault, field: 'name' }]
  const rejected = [{ index: 0, phoneNumber: '+15551234567', error: fault.message, code: fault.code, errors }]
  return { error: code, message, total: 1, accepted: 0, rejected, requestId }
}

function webhookOf(answers: AnswerJsonSchemas): Json {
  return {
    operationId: 'callResultWebhook',
    summary: 'Result of a call',
    description:
      'The event `call.ended`. Sent after each call to the endpoints that want it, signed by [Standard Webhooks](https://www.standardwebhooks.com) with the secret of the endpoint. Answer 2xx within 15 s; anything else, redirects too, is tried again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, or up to a fifth later. 410 disables the endpoint; results wait until it is enabled again. `webhook-id` is the same in each attempt: drop what you have seen. Order is not promised.',
    ...signedMessage(answers.of(callResultPayloadSchema), callResultWebhookExample),
  }
}

function eventWebhookOf(answers: AnswerJsonSchemas): Json {
  return {
    operationId: 'eventWebhook',
    summary: 'Anything else that has happened',
    description:
      'Sent to the endpoints that have chosen the event, signed and tried again as the result of a call is. An endpoint is told of a thing once. What a type means stands with `events` of [Add a webhook endpoint](#createWebhookEndpoint); ignore types that you do not know, since there may be more.',
    ...signedMessage(answers.of(webhookEventPayloadSchema), webhookEventExample),
  }
}

function signedMessage(schema: Json, example: unknown): Json {
  return {
    security: [],
    parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
      $ref: `#/components/parameters/${name}`,
    })),
    requestBody: { required: true, content: { 'application/json': { schema, example } } },
    responses: { '2XX': { description: 'Taken.' }, '410': { description: 'Disables the endpoint.' } },
  }
}

type AnswerJsonSchemas = { ids: string[]; byId: (id: string) => Json; of: (schema: z.ZodType) => Json }

/** Converts all schemas of answers at once, so that a named one is referred to wherever it is part of another. */
function answerJsonSchemas(endpoints: readonly Endpoint[]): AnswerJsonSchemas {
  const registry = z.registry<{ id: string }>()
  const ids = new Map<z.ZodType, string>()
  const add = (schema: z.ZodType, id: string) => {
    if (ids.has(schema)) return
    ids.set(schema, id)
    registry.add(schema, { id })
  }
  for (const [schema, id] of SCHEMA_NAMES) add(schema, id)
  for (const endpoint of endpoints) {
    for (const status of statusesOf(endpoint)) {
      const schema = schemaOf(endpoint.answers[status])
      if (schema) add(schema, answerNameOf(endpoint.docs.operationId, status))
    }
  }
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, override: quietenAnswer })
  const byId = (id: string) => plainSchema(schemas[id] as Json)
  const of = (schema: z.ZodType) => ({ $ref: `#/components/schemas/${ids.get(schema)}` })
  return { ids: [...ids.values()], byId, of }
}

function inputJsonSchema(schema: z.ZodType | JsonSchema): Json {
  return plainSchema(
    schema instanceof z.ZodType ? z.toJSONSchema(schema, { io: 'input', override: quieten }) : { ...schema },
  )
}

/**
 * Writes the schema of a request body. What a property is without being sent is told in words: generators take one with
 * a `default` for one that has to be sent.
 */
function bodyJsonSchema(schema: z.ZodType | JsonSchema): Json {
  if (!(schema instanceof z.ZodType)) return inputJsonSchema(schema)
  const override = (overridden: Overridden) => {
    quieten(overridden)
    const { jsonSchema } = overridden
    if (jsonSchema.default === undefined) return
    const without = `Without it: ${JSON.stringify(jsonSchema.default)}.`
    jsonSchema.description = jsonSchema.description ? `${jsonSchema.description} ${without}` : without
    delete jsonSchema.default
  }
  return plainSchema(z.toJSONSchema(schema, { io: 'input', override }))
}

/** Names the schema of a request body, as generated clients call it: `EnrollBatchRequest`. */
function requestNameOf(operationId: string): string {
  return `${capitalize(operationId)}Request`
}

/** Names the schema of an answer: `ListOutcomesAnswer`, with the status unless that is 200 or 201. */
function answerNameOf(operationId: string, status: number): string {
  return `${capitalize(operationId)}Answer${status === 200 || status === 201 ? '' : status}`
}

function capitalize(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

type Overridden = { jsonSchema: z.core.JSONSchema.BaseSchema }

/** Removes noise from a schema: patterns that repeat the format, and bounds of what a JavaScript number can be. */
function quieten({ jsonSchema }: Overridden): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}

/** Allows further properties too, since an answer may get some later. A request with one that is unknown is refused. */
function quietenAnswer(overridden: Overridden): void {
  quieten(overridden)
  const { jsonSchema } = overridden
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
}

/** Removes the keywords that belong to a JSON Schema document of its own. */
function plainSchema({ $schema: _, $id: __, ...schema }: Json): Json {
  return schema
}
