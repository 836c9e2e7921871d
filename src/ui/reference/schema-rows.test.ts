import { describe, expect, it } from 'vitest'
import { type SchemaRow, schemaRows, typeWord } from './schema-rows'

const document = {
  components: {
    schemas: {
      Fault: { type: 'object', properties: { code: { type: 'string', enum: ['A', 'B'] } }, required: ['code'] },
    },
  },
}
const fault = { $ref: '#/components/schemas/Fault' }

function rowOf(property: object): SchemaRow {
  const [row] = schemaRows(document, { type: 'object', properties: { it: property } })
  return row as SchemaRow
}

describe('typeWord', () => {
  it.each([
    [{ type: 'string' }, 'string'],
    [{ type: ['string', 'null'] }, 'string or null'],
    [{ anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] }, 'date-time or null'],
    [{ type: 'array', items: fault }, 'list of Fault'],
    [{ anyOf: [fault, { type: 'null' }] }, 'Fault or null'],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, 'map of integer'],
    [{ const: true }, 'true'],
    [{}, 'any JSON'],
  ])('%j is %s', (schema, word) => {
    expect(typeWord(document, schema)).toBe(word)
  })
})

describe('schemaRows', () => {
  it('goes into objects, lists and what may be null', () => {
    for (const inner of [fault, { type: 'array', items: fault }, { anyOf: [fault, { type: 'null' }] }]) {
      expect(rowOf(inner).children).toMatchObject([{ name: 'code', required: true, values: ['A', 'B'] }])
    }
    expect(rowOf({ type: 'string' }).children).toEqual([])
  })

  it('tells limits, and not the bounds of a number type', () => {
    expect(rowOf({ type: 'integer', minimum: 1, maximum: 200, default: 50 }).limits).toEqual([
      '1 or more',
      '200 or less',
      'default 50',
    ])
    expect(rowOf({ type: 'integer', minimum: -(2 ** 53) + 1, maximum: 2 ** 53 - 1 }).limits).toEqual([])
    expect(rowOf({ anyOf: [{ type: 'array', maxItems: 1000 }, { type: 'null' }] }).limits).toEqual(['at most 1,000'])
  })

  it('has a row for further properties only where there is a rule for them', () => {
    const names = (additionalProperties: object) =>
      schemaRows(document, { type: 'object', properties: {}, additionalProperties }).map(({ name }) => name)
    expect(names({})).toEqual([])
    expect(names({ type: 'string' })).toEqual(['any other name'])
  })
})
