import { Validator } from '@seriousme/openapi-schema-validator'
import Ajv from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ERROR_TABLE } from '@/domain/errors'
import { apiDocument, endpoints } from './endpoint-table'

const document = apiDocument('https://rollcall.example')
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
)

function operationOf(method: string, path: string) {
  const found = operations.find((operation) => operation.method === method && operation.path === path)
  if (!found) throw new Error(`${method} ${path} is not in the document.`)
  return found.operation
}

/** Returns the names of the headers of one answer. */
function headersOf(method: string, path: string, status: string): string[] {
  return Object.keys(operationOf(method, path).responses[status]?.headers as object)
}

describe('the document', () => {
  it('is OpenAPI 3.1, by the meta-schema of the specification', async () => {
    const validator = new Validator()
    const { valid, errors } = await validator.validate(structuredClone(document))
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
    expect(validator.version).toBe('3.1')
  }, 30_000)

  it('has exactly the endpoints of the table', () => {
    const told = operations.map(({ method, path }) => `${method} ${path}`)
    expect(told.sort()).toEqual(endpoints.map(({ method, path }) => `${method} ${path}`).sort())
  })

  it('names each operation once', () => {
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z]+$/)
  })

  it('refers only to what it has', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)]
    expect(references.length).toBeGreaterThan(100)
    expect(JSON.stringify(document).match(/"\$ref":"(?!#\/components\/)[^"]*"/g)).toBeNull()
    for (const [text, kind, name] of references) {
      const components = document.components[kind as keyof typeof document.components]
      expect(Object.keys(components), text).toContain(name)
    }
  })

  it('has no component that nothing refers to', () => {
    const text = JSON.stringify(document)
    for (const [kind, components] of Object.entries(document.components)) {
      if (kind === 'securitySchemes') continue
      for (const name of Object.keys(components)) expect(text).toContain(`"#/components/${kind}/${name}"`)
    }
  })

  it('holds nothing but JSON', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })
})

describe.each(endpoints)('$method $path', ({ method, path, auth, body, answers, errors }) => {
  const operation = operationOf(method, path)
  const codes = Object.values(operation.responses).flatMap(({ content }) =>
    Object.keys((content as { 'application/json'?: { examples?: object } })?.['application/json']?.examples ?? {}),
  )

  it('has each part of its path as a parameter', () => {
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
    expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
  })

  it('says whether it takes a key, and a body', () => {
    expect(operation.security).toEqual(auth === 'none' ? [] : undefined)
    expect(operation.requestBody !== undefined).toBe(body !== undefined)
  })

  it('has its answers, and its errors by the one table', () => {
    for (const status of Object.keys(answers)) expect(operation.responses).toHaveProperty(status)
    const statuses = Object.keys(operation.responses)
    for (const code of errors) expect(statuses).toContain(String(ERROR_TABLE[code].http))
    if (method !== 'HEAD') expect(codes).toEqual(expect.arrayContaining([...errors, 'INTERNAL_ERROR']))
    if (auth === 'apiKey') expect(statuses).toEqual(expect.arrayContaining(['401', '429']))
    if (body !== undefined) expect(statuses).toEqual(expect.arrayContaining(['400', '413', '415']))
  })

  it('has the headers of every answer', () => {
    for (const { headers } of Object.values(operation.responses)) {
      const names = Object.keys(headers as object)
      expect(names).toContain('X-Request-Id')
      expect(names.includes('RateLimit-Limit')).toBe(auth === 'apiKey')
    }
  })
})

describe('headers', () => {
  it('of requests and answers that are not everywhere', () => {
    const path = '/agents/{agentId}/schedule/sequences'
    expect(operationOf('POST', path).parameters).toContainEqual({ $ref: '#/components/parameters/Idempotency-Key' })
    expect(headersOf('POST', path, '202')).toEqual(expect.arrayContaining(['Location', 'Idempotent-Replayed']))
    expect(headersOf('POST', path, '429')).toContain('Retry-After')
    expect(headersOf('POST', path, '415')).toContain('Accept-Encoding')
    expect(headersOf('POST', path, '400')).not.toContain('Accept-Encoding')
    expect(document.components.securitySchemes.apiKey).toMatchObject({ in: 'header', name: 'x-api-key' })
  })
})

describe('every example', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: 'api', components: document.components })
  /** References inside of a schema point into the document. */
  const inDocument = (schema: object) =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/'))

  type Content = { schema: object; example?: unknown; examples?: Record<string, { value: unknown }> }
  const examples: { where: string; schema: object; value: unknown }[] = []
  const collect = (where: string, content: unknown) => {
    const json = (content as Record<string, Content> | undefined)?.['application/json']
    if (!json) return
    const values = [json.example, ...Object.values(json.examples ?? {}).map(({ value }) => value)]
    for (const value of values) if (value !== undefined) examples.push({ where, schema: json.schema, value })
  }
  for (const { operation } of operations) {
    collect(`${operation.operationId} request`, operation.requestBody?.content)
    for (const [status, { content }] of Object.entries(operation.responses)) {
      collect(`${operation.operationId} ${status}`, content)
    }
  }
  const webhook = document.webhooks.callResult?.post as { requestBody: { content: unknown } } | undefined
  collect('callResult webhook', webhook?.requestBody.content)

  it.each(examples)('is as its schema says: $where', ({ schema, value }) => {
    const isValid = ajv.compile(inDocument(schema))
    expect(isValid(value), JSON.stringify(isValid.errors)).toBe(true)
  })

  it('is there for every request and every answer with a body', () => {
    expect(examples.map(({ where }) => where)).toContain('callResult webhook')
    for (const { operation } of operations) {
      if (operation.requestBody)
        expect(examples.map(({ where }) => where)).toContain(`${operation.operationId} request`)
      for (const [status, { content }] of Object.entries(operation.responses)) {
        if (content) expect(examples.map(({ where }) => where)).toContain(`${operation.operationId} ${status}`)
      }
    }
  })

  /** Whether requests that the use case parses itself may have more properties: those of a contact are its variables. */
  const TAKES_MORE: Record<string, boolean> = { enrollBatch: false, enrollContact: true }
  const bodies = endpoints.flatMap(({ body, docs }) => (body ? [{ operationId: docs.operationId, body, docs }] : []))

  it.each(bodies)(
    'of a request with one more property is taken where the server takes it: $operationId',
    (endpoint) => {
      const { operationId, body, docs } = endpoint
      const more = { ...(docs.request as object), notDeclaredAnywhere: 'x' }
      const isTaken = body.schema instanceof z.ZodType ? body.schema.safeParse(more).success : TAKES_MORE[operationId]
      const component = `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Request`
      const schema = document.components.schemas[component] as object
      expect(ajv.compile(inDocument(schema))(more)).toBe(isTaken)
    },
  )

  it('of an answer may get more properties later', () => {
    const requests = bodies.map(({ operationId }) => `${operationId}Request`.toLowerCase())
    const answers = Object.entries(document.components.schemas).filter(
      ([name]) => !requests.includes(name.toLowerCase()),
    )
    expect(answers.length).toBeGreaterThan(20)
    for (const [name, schema] of answers)
      expect(JSON.stringify(schema), name).not.toContain('"additionalProperties":false')
  })
})
