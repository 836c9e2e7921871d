import { z } from 'zod'
import { RollcallError } from './errors'
import { describeIssue } from './text/describe-issue.rules'
import type { ValidationFault } from './validation-fault.schema'

// Whoever reads a message is not to learn zod's words first. Set here and not at each schema: tRPC parses its input by
// itself, and every door imports this file.
z.config({ customError: describeIssue })

/**
 * Parses what a request sent.
 *
 * @throws VALIDATION_ERROR with every fault: its `details` are a list of `ValidationFault`
 */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw validationError(parsed.error)
}

/** Makes the 400 for what a schema has refused. */
export function validationError(error: z.ZodError): RollcallError {
  const details = error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  const message = details.map((fault) => (fault.path ? `${fault.path}: ${fault.message}` : fault.message)).join(' ')
  return invalidRequest(message, details)
}

/** Makes the 400 for one fault that no schema can find; `message` says what is wrong. */
export function requestFault(path: string, message: string): RollcallError {
  return invalidRequest(message, [{ path, message }])
}

/** Makes the 400 in the shape that `details` has at every door. */
export function invalidRequest(message: string, faults: readonly ValidationFault[]): RollcallError {
  return new RollcallError('VALIDATION_ERROR', message, faults)
}
