import Ajv, { type ValidateFunction } from 'ajv/dist/2020.js'
import { assertDeclared } from '@/rest/assert-declared'
import { apiDocument, endpoints } from '@/rest/endpoint-table'
import { matchEndpoint } from '@/rest/match-endpoint'
import type { Answer } from './api-client'

type Json = Record<string, unknown>

const ajv = new Ajv({ strict: false, validateFormats: false })
const document = apiDocument('https://rollcall.example')
ajv.addSchema({ $id: 'api', components: closed(document.components) as Json })
const compiled = new Map<string, ValidateFunction>()

/**
 * Throws when an answer of an endpoint is not as the OpenAPI document says: an unknown status, a body of another shape, a
 * property that it does not name, a header that is missing. Formats, which the document only notes, are judged by the
 * schema of the endpoint. What no endpoint answers (404, 405) is not in the document.
 */
export function assertDocumented(method: string, path: string, answer: Answer<unknown>): void {
  const match = matchEndpoint(endpoints, method, path.replace(/\?.*$/s, ''))
  if (match.kind !== 'found') return
  const { endpoint } = match
  // HEAD of a GET has no body of its own to tell of.
  if (endpoint.method !== method) return
  const where = `${method} ${endpoint.path} ${answer.status}`
  const operation = document.paths[endpoint.path]?.[method.toLowerCase()]
  const told = operation?.responses[String(answer.status)] as { headers: Json; content?: Json } | undefined
  // Next sends a path with a slash too many to the same path without it.
  if (answer.status === 308) return
  if (!told) throw new Error(`${where} is not in the document: ${answer.text.slice(0, 300)}`)
  for (const name of Object.keys(told.headers)) {
    // A wrong key has no rate limit, and the others are there when they apply.
    if (name.startsWith('RateLimit') ? ![401, 500, 503].includes(answer.status) : name === 'X-Request-Id') {
      if (!answer.headers.has(name)) throw new Error(`${where} has no ${name}.`)
    }
  }
  const type = answer.headers.get('content-type')?.split(';')[0]
  if (answer.text === '') {
    if (told.content) throw new Error(`${where} has no body.`)
    return
  }
  const content = told.content?.[type ?? ''] as { schema: Json } | undefined
  if (!content) throw new Error(`${where} is ${type}, which is not in the document.`)
  if (type !== 'application/json') return
  const isAsTold = compiled.get(where) ?? ajv.compile(closed(content.schema) as Json)
  compiled.set(where, isAsTold)
  if (!isAsTold(answer.body)) throw new Error(`${where} is not as told: ${ajv.errorsText(isAsTold.errors)}`)
  if (answer.status in endpoint.answers)
    assertDeclared(endpoint, { status: answer.status, body: answer.body as object })
}

/** The document leaves answers open for properties to come; what is sent today has to be in it. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed)
  if (typeof value !== 'object' || value === null) return value
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, closed(inner)])) as Json
  if (typeof copy.$ref === 'string') copy.$ref = copy.$ref.replace(/^#\//, 'api#/')
  if (copy.type === 'object' && copy.properties && copy.additionalProperties === undefined) {
    copy.additionalProperties = false
  }
  return copy
}
