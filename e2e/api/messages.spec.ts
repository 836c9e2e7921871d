import { apiDocument, endpoints } from '@/rest/endpoint-table'
import { expect, expectError, test } from './contract-test'

type Properties = Record<string, unknown>

const WRONG_VALUES = [5, -1, 1.5, true, '', 'x'.repeat(3_000), '\u0000', '\ud800', [], [[]], [5], {}, { a: 1 }, [{}]]

/** The path with ids that nobody has: shapes are judged before anything is looked up. */
function pathOf(pattern: string): string {
  return pattern
    .replace('{agentId}', 'agent.00000000000000000000000000')
    .replace('{batchId}', '01a20983-26f8-75d9-89a6-70b0a20bc8d2')
    .replace('{sequenceId}', 'call-sequence.00000000000000000000000000')
}

for (const { method, path, body, docs } of endpoints) {
  if (body === undefined || body.kind === 'text') continue
  test(`${method} ${path} says in our words what is wrong with its body`, async ({ api }) => {
    const operation = apiDocument().paths[path]?.[method.toLowerCase()]
    const content = operation?.requestBody?.content as { 'application/json': { schema: { properties: Properties } } }
    const names = Object.keys(resolve(content['application/json'].schema).properties)
    expect(names.length).toBeGreaterThan(0)
    const ask = (json: unknown) => api.request(method, pathOf(path), { json })
    for (const json of [5, 'x', true, [], [5]]) expectError(await ask(json), 400, 'VALIDATION_ERROR')
    const example = docs.request as Properties
    for (const name of names) {
      for (const value of WRONG_VALUES) {
        const answer = await ask({ ...example, [name]: value })
        // What is as it should be is done, or meets an id that nobody has, or what there may not be more of.
        if (isFine(answer.status)) continue
        expectError(answer, 400, 'VALIDATION_ERROR')
      }
    }
  })
}

for (const { method, path, query } of endpoints) {
  if (!query || method !== 'GET') continue
  test(`${method} ${path} says in our words what is wrong with its query`, async ({ api }) => {
    for (const name of Object.keys(query.shape)) {
      for (const value of ['', 'x', '-1', '1.5', '1e300', '%00', 'x'.repeat(3_000)]) {
        const answer = await api.request(method, `${pathOf(path)}?${name}=${value}`)
        if (isFine(answer.status)) continue
        expectError(answer, 400, 'VALIDATION_ERROR')
      }
    }
  })
}

function isFine(status: number): boolean {
  return status < 300 || status === 404 || status === 409
}

/** The document gives the schemas of bodies names. */
function resolve(schema: { $ref?: string; properties: Properties }): { properties: Properties } {
  if (schema.$ref === undefined) return schema
  const name = schema.$ref.replace('#/components/schemas/', '')
  return apiDocument().components.schemas[name] as { properties: Properties }
}
