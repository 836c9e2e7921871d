import type { ReturnedColumn } from './describe-statement'
import type { DeclaredColumn, Statement } from './find-statements'

type Kind = DeclaredColumn['kinds'] extends Set<infer One> ? One : never

/** The JavaScript type that src/platform/sql.ts makes of a Postgres type, by the type's OID. JSON may be anything. */
const KINDS: Record<number, Kind> = {
  16: 'boolean',
  17: 'Uint8Array',
  19: 'string',
  20: 'bigint',
  21: 'number',
  23: 'number',
  25: 'string',
  114: 'unknown',
  700: 'number',
  701: 'number',
  1009: 'array',
  1007: 'array',
  1015: 'array',
  1042: 'string',
  1043: 'string',
  1082: 'Date',
  1114: 'Date',
  1184: 'Date',
  1700: 'string',
  2951: 'array',
  2950: 'string',
  3802: 'unknown',
}

/**
 * Compares the declared row of a statement with the columns that Postgres returns. Answers what is wrong in sentences;
 * an empty list when nothing is.
 */
export function checkStatement(
  { method, row }: Pick<Statement, 'method' | 'row'>,
  returned: readonly ReturnedColumn[],
): string[] {
  if (method === 'execute') return returned.length === 0 ? [] : ['It returns columns, which `execute` drops.']
  const declared = new Map(row?.map((column) => [column.name, column]))
  const names = new Set(returned.map(({ name }) => name))
  const faults = [...declared.keys()].filter((name) => !names.has(name)).map((name) => `"${name}" is not returned.`)
  if (names.size < returned.length) faults.push('Two of its columns have one name.')
  return [...faults, ...returned.flatMap((column) => checkColumn(column, declared.get(column.name)))]
}

function checkColumn(
  { name, type, nullable, isColumn, literals }: ReturnedColumn,
  declared: DeclaredColumn | undefined,
): string[] {
  if (!declared) return [`"${name}" is not declared.`]
  const kind = KINDS[type]
  if (kind === undefined) return [`"${name}" has a type that no row may have yet (OID ${type}).`]
  const faults: string[] = []
  const others = [...declared.kinds].filter((one) => one !== kind)
  if (kind !== 'unknown' && others.length > 0) faults.push(`"${name}" is ${kind}, not ${others.join(' or ')}.`)
  // A value inside JSON is declared with the JSON's shape, which the database does not know. Its nullability is not
  // compared.
  const isTold = isColumn || kind !== 'unknown'
  if (nullable && isTold && !declared.nullable) faults.push(`"${name}" may be null.`)
  const missing =
    declared.literals === null ? [] : (literals ?? []).filter((text) => !declared.literals?.includes(text))
  if (kind === 'string' && missing.length > 0) faults.push(`"${name}" may also be ${missing.join(', ')}.`)
  return faults
}
