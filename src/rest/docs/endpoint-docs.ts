import type { z } from 'zod'

/** The chapters of the reference, in their order. */
export const API_GROUPS = [
  { name: 'Enrollment', description: 'Schedule contacts into the call sequence of an agent.' },
  { name: 'Agents', description: 'What an agent asks of a contact, and what its calls can come to.' },
  { name: 'Batches', description: 'Follow what was enrolled with one request, pause it, resume it, cancel it.' },
  { name: 'Sequences', description: 'One contact’s journey through the steps of an agent.' },
  {
    name: 'Suppressions',
    description: 'Numbers that are not called, and the lists that they are on.',
  },
  { name: 'People', description: 'Everything that is known about one number.' },
  { name: 'Credits', description: 'What was allocated, reserved and spent.' },
  { name: 'API keys', description: 'Create, rotate and revoke the keys of your systems. Takes the scope `manage`.' },
  { name: 'Calls', description: 'How a dialer tells what became of a call.' },
  { name: 'Webhooks', description: 'Who is told of what happens, and what was not taken.' },
  { name: 'Service', description: 'The API itself.' },
] as const

export type ApiGroup = (typeof API_GROUPS)[number]['name']

export type JsonSchema = { readonly [keyword: string]: unknown }

/** Names of `components.parameters`. */
export type HeaderParameter = 'Idempotency-Key' | 'webhook-id' | 'webhook-timestamp' | 'webhook-signature'

/** Names of `components.headers`, beside those that every answer has. */
export type AnswerHeader = 'Location' | 'Idempotent-Replayed' | 'Idempotency-Payload-Mismatch'

/**
 * The schema of a JSON answer. With `csv` the answer is also available as CSV, for `Accept: text/csv`. Null means an
 * empty body.
 */
export type AnswerDeclaration = z.ZodType | { json: z.ZodType; csv: true } | null

/** The schemas of an endpoint's answers, by status. */
export type AnswerDeclarations = { readonly [status: number]: AnswerDeclaration }

type ProseOfAnswer = { description: string; headers?: readonly AnswerHeader[] }

/** The documentation of an answer. Its example has to fit the schema. */
type DocsOfAnswer<Declaration> = Declaration extends z.ZodType
  ? ProseOfAnswer & { example: z.input<Declaration> }
  : Declaration extends { json: infer Schema extends z.ZodType }
    ? ProseOfAnswer & { example: z.input<Schema>; csv: string }
    : ProseOfAnswer

type Prose = {
  /** A unique name in camelCase. Generated clients name their method after it. */
  operationId: string
  group: ApiGroup
  summary: string
  description: string
  headers?: readonly HeaderParameter[]
}

/** The prose and examples of an endpoint. Everything else in the OpenAPI document follows from its declaration. */
export type EndpointDocs<RequestExample, Answers extends AnswerDeclarations> = Prose & {
  answers: { [Status in keyof Answers]: DocsOfAnswer<Answers[Status]> }
} & ([RequestExample] extends [never] ? { request?: never } : { request: RequestExample })

/** The prose and examples of an endpoint of any type. */
export type AnyEndpointDocs = Prose & {
  request?: unknown
  answers: { readonly [status: number]: ProseOfAnswer & { example?: unknown; csv?: string } }
}
