/** The part of an OpenAPI 3.1 document that the reference shows. */
export type Schema = { readonly [keyword: string]: unknown }

type Media = { schema?: Schema; example?: unknown; examples?: Record<string, { value: unknown }> }

type Reference = { $ref: string }

export type Parameter = {
  name: string
  in: string
  required?: boolean
  description?: string
  schema?: Schema
  example?: unknown
}

export type ApiDocument = {
  info: { title: string; version: string; description: string }
  servers: readonly { url: string }[]
  tags: readonly { name: string; description: string }[]
  paths: Record<string, Record<string, unknown>>
  webhooks: Record<string, Record<string, unknown>>
  components: Record<string, Record<string, unknown>>
}

type RawOperation = {
  operationId: string
  tags?: string[]
  summary: string
  description: string
  security?: unknown[]
  parameters?: (Parameter | Reference)[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { description: string; headers?: Record<string, unknown>; content?: Record<string, Media> }>
}

export type Answer = {
  status: string
  description: string
  headers: string[]
  schema: Schema | null
  /** Each example is named by its error code or media type. A single JSON example has no name. */
  examples: { name: string | null; text: string }[]
}

/** One endpoint or the webhook, with all its references resolved. */
export type Operation = {
  id: string
  method: string
  /** Null for the webhook, whose URL is the customer's. */
  path: string | null
  summary: string
  description: string
  takesKey: boolean
  parameters: Parameter[]
  request: { schema: Schema; example: unknown } | null
  answers: Answer[]
}

export type OperationGroup = { name: string; description: string; operations: Operation[] }

export const WEBHOOK_GROUP = 'Webhook'

/** Returns the endpoints in the document's groups and order. The webhook comes last. */
export function operationGroups(document: ApiDocument): OperationGroup[] {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, raw]) => ({
      tag: (raw as RawOperation).tags?.[0],
      operation: read(document, method, path, raw as RawOperation),
    })),
  )
  const groups = document.tags.map(({ name, description }) => ({
    name,
    description,
    operations: operations.filter(({ tag }) => tag === name).map(({ operation }) => operation),
  }))
  const webhooks = Object.values(document.webhooks).flatMap((item) =>
    Object.entries(item).map(([method, raw]) => read(document, method, null, raw as RawOperation)),
  )
  const description = 'What we send to your endpoints.'
  return [...groups, { name: WEBHOOK_GROUP, description, operations: webhooks }]
}

function read(document: ApiDocument, method: string, path: string | null, raw: RawOperation): Operation {
  const json = raw.requestBody?.content['application/json']
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    summary: raw.summary,
    description: raw.description,
    takesKey: raw.security === undefined,
    parameters: (raw.parameters ?? []).map((parameter) => resolve<Parameter>(document, parameter)),
    request: json?.schema ? { schema: json.schema, example: json.example } : null,
    answers: Object.entries(raw.responses).map(([status, { description, headers, content }]) => ({
      status,
      description,
      headers: Object.keys(headers ?? {}),
      schema: content?.['application/json']?.schema ?? null,
      examples: Object.entries(content ?? {}).flatMap(([type, media]) => examplesOf(type, media)),
    })),
  }
}

function examplesOf(type: string, { example, examples }: Media): Answer['examples'] {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2))
  const named = Object.entries(examples ?? {}).map(([name, { value }]) => ({ name, text: text(value) }))
  if (example === undefined) return named
  return [{ name: type === 'application/json' ? null : type, text: text(example) }, ...named]
}

/** Returns what a `$ref` in the document points to. Any other value is returned itself. */
export function resolve<Value extends object>(document: Pick<ApiDocument, 'components'>, value: object): Value {
  if (!('$ref' in value) || typeof value.$ref !== 'string') return value as Value
  const [, , kind = '', name = ''] = value.$ref.split('/')
  return (document.components[kind]?.[name] ?? {}) as Value
}

/** Says whether every word of the search occurs in the operation. */
export function matchesSearch({ method, path, summary, description, id }: Operation, search: string): boolean {
  const text = `${method} ${path ?? ''} ${summary} ${description} ${id}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** Writes a curl command that calls the endpoint with its example. `baseUrl` has no trailing slash. */
export function curlOf({ method, path, parameters, request, takesKey }: Operation, baseUrl: string): string {
  const filled = (path ?? '').replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parameters.find((known) => known.in === 'path' && known.name === name)
    return String(parameter?.example ?? name)
  })
  const headers = [
    ...(takesKey ? ['x-api-key: YOUR_API_KEY'] : []),
    ...(request ? ['content-type: application/json'] : []),
    ...parameters.filter((known) => known.in === 'header' && known.required).map(({ name }) => `${name}: …`),
  ]
  const lines = [
    `curl${method === 'GET' ? '' : method === 'HEAD' ? ' --head' : ` -X ${method}`}`,
    `${baseUrl}${filled}`,
    ...headers.map((header) => `-H '${header}'`),
    ...(request ? [`-d '${JSON.stringify(request.example, null, 2).replaceAll("'", "'\\''")}'`] : []),
  ]
  return lines.join(' \\\n  ')
}
