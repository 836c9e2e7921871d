import type { z } from 'zod'
import type { ErrorCode } from '@/domain/errors'

/** A part of the reference, in the order in which it shows them. */
export const API_GROUPS = [
  { name: 'Enrollment', description: 'Schedule contacts into the call sequence of an agent.' },
  { name: 'Agents', description: 'What an agent asks of a contact, and what its calls can come to.' },
  { name: 'Batches', description: 'Follow what was enrolled with one request, pause it, resume it, cancel it.' },
  { name: 'Sequences', description: 'One contact’s journey through the steps of an agent.' },
  { name: 'Credits', description: 'What was allocated, reserved and spent.' },
  { name: 'Calls', description: 'How a dialer tells what became of a call.' },
  { name: 'Service', description: 'The API itself.' },
] as const

export type ApiGroup = (typeof API_GROUPS)[number]['name']

export type JsonSchema = { readonly [keyword: string]: unknown }

/** Names of `components.parameters`. */
export type HeaderParameter = 'Idempotency-Key' | 'webhook-id' | 'webhook-timestamp' | 'webhook-signature'

/** Names of `components.headers`, beside those that every answer has. */
export type AnswerHeader = 'Location' | 'Idempotent-Replayed' | 'Idempotency-Payload-Mismatch'

export type AnswerDocs = {
  status: number
  description: string
  headers?: readonly AnswerHeader[]
  /** Absent for an empty body. A named schema is written once, and referred to. */
  schema?: z.ZodType | JsonSchema
  example?: unknown
  /** The same answer as CSV, for `Accept: text/csv`. */
  csv?: string
}

/** What the OpenAPI document says of an endpoint beyond its declaration. */
export type EndpointDocs = {
  /** camelCase, unique: generated clients name their method by it. */
  operationId: string
  group: ApiGroup
  summary: string
  description: string
  headers?: readonly HeaderParameter[]
  query?: z.ZodObject
  /** The schema that the use case parses with, where zod can tell it; else its JSON Schema. */
  request?: { schema: z.ZodType | JsonSchema; example: unknown }
  answers: readonly AnswerDocs[]
  /** Beside those that follow from the declaration: key, rate limit, reading of the body, our own faults. */
  errors: readonly ErrorCode[]
}
