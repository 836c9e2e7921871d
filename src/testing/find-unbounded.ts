import { z } from 'zod'

type JsonSchema = { [keyword: string]: unknown }

/** The largest value of a Postgres integer column. */
const INTEGER_MAX = 2_147_483_647

// Formats of a fixed length, as zod names them in JSON Schema.
const SHORT_FORMATS = ['uuid', 'date', 'time']

/**
 * Finds where a schema accepts something unbounded: a number without a maximum or with one over Postgres's integer, a
 * text without a length, a list without a length. Ignores `z.unknown()`, which other code has to bound.
 *
 * @returns sentences such as `.list: list without a length`
 */
export function findUnbounded(schema: z.ZodType): string[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as JsonSchema
  return [...new Set(walk(root, ''))]
}

function walk(schema: JsonSchema, path: string): string[] {
  const { type, properties, additionalProperties, propertyNames, items, prefixItems } = schema
  const below: string[] = []
  for (const union of [schema.anyOf, schema.oneOf, schema.allOf]) {
    for (const each of (union as JsonSchema[] | undefined) ?? []) below.push(...walk(each, path))
  }
  for (const [name, each] of Object.entries((properties as Record<string, JsonSchema> | undefined) ?? {})) {
    below.push(...walk(each, `${path}.${name}`))
  }
  for (const each of [additionalProperties, propertyNames, items]) {
    if (typeof each === 'object' && each !== null) below.push(...walk(each as JsonSchema, `${path}[]`))
  }
  for (const each of (prefixItems as JsonSchema[] | undefined) ?? []) below.push(...walk(each, `${path}[]`))
  // JSON Schema writes a union of primitives as one schema with several types.
  const missing = [type].flat().flatMap((each) => findMissing(schema, each))
  return [...missing.map((what) => `${path}: ${what}`), ...below]
}

function findMissing(schema: JsonSchema, type: unknown): string[] {
  if ('enum' in schema || 'const' in schema) return []
  if (type === 'string') {
    const isShort =
      'maxLength' in schema || SHORT_FORMATS.includes(String(schema.format)) || isShortPattern(schema.pattern)
    return isShort ? [] : ['text without a length']
  }
  if (type === 'integer' || type === 'number') {
    const maximum = Number(schema.maximum ?? schema.exclusiveMaximum ?? Number.POSITIVE_INFINITY)
    return maximum <= INTEGER_MAX ? [] : ['number without a maximum']
  }
  return type === 'array' && !('maxItems' in schema) ? ['list without a length'] : []
}

/** Says whether a pattern covers the whole text and has no `*`, `+` or `{n,}`. */
function isShortPattern(pattern: unknown): boolean {
  return typeof pattern === 'string' && /^\^.*\$$/.test(pattern) && !/(?<!\\)[*+]|\{\d+,\}/.test(pattern)
}
