import type { z } from 'zod'
import { RollcallError } from '@/domain/errors'

/**
 * Parses what a request sent, or throws the 400 with every fault: `details` is a list of `{ path, message }`, the path
 * in dots (`contacts`, `callWindows.monday.0.end`).
 *
 * @throws VALIDATION_ERROR
 */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw validationError(parsed.error)
}

/** The 400 for what a schema has refused. */
export function validationError(error: z.ZodError): RollcallError {
  const details = error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  const message = details.map((fault) => (fault.path ? `${fault.path}: ${fault.message}` : fault.message)).join(' ')
  return new RollcallError('VALIDATION_ERROR', message, details)
}
