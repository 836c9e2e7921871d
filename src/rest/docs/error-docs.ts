import { z } from 'zod'
import { faultCodeSchema } from '@/domain/contacts/fault.schema'
import { noneAcceptedSchema } from '@/domain/enrollment/enrollment-answer.schema'
import type { ErrorCode } from '@/domain/errors'
import { validationFaultSchema as anyFaultSchema } from '@/domain/validation-fault.schema'
import { EXAMPLE } from './examples'

/**
 * The body of every error except `VALIDATION_ERROR` and `NO_VALID_CONTACTS`, which add what is wrong in shapes of their
 * own.
 */
export const errorAnswerSchema = z.object({
  error: z.string().describe('The stable code, for machines.'),
  message: z.string().describe('What happened and what to do, for people. Its wording may change.'),
  details: z.unknown().optional().describe('What a machine can use, for some codes.'),
  requestId: z.string().describe('The same as the X-Request-Id header. Tell it to us when you ask.'),
})

export const validationFaultSchema = anyFaultSchema.extend({
  code: faultCodeSchema.optional().describe('The stable code, where a contact is meant.'),
})

export const validationErrorSchema = z.object({
  error: z.literal('VALIDATION_ERROR'),
  message: z.string(),
  details: z.array(validationFaultSchema),
  requestId: z.string(),
})

/** The body of `NO_VALID_CONTACTS`: the error, and the counts and rejections as in the 202. */
export const noValidContactsSchema = z.object({
  error: z.literal('NO_VALID_CONTACTS'),
  message: z.string(),
  ...noneAcceptedSchema.shape,
  requestId: z.string(),
})

export type ErrorAnswer = z.output<typeof errorAnswerSchema>
export type NoValidContacts = z.output<typeof noValidContactsSchema>

type ErrorDocs = { when: string; message: string; details?: unknown }

function unknown(thing: string): ErrorDocs {
  const message = `There is no such ${thing} in your organization.`
  return { when: message, message }
}

/** For each code, when it is answered, with an example of its message and details. */
export const ERROR_DOCS: Record<ErrorCode, ErrorDocs> = {
  UNAUTHORIZED: {
    when: 'No key was sent.',
    message: 'Send your API key in the x-api-key header, or as Authorization: Bearer.',
  },
  INVALID_API_KEY: {
    when: 'The key is unknown, revoked or expired.',
    message: 'This API key is unknown, revoked or expired.',
  },
  FORBIDDEN: {
    when: 'The key lacks the scope that this needs. (In the console: the role does not allow it.)',
    message:
      'This key lacks the scope "read" (read agents, batches, contacts, calls and credits). Use a key that has it, or create one in the console.',
  },
  RATE_LIMITED: {
    when: 'More requests than the key may send, or too many wrong keys from your address. The request consumed nothing; wait for `Retry-After` seconds.',
    message: 'This key may send 10 requests a second. Try again in 1 s.',
    details: { retryAfterSeconds: 1 },
  },
  PAYLOAD_TOO_LARGE: {
    when: 'The body is over 5 MB, as it is sent or unpacked.',
    message: 'The body is over 5 MB. Send fewer contacts in one request.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    when: 'The content type is not JSON in UTF-8, or the content encoding is none of gzip, br and deflate.',
    message: 'Send the body as JSON in UTF-8, with content-type: application/json.',
  },
  INVALID_JSON: {
    when: 'The body cannot be parsed.',
    message: 'The body is not JSON (Unexpected end of JSON input).',
  },
  VALIDATION_ERROR: {
    when: 'The shape of the request is wrong. `details` lists every fault with its path.',
    message: 'limit: Give 1 or more.',
    details: [{ path: 'limit', message: 'Give 1 or more.' }],
  },
  NOT_FOUND: {
    when: 'There is nothing at this path. (A thing that does not exist has a code of its own.)',
    message: 'There is nothing at /api/v1/sequence.',
  },
  METHOD_NOT_ALLOWED: {
    when: 'The path exists, this method on it does not.',
    message: 'Use one of these methods here: GET, HEAD.',
  },
  AGENT_NOT_FOUND: unknown('agent'),
  BATCH_NOT_FOUND: unknown('batch'),
  CALL_NOT_FOUND: unknown('call'),
  SEQUENCE_NOT_FOUND: unknown('sequence'),
  PERSON_NOT_FOUND: unknown('person'),
  IMPORT_NOT_FOUND: unknown('import'),
  ENDPOINT_NOT_FOUND: unknown('webhook endpoint'),
  DIALER_ACCOUNT_NOT_FOUND: unknown('dialer account'),
  DELIVERY_NOT_FOUND: unknown('webhook delivery'),
  SUPPRESSION_LIST_NOT_FOUND: unknown('suppression list'),
  KEY_NOT_FOUND: unknown('API key'),
  MEMBER_NOT_FOUND: unknown('member'),
  INVITATION_NOT_FOUND: unknown('invitation'),
  SESSION_NOT_FOUND: { when: 'None of your sessions has this id.', message: 'This session has ended already.' },
  ORGANIZATION_NOT_FOUND: { when: 'There is no such organization.', message: 'There is no organization "Acme".' },
  AGENT_MISCONFIGURED: {
    when: 'The agent cannot call yet. `details` lists its faults.',
    message: 'This agent cannot call yet. The agent has no CALL step. Add one.',
    details: [{ code: 'CALL_STEP_MISSING', message: 'The agent has no CALL step. Add one.' }],
  },
  NO_VALID_CONTACTS: {
    when: 'Every contact was turned away; `rejected` says why.',
    message: 'The contact is not valid. See rejected for the reasons.',
  },
  INSUFFICIENT_CREDITS: {
    when: 'The credits left in this month do not cover the accepted contacts.',
    message: 'This needs 100 credits, and 40 are left this month. Send fewer contacts or have the allocation raised.',
    details: { required: 100, available: 40 },
  },
  CONFLICT: { when: 'The thing is in a state that does not allow this.', message: 'This is not possible now.' },
  SERVICE_UNAVAILABLE: {
    when: 'The database cannot be used right now. Wait for `Retry-After` seconds and send the same request again; with an `Idempotency-Key` nobody is scheduled twice.',
    message: "Rollcall's database is not available right now. Try again in 5 s.",
    details: { retryAfterSeconds: 5 },
  },
  INTERNAL_ERROR: {
    when: 'A fault of ours. Try again; with an `Idempotency-Key` nobody is scheduled twice.',
    message: `Something went wrong on our side. Tell us the request id ${EXAMPLE.requestId}.`,
  },
}
