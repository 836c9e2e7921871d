import fc from 'fast-check'
import { oddText, oddValue } from './odd-values'

export type JsonSchema = { [keyword: string]: unknown }

/** Texts that lead somewhere, by the name of what asks for them: ids of this tenant, and of the other. */
export type KnownTexts = Readonly<Record<string, readonly string[]>>

const DEPTH_MAX = 6

/**
 * Values that are nearly what the JSON Schema asks for: good enough to come past the first check, with something odd
 * somewhere in most of them.
 */
export function valueOfSchema(schema: JsonSchema, known: KnownTexts, name = '', depth = 0): fc.Arbitrary<unknown> {
  const told = depth > DEPTH_MAX ? fc.constant(null) : wantedValue(schema, known, name, depth)
  return fc.oneof({ weight: 12, arbitrary: told }, { weight: 1, arbitrary: oddValue })
}

function wantedValue(schema: JsonSchema, known: KnownTexts, name: string, depth: number): fc.Arbitrary<unknown> {
  const { anyOf, oneOf, allOf, enum: choices, type } = schema as Record<string, unknown>
  if ('const' in schema) return fc.constant(schema.const)
  if (Array.isArray(choices)) return fc.constantFrom<unknown>(...choices)
  for (const several of [anyOf, oneOf, allOf]) {
    if (Array.isArray(several)) {
      return fc.oneof(...several.map((inner) => valueOfSchema(inner as JsonSchema, known, name, depth + 1)))
    }
  }
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return objectOf(schema, known, depth)
    case 'array':
      return fc.array(valueOfSchema((schema.items as JsonSchema) ?? {}, known, name, depth + 1), { maxLength: 4 })
    case 'integer':
    case 'number':
      return fc.integer({ min: Number(schema.minimum ?? -5), max: Number(schema.minimum ?? 0) + 50 })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      return textOf(schema, known, name)
    default:
      return fc.oneof(textOf({}, known, name), oddValue)
  }
}

function objectOf(schema: JsonSchema, known: KnownTexts, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)
  const required = new Set((schema.required ?? []) as string[])
  const told = fc.tuple(
    ...properties.map(([name, inner]) =>
      fc.tuple(
        fc.constant(name),
        fc.integer({ min: 0, max: 19 }).map((n) => n < (required.has(name) ? 19 : 8)),
        valueOfSchema(inner, known, name, depth + 1),
      ),
    ),
  )
  const more = fc.oneof(
    { weight: 5, arbitrary: fc.constant<[string, unknown][]>([]) },
    { weight: 1, arbitrary: fc.array(fc.tuple(oddText, oddValue), { maxLength: 3 }) },
  )
  return fc.tuple(told, more).map(([entries, added]) => {
    const kept = entries.filter(([, isThere]) => isThere).map(([name, , value]): [string, unknown] => [name, value])
    // As JSON.parse makes it: a property named __proto__ is one like any other.
    return Object.fromEntries([...kept, ...added])
  })
}

function textOf(schema: JsonSchema, known: KnownTexts, name: string): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 12, arbitrary: known[name] ? fc.constantFrom(...known[name]) : plainText(schema) },
    { weight: 2, arbitrary: oddText },
    { weight: 1, arbitrary: fc.constantFrom(...Object.values(known).flat()) },
  )
}

function plainText({ format, example }: JsonSchema): fc.Arbitrary<string> {
  if (typeof example === 'string') return fc.constant(example)
  if (format === 'date-time') return fc.constantFrom('2027-03-01T16:00:00Z', '2027-03-01 16:00', '2020-01-01T00:00:00Z')
  if (format === 'uuid') return fc.uuid()
  if (format === 'email') return fc.constantFrom('ada@example.com', 'a@b')
  return fc.constantFrom('Ada Lovelace', 'account_id', 'US', 'America/New_York', '+15551234567', 'x')
}
