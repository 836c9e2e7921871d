/** Properties whose value is never logged, in an object that is logged and in those within it. */
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
 * An error for the log: its type, code, message, stack and causes. Not its other properties: those of Postgres have the
 * whole row that was refused, those of Prisma the parameters, those of HTTP clients the request.
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

/** A key of ours, a signing secret, an address of mail, a number with its `+`. */
const PERSONS = /\brollcall_[\w-]{8,}|\bwhsec_[\w+/=]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+\d[\d ().-]{5,}\d/g

/** A line of the log without what names a person or opens a door. */
export function withoutPersons(line: string): string {
  return line.replace(PERSONS, '[redacted]')
}
