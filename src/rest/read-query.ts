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
  const values = namedOnce(Object.keys(schema?.shape ?? {}), query)
  return schema ? parseRequest(schema, values) : values
}

/**
 * Returns the values of a query by name. A parameter that the endpoint does not declare, or that comes twice, fails the
 * request: ignoring a misspelt `dryRun` would call people.
 *
 * @throws VALIDATION_ERROR
 */
export function namedOnce(known: readonly string[], query: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = {}
  const faults: ValidationFault[] = []
  for (const name of new Set(query.keys())) {
    const [value = '', ...more] = query.getAll(name)
    if (!known.includes(name)) faults.push(unknown(name, known))
    else if (more.length > 0)
      faults.push({ path: name, message: `${name} is in the query ${more.length + 1} times. Send it once.` })
    else values[name] = value
  }
  if (faults.length === 0) return values
  const told = faults.slice(0, FAULTS_MAX)
  throw invalidRequest(told.map(({ message }) => message).join(' '), told)
}

function unknown(name: string, known: readonly string[]): ValidationFault {
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
