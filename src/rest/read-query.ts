import { z } from 'zod'
import { invalidRequest, parseRequest } from '@/domain/parse-request'
import { nearestName } from '@/domain/text/nearest-name.rules'
import { toStorable } from '@/domain/text/sanitize.rules'
import type { ValidationFault } from '@/domain/validation-fault.schema'
import type { Endpoint } from './define-endpoint'

/** How many faults an answer lists, and how much of a name. */
const FAULTS_MAX = 10
const NAME_LENGTH_MAX = 64

/**
 * Parses the query of a request with the schema of its endpoint.
 *
 * @throws VALIDATION_ERROR
 */
export function readQuery({ query: schema }: Pick<Endpoint, 'query'>, query: URLSearchParams): unknown {
  const shape = schema?.shape ?? {}
  const records = Object.keys(shape).filter((name) => isRecord(shape[name]))
  const values = gathered(records, namedOnce(Object.keys(shape), query, records))
  return schema ? parseRequest(schema, values) : values
}

function isRecord(schema: unknown): boolean {
  return schema instanceof z.ZodOptional ? isRecord(schema.unwrap()) : schema instanceof z.ZodRecord
}

/** `variable.plan` and `variable[plan]` are the property `plan` of the record `variable`. */
const PROPERTY = /^(\w+)(?:\.(.+)|\[(.+)\])$/s

/** Returns the record and the property that a parameter names; null for a parameter that names none. */
function propertyOf(name: string, records: readonly string[]): [record: string, property: string] | null {
  const [, record = '', dotted, bracketed] = PROPERTY.exec(name) ?? []
  return records.includes(record) ? [record, dotted ?? bracketed ?? ''] : null
}

function gathered(records: readonly string[], values: Record<string, string>): Record<string, unknown> {
  const gathered: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    const [record, property] = propertyOf(name, records) ?? []
    if (record === undefined || property === undefined) gathered[name] = value
    // Not by assignment, which would set the prototype for a property of that name.
    else gathered[record] = Object.fromEntries([...Object.entries(gathered[record] ?? {}), [property, value]])
  }
  return gathered
}

/**
 * Returns the values of a query by name. A parameter that the endpoint does not declare, or that comes twice, fails the
 * request: ignoring a misspelt `dryRun` would call people.
 *
 * @param records those of `known` whose properties are parameters of their own: `variable.plan` or `variable[plan]`
 *
 * @throws VALIDATION_ERROR
 */
export function namedOnce(
  known: readonly string[],
  query: URLSearchParams,
  records: readonly string[] = [],
): Record<string, string> {
  const values: Record<string, string> = {}
  const faults: ValidationFault[] = []
  for (const name of new Set(query.keys())) {
    const [value = '', ...more] = query.getAll(name)
    const isKnown = known.includes(name) ? !records.includes(name) : propertyOf(name, records) !== null
    if (!isKnown) faults.push(unknown(name, known, records))
    else if (more.length > 0)
      faults.push({ path: name, message: `${name} is in the query ${more.length + 1} times. Send it once.` })
    else values[name] = value
  }
  if (faults.length === 0) return values
  const told = faults.slice(0, FAULTS_MAX)
  throw invalidRequest(told.map(({ message }) => message).join(' '), told)
}

function unknown(name: string, known: readonly string[], records: readonly string[]): ValidationFault {
  if (records.includes(name)) {
    return { path: name, message: `${name} needs the name of a property: ${name}.NAME=VALUE.` }
  }
  const path = toStorable(name, NAME_LENGTH_MAX)
  const nearest = nearestName(name, known)
  const hint =
    nearest !== null
      ? `Did you mean ${nearest}?`
      : known.length > 0
        ? `It takes ${known.join(', ')}.`
        : 'It takes none.'
  return {
    path,
    message: `${path === '' ? 'A nameless parameter' : path} is not a query parameter of this route. ${hint}`,
  }
}
