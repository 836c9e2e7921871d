import { describe, expect, it } from 'vitest'
import { type ApiDocument, curlOf, matchesSearch, type Operation, operationGroups } from './open-api'

const document: ApiDocument = {
  info: { title: 'Things', version: '1', description: '' },
  servers: [{ url: '/api' }],
  tags: [{ name: 'Things', description: 'All of them.' }],
  paths: {
    '/things/{thingId}': {
      post: {
        operationId: 'changeThing',
        tags: ['Things'],
        summary: 'Change a thing',
        description: 'As you like.',
        parameters: [
          { name: 'thingId', in: 'path', required: true, example: 'thing.1' },
          { $ref: '#/components/parameters/Signature' },
        ],
        requestBody: { content: { 'application/json': { schema: { type: 'object' }, example: { name: "it's" } } } },
        responses: {
          200: {
            description: 'Done.',
            headers: { 'X-Id': {} },
            content: { 'application/json': { example: { ok: true } } },
          },
          400: {
            description: '`BAD`: no.',
            content: { 'application/json': { examples: { BAD: { value: { error: 'BAD' } } } } },
          },
        },
      },
    },
  },
  webhooks: {
    changed: { post: { operationId: 'changed', summary: 'A change', description: '', security: [], responses: {} } },
  },
  components: { parameters: { Signature: { name: 'signature', in: 'header', required: true } } },
}

const operation = operationGroups(document)[0]?.operations[0] as Operation

describe('operationGroups', () => {
  it('has the endpoints under their tags, with what they refer to, and the webhook last', () => {
    expect(operationGroups(document).map(({ name }) => name)).toEqual(['Things', 'Webhook'])
    expect(operation).toMatchObject({ id: 'changeThing', method: 'POST', path: '/things/{thingId}', takesKey: true })
    expect(operation.parameters.map(({ name }) => name)).toEqual(['thingId', 'signature'])
    expect(operationGroups(document)[1]?.operations[0]).toMatchObject({ id: 'changed', path: null, takesKey: false })
  })

  it('has the examples of answers as text, errors by their code', () => {
    expect(operation.answers.map(({ status, examples }) => [status, examples])).toEqual([
      ['200', [{ name: null, text: '{\n  "ok": true\n}' }]],
      ['400', [{ name: 'BAD', text: '{\n  "error": "BAD"\n}' }]],
    ])
  })
})

describe('curlOf', () => {
  it('is a command that a shell takes, quotes in the body included', () => {
    expect(curlOf(operation, 'https://x.example/api')).toBe(
      [
        'curl -X POST \\',
        '  https://x.example/api/things/thing.1 \\',
        "  -H 'x-api-key: YOUR_API_KEY' \\",
        "  -H 'content-type: application/json' \\",
        "  -H 'signature: …' \\",
        "  -d '{",
        '  "name": "it\'\\\'\'s"',
        "}'",
      ].join('\n'),
    )
  })
})

describe('matchesSearch', () => {
  it.each([
    ['', true],
    ['thing', true],
    ['post CHANGE', true],
    ['you like', true],
    ['delete', false],
    ['thing nowhere', false],
  ])('%j: %s', (search, found) => {
    expect(matchesSearch(operation, search)).toBe(found)
  })
})
