import type { z } from 'zod'

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

/** The schema of a JSON answer; with `csv` the same can be had as CSV, for `Accept: text/csv`; null for an empty body. */
export type AnswerDeclaration = z.ZodType | { json: z.ZodType; csv: true } | null

/** Schemas of answers, by status. */
export type AnswerDeclarations = { readonly [status: number]: AnswerDeclaration }

type ProseOfAnswer = { description: string; headers?: readonly AnswerHeader[] }

/** What is told of an answer: its example is one by its schema. */
type DocsOfAnswer<Declaration> = Declaration extends z.ZodType
  ? ProseOfAnswer & { example: z.input<Declaration> }
  : Declaration extends { json: infer Schema extends z.ZodType }
    ? ProseOfAnswer & { example: z.input<Schema>; csv: string }
    : ProseOfAnswer

type Prose = {
  /** camelCase, unique: generated clients name their method by it. */
  operationId: string
  group: ApiGroup
  summary: string
  description: string
  headers?: readonly HeaderParameter[]
}

/** The prose and examples of an endpoint; all else in the OpenAPI document follows from its declaration. */
export type EndpointDocs<RequestExample, Answers extends AnswerDeclarations> = Prose & {
  answers: { [Status in keyof Answers]: DocsOfAnswer<Answers[Status]> }
} & ([RequestExample] extends [never] ? { request?: never } : { request: RequestExample })

/** The same of an endpoint of any kind. */
export type AnyEndpointDocs = Prose & {
  request?: unknown
  answers: { readonly [status: number]: ProseOfAnswer & { example?: unknown; csv?: string } }
}
