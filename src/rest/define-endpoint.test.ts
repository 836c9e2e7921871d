import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import type { Actor } from '@/domain/actor'
import { toJsonText } from '@/domain/json-text'
import { defineEndpoint, type Endpoint } from './define-endpoint'
import type { EndpointDocs } from './docs/endpoint-docs'
import { endpoints } from './endpoint-table'

const batchSchema = z.object({ batchId: z.string(), total: z.int() })
const docs = {
  operationId: 'getBatch',
  group: 'Batches',
  summary: 'Get a batch',
  description: 'Its counts.',
  answers: { 200: { description: 'The batch.', example: { batchId: 'x', total: 1 } } },
} satisfies EndpointDocs<never, { 200: typeof batchSchema }>

const declaration = {
  method: 'GET',
  path: '/batches/{batchId}',
  auth: 'apiKey',
  query: z.object({ limit: z.coerce.number() }),
  answers: { 200: batchSchema },
  errors: [],
  docs,
} as const

it('gives an endpoint what it declares', async () => {
  const endpoint = defineEndpoint(declaration).handle(async ({ actor, params, query }) => {
    const given: [string, string, number] = [actor.organizationId, params.batchId, query.limit]
    return { status: 200, body: { batchId: given[1], total: given[2] } }
  })
  const actor: Actor = { kind: 'apiKey', organizationId: 'o', id: 'k', label: 'l' }
  const request = { actor, params: { batchId: 'b' }, query: { limit: 5 }, headers: new Headers(), body: undefined }
  expect(await endpoint.handle(request)).toEqual({ status: 200, body: { batchId: 'b', total: 5 } })
})

it('does not compile for an answer, an example or a part of the path that is not declared', () => {
  const total = 1
  const bad = [
    // @ts-expect-error A part of the path that is not in it.
    defineEndpoint(declaration).handle(async ({ params: { sequenceId } }) => answer(sequenceId)),
    // @ts-expect-error A property is missing.
    defineEndpoint(declaration).handle(async () => ({ status: 200, body: { batchId: 'x' } })),
    // @ts-expect-error A property is not in the schema.
    defineEndpoint(declaration).handle(async () => ({ status: 200, body: { batchId: 'x', total, secret: 's' } })),
    // @ts-expect-error A status is not declared.
    defineEndpoint(declaration).handle(async () => ({ status: 202, body: { batchId: 'x', total } })),
    // @ts-expect-error Text of something else.
    defineEndpoint(declaration).handle(async () => ({ status: 200, body: toJsonText({ total }) })),
    // @ts-expect-error CSV is not declared.
    defineEndpoint(declaration).handle(async () => ({ status: 200, csv: 'a,b' })),
    // @ts-expect-error Without a key nobody is known.
    defineEndpoint({ ...declaration, auth: 'none' }).handle(async ({ actor }) => answer(actor.organizationId)),
    // @ts-expect-error A part of the path has no description.
    defineEndpoint({ ...declaration, path: '/things/{thingId}' }),
    // @ts-expect-error The docs say nothing of an answer.
    defineEndpoint({ ...declaration, answers: { 200: batchSchema, 202: batchSchema } }),
    // @ts-expect-error The example is not by the schema.
    defineEndpoint({ ...declaration, docs: { ...docs, answers: { 200: { description: '', example: { total } } } } }),
    // @ts-expect-error A body has no example.
    defineEndpoint({ ...declaration, body: { kind: 'json', schema: batchSchema } }),
  ]
  // The compiler is the test: it refuses a line above that it does not refuse.
  expect(bad).toHaveLength(11)
})

function answer(batchId: string) {
  return { status: 200, body: { batchId, total: 1 } } as const
}

it('every endpoint that there is, is in the table', async () => {
  const folder = `${import.meta.dirname}/endpoints`
  const modules = await Promise.all(readdirSync(folder).map((file) => import(`${folder}/${file}`)))
  const isEndpoint = (value: unknown): value is Endpoint =>
    typeof value === 'object' && value !== null && 'handle' in value && 'path' in value
  const exported = modules.flatMap((module) => Object.values(module)).filter(isEndpoint)
  expect(exported.length).toBeGreaterThan(10)
  for (const endpoint of exported) expect(endpoints, `${endpoint.method} ${endpoint.path}`).toContain(endpoint)
})
