import { IDEMPOTENCY_KEY_LENGTH_MAX } from '@/domain/enrollment/enrollment.schema'
import type { AnswerHeader, HeaderParameter } from './endpoint-docs'
import { EXAMPLE } from './examples'

type Json = Record<string, unknown>

/** The documentation of the `{…}` parts of the paths. */
export const PATH_PARAMETERS = {
  agentId: { description: 'Public id of an agent.', schema: { type: 'string' }, example: EXAMPLE.agentId },
  batchId: {
    description: 'Id of a batch, as the 202 had it.',
    schema: { type: 'string', format: 'uuid' },
    example: EXAMPLE.batchId,
  },
  sequenceId: { description: 'Public id of a sequence.', schema: { type: 'string' }, example: EXAMPLE.sequenceId },
  endpointId: {
    description: 'Id of a webhook endpoint.',
    schema: { type: 'string', format: 'uuid' },
    example: EXAMPLE.endpointId,
  },
  listId: {
    description: 'Id of a suppression list.',
    schema: { type: 'string', format: 'uuid' },
    example: EXAMPLE.listId,
  },
  keyId: {
    description: 'Id of an API key, which is not its text.',
    schema: { type: 'string', format: 'uuid' },
    example: EXAMPLE.keyId,
  },
  callId: { description: 'Public id of a call.', schema: { type: 'string' }, example: EXAMPLE.callId },
  token: {
    description: 'The token of a dialer account, as its page shows it.',
    schema: { type: 'string' },
    example: 'q0p8Zx1VnN3dS7cYk2uJ5mWtB9aRfLeGhXiTvOyUzQ4',
  },
  number: { description: 'A phone number as in a contact.', schema: { type: 'string' }, example: '+15551234567' },
} satisfies Record<string, Json>

export type PathParameter = keyof typeof PATH_PARAMETERS

const signed = { in: 'header', required: true, schema: { type: 'string' } }

export const PARAMETER_COMPONENTS: Record<HeaderParameter, Json> = {
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Your name for this request, for your organization and this kind of request. Only an accepted request uses it up; a repeat gets the first answer byte for byte.',
    schema: { type: 'string', minLength: 1, maxLength: IDEMPOTENCY_KEY_LENGTH_MAX },
    example: 'import-2027-03-01-0001',
  },
  'webhook-id': { ...signed, name: 'webhook-id', description: 'Id of the message, the same when it is sent again.' },
  'webhook-timestamp': { ...signed, name: 'webhook-timestamp', description: 'Seconds since 1970, of this attempt.' },
  'webhook-signature': {
    ...signed,
    name: 'webhook-signature',
    description: '`v1,` and the base64 of HMAC-SHA256 over id, timestamp and body; several are separated by spaces.',
  },
}

/** The headers on every answer to a request with a valid key. */
export const LIMIT_HEADERS = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'] as const

const whole = { type: 'integer', minimum: 0 }

/** The header components, by name. */
export const HEADER_COMPONENTS: Record<
  AnswerHeader | (typeof LIMIT_HEADERS)[number] | 'X-Request-Id' | 'Retry-After' | 'Accept-Encoding',
  Json
> = {
  'X-Request-Id': {
    description: 'Yours, if you sent a sane one, else a new one.',
    schema: { type: 'string' },
  },
  'RateLimit-Limit': {
    description: 'Requests a second that the key may send.',
    schema: whole,
  },
  'RateLimit-Remaining': { description: 'Requests left at this moment.', schema: whole },
  'RateLimit-Reset': {
    description: 'Seconds until all of them are there again.',
    schema: whole,
  },
  'Retry-After': { description: 'Seconds to wait.', schema: whole },
  'Accept-Encoding': {
    description: 'How a body may be packed, where it was packed in another way.',
    schema: { type: 'string' },
  },
  Location: { description: 'Path of what was made.', schema: { type: 'string' } },
  'Idempotent-Replayed': {
    description: '`true`: this is the answer to an earlier request with the same key.',
    schema: { type: 'string', const: 'true' },
  },
  'Idempotency-Payload-Mismatch': {
    description: '`true`: that request had another body or agent.',
    schema: { type: 'string', const: 'true' },
  },
}
