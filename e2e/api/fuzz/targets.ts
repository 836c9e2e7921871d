import { z } from 'zod'
import { apiDocument } from '@/rest/endpoint-table'
import { appRouter } from '@/trpc/root'
import type { Target } from './odd-request'
import type { JsonSchema } from './value-of-schema'

type Parameter = { name?: string; in?: string; schema?: JsonSchema }

/** Every operation of the OpenAPI document. */
export function restTargets(): Target[] {
  const { paths, components } = apiDocument()
  const resolve = (value: unknown): unknown => withoutRefs(value, components as unknown as JsonSchema, 0)
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Target => {
      const parameters = operation.parameters as Parameter[]
      const content = operation.requestBody?.content as { 'application/json': { schema: JsonSchema } } | undefined
      return {
        door: 'rest',
        method: method.toUpperCase(),
        path: `/api/v1${path}`,
        query: Object.fromEntries(
          parameters.filter(({ in: place }) => place === 'query').map(({ name, schema }) => [name ?? '', schema ?? {}]),
        ),
        body: content ? (resolve(content['application/json'].schema) as JsonSchema) : null,
      }
    }),
  )
}

type Procedure = { _def: { type: string; inputs: unknown[] } }

/** Every procedure of the router, with the schema that it parses with. */
export function trpcTargets(): Target[] {
  const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>
  return Object.entries(procedures).map(([name, { _def }]): Target => {
    const schema = inputSchema(_def.inputs)
    const isQuery = _def.type === 'query'
    return {
      door: 'trpc',
      method: isQuery ? 'GET' : 'POST',
      path: `/api/trpc/${name}`,
      query: isQuery ? { input: schema } : {},
      body: isQuery ? null : schema,
    }
  })
}

function inputSchema(inputs: readonly unknown[]): JsonSchema {
  const schemas = inputs.map((input) => {
    if (!(input instanceof z.ZodType)) return enrollBatchInput()
    return z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  })
  return schemas[0] ?? {}
}

/** What `enrollment.enrollBatch` takes is parsed by the use case: the body of the REST endpoint, and whose agent. */
function enrollBatchInput(): JsonSchema {
  const enroll = restTargets().find(({ path, method }) => method === 'POST' && path.endsWith('/schedule/sequences'))
  const { properties } = (enroll?.body ?? {}) as { properties?: JsonSchema }
  const text = { type: 'string' }
  const added = { agentId: text, idempotencyKey: text, dryRun: { type: 'boolean' } }
  return { type: 'object', required: ['agentId', 'contacts'], properties: { ...properties, ...added } }
}

const REFS_DEEP_MAX = 8

function withoutRefs(value: unknown, components: JsonSchema, depth: number): unknown {
  if (Array.isArray(value)) return value.map((inner) => withoutRefs(inner, components, depth))
  if (typeof value !== 'object' || value === null) return value
  const { $ref } = value as { $ref?: string }
  if ($ref !== undefined) {
    if (depth > REFS_DEEP_MAX) return {}
    const [, , kind = '', name = ''] = $ref.split('/')
    const found = (components[kind] as JsonSchema | undefined)?.[name]
    return withoutRefs(found ?? {}, components, depth + 1)
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutRefs(inner, components, depth)]))
}
