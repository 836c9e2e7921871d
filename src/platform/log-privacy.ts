/** Properties whose values are never logged, in the first three levels of a logged object. */
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
  'phoneNumber',
  'phone_number',
  'name',
  'text',
  'variables',
  'contacts',
] as const

export type LoggedError = {
  type: string
  message: string
  code?: string
  stack?: string
  cause?: LoggedError
}

const CAUSES_MAX = 5

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

/** One of our keys, a signing secret, an email address, or a number with its `+`. */
const PERSONS = /\brollcall_[\w-]{8,}|\bwhsec_[\w+/=]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+\d[\d ().-]{5,}\d/g

/** Removes whatever identifies a person or gives access from a line of the log. */
export function withoutPersons(line: string): string {
  return line.replace(PERSONS, '[redacted]')
}
