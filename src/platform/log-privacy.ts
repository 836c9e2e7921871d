/** Properties whose values are never logged, at any depth of a logged object. */
export const SECRET_NAMES = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'x-api-key',
  'apiKey',
  'secret',
  'token',
  'to',
  'email',
  'toEmailAddress',
  'externalId',
  'phoneNumber',
  'phone_number',
  'name',
  'text',
  'variables',
  'contacts',
  'consent',
] as const

export type LoggedError = {
  type: string
  message: string
  code?: string
  stack?: string
  cause?: LoggedError
}

const CAUSES_MAX = 5
/** Deeper than anything that is logged on purpose. A socket that gets into the log leads to half of the process. */
const DEPTH_MAX = 10
const REDACTED = '[redacted]'
const SECRETS: ReadonlySet<string> = new Set(SECRET_NAMES)

/**
 * Describes an error for the log: its type, code, message, stack and at most five causes. Any other value is returned
 * as it is. Other properties are left out: Postgres errors contain the refused row, Prisma's the parameters, HTTP
 * clients' the request.
 */
export function describeForLog(error: unknown, depth = 0): LoggedError | unknown {
  if (!(error instanceof Error)) return error
  const { code } = error as { code?: unknown }
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.stack ? { stack: error.stack } : {}),
    ...(error.cause instanceof Error && depth < CAUSES_MAX ? { cause: describeForLog(error.cause, depth + 1) } : {}),
  }
}

/**
 * Copies a value that is to be logged, without the values of secret names. Errors in it are described, objects inside
 * of themselves and those deeper than ten levels are named only.
 */
export function withoutSecrets(value: unknown): unknown {
  try {
    return copyWithoutSecrets(value, 0, new Map())
  } catch {
    // A getter or toJSON that throws must not break what wanted to log.
    return '[cannot be logged]'
  }
}

/** @param copies what is copied already, so that the work is bounded by the number of objects and not of ways to them */
function copyWithoutSecrets(value: unknown, depth: number, copies: Map<object, unknown>): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Error) return describeForLog(value)
  if (copies.has(value)) return copies.get(value)
  if (depth > DEPTH_MAX) return '[too deep]'
  copies.set(value, '[circular]')
  const copyOf = (inner: unknown) => copyWithoutSecrets(inner, depth + 1, copies)
  let copy: unknown
  if ('toJSON' in value && typeof value.toJSON === 'function') copy = copyOf(value.toJSON())
  else if (Array.isArray(value)) copy = value.map(copyOf)
  else {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
    copy = Object.fromEntries(entries.map(([name, inner]) => [name, SECRETS.has(name) ? REDACTED : copyOf(inner)]))
  }
  copies.set(value, copy)
  return copy
}

/** Returns what is logged of a property of a line. pino tells the name of a secret; of all others it tells a symbol. */
export function censor(value: unknown, [name]: readonly (string | symbol)[]): unknown {
  return typeof name === 'string' && SECRETS.has(name) ? REDACTED : withoutSecrets(value)
}

/** One of our keys, a signing secret, an email address, or a number with its `+`. */
const PERSONS = /\brollcall_[\w-]{8,}|\bwhsec_[\w+/=]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+\d[\d ().-]{5,}\d/g

/** Removes whatever identifies a person or gives access from a line of the log. */
export function withoutPersons(line: string): string {
  return line.replace(PERSONS, REDACTED)
}
