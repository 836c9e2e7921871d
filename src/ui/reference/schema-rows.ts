import { type ApiDocument, resolve, type Schema } from './open-api'

/** One property of a body or an answer. */
export type SchemaRow = {
  name: string
  type: string
  required: boolean
  description: string | null
  /** Such as "at most 1,000". */
  limits: string[]
  /** The literals that the property may be. */
  values: string[]
  children: SchemaRow[]
}

type Components = Pick<ApiDocument, 'components'>

/** Returns the properties of an object in order. For a list, returns those of its items. Empty for any other schema. */
export function schemaRows(document: Components, schema: Schema): SchemaRow[] {
  const shape = objectOf(document, schema)
  if (!shape) return []
  const required = new Set((shape.required as string[] | undefined) ?? [])
  const rows = Object.entries((shape.properties ?? {}) as Record<string, Schema>).map(([name, property]) =>
    rowOf(document, name, property, required.has(name)),
  )
  const others = shape.additionalProperties as Schema | boolean | undefined
  // The schema `{}` allows any further property. Only a schema with rules gets a row.
  if (typeof others !== 'object' || Object.keys(others).length === 0) return rows
  return [...rows, rowOf(document, 'any other name', others, false)]
}

function rowOf(document: Components, name: string, schema: Schema, required: boolean): SchemaRow {
  const plain = resolve<Schema>(document, schema)
  const described = schema.description ?? plain.description
  return {
    name,
    type: typeWord(document, schema),
    required,
    description: typeof described === 'string' ? described : null,
    limits: limitsOf(plain),
    values: valuesOf(document, schema),
    children: schemaRows(document, schema),
  }
}

/** Finds the object that a schema describes: the schema itself, the items of its list, or the variant beside null. */
function objectOf(document: Components, schema: Schema): Schema | null {
  const plain = resolve<Schema>(document, schema)
  if (plain.properties) return plain
  if (plain.items) return objectOf(document, plain.items as Schema)
  for (const variant of variantsOf(plain)) {
    const found = objectOf(document, variant)
    if (found) return found
  }
  return null
}

/** Describes the type of a value in a few words: "string or null", "list of Warning", "map of integer". */
export function typeWord(document: Components, schema: Schema): string {
  if (typeof schema.$ref === 'string') {
    const plain = resolve<Schema>(document, schema)
    return plain.properties ? (schema.$ref.split('/').at(-1) as string) : typeWord(document, plain)
  }
  const variants = variantsOf(schema)
  if (variants.length > 0) return [...new Set(variants.map((variant) => typeWord(document, variant)))].join(' or ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const types = [schema.type].flat().filter((type) => typeof type === 'string')
  if (types.length === 0) return 'any JSON'
  return types.map((type) => simpleWord(document, schema, type)).join(' or ')
}

function simpleWord(document: Components, schema: Schema, type: string): string {
  if (type === 'array') return `list of ${typeWord(document, (schema.items ?? {}) as Schema)}`
  if (type === 'string' && typeof schema.format === 'string') return schema.format
  const others = schema.additionalProperties
  const isMap = type === 'object' && !schema.properties && typeof others === 'object' && others !== null
  return isMap ? `map of ${typeWord(document, others as Schema)}` : type
}

function variantsOf(schema: Schema): Schema[] {
  return (schema.anyOf ?? schema.oneOf ?? []) as Schema[]
}

function valuesOf(document: Components, schema: Schema): string[] {
  const plain = resolve<Schema>(document, schema)
  const own = (plain.enum ?? (plain.propertyNames as Schema | undefined)?.enum ?? []) as unknown[]
  if (own.length > 0) return own.map(String)
  return variantsOf(plain).flatMap((variant) => valuesOf(document, variant))
}

function limitsOf(schema: Schema): string[] {
  const all = [schema, ...variantsOf(schema)]
  const number = (keyword: string) => all.map((one) => one[keyword]).find((value) => typeof value === 'number')
  const say = (keyword: string, words: (value: string) => string) => {
    const value = number(keyword)
    return value === undefined ? [] : [words(value.toLocaleString('en-US'))]
  }
  return [
    ...say('minLength', (value) => `at least ${value} characters`),
    ...say('maxLength', (value) => `at most ${value} characters`),
    ...say('minItems', (value) => `at least ${value}`),
    ...say('maxItems', (value) => `at most ${value}`),
    // Bounds at ±(2^53 - 1) come from JavaScript's safe integers and are no rules of ours.
    ...(isRule(number('minimum')) ? say('minimum', (value) => `${value} or more`) : []),
    ...(isRule(number('maximum')) ? say('maximum', (value) => `${value} or less`) : []),
    ...(schema.default === undefined ? [] : [`default ${String(schema.default)}`]),
  ]
}

function isRule(bound: unknown): boolean {
  return typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER
}
