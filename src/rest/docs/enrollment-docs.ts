import { z } from 'zod'
import { contactJsonSchema } from '@/domain/contacts/contact-json-schema.rules'
import { rejectedContactSchema } from '@/domain/contacts/validate-contacts.rules'
import { warningSchema } from '@/domain/contacts/warning.schema'
import { dryRunQuerySchema } from '@/domain/enrollment/dry-run.schema'
import { enrollSingleOptionsSchema } from '@/domain/enrollment/enroll-single.schema'
import { CONTACTS_PER_BATCH_MAX, enrollBatchSchema } from '@/domain/enrollment/enrollment.schema'
import { lifecycleStatusSchema } from '@/domain/sequences/sequence.schema'
import { EXAMPLE, momentSchema, named, sequenceIdSchema, variablesSchema } from './answer-schemas'
import type { EndpointDocs, JsonSchema } from './endpoint-docs'

/** A contact of any agent. What one agent requires is at `GET /agents/{agentId}/contact-schema`. */
export const contactComponent: JsonSchema = contactJsonSchema({ variables: [], steps: [] })

const CONTACT_REF: JsonSchema = { $ref: '#/components/schemas/Contact' }

named('RejectedContact', rejectedContactSchema)

named('Warning', warningSchema)

const counts = {
  total: z.int().describe('Contacts sent. Always accepted + rejected.'),
  accepted: z.int(),
  rejected: z.array(rejectedContactSchema),
}

const acceptedBatchSchema = named(
  'AcceptedBatch',
  z.object({ batchId: z.uuid(), ...counts, warnings: z.array(warningSchema) }),
)

const dryRunFields = {
  dryRun: z.literal(true),
  ...counts,
  warnings: z.array(warningSchema),
  credits: z.object({ required: z.int(), available: z.int() }),
  groups: z
    .array(z.object({ value: z.string(), size: z.int() }))
    .describe('The groups that groupByField makes of the contacts.'),
  firstCallAt: momentSchema.nullable().describe('Null when nobody would be called before somebody else.'),
  lastCallAt: momentSchema.nullable(),
}

const dryRunSchema = named('DryRun', z.object(dryRunFields))

const sequenceFields = {
  name: z.string(),
  phoneNumber: z.string().describe('E.164.'),
  scheduledAt: momentSchema
    .nullable()
    .describe('Null for one that waits: when it is called depends on who is before it in the chain.'),
  lifecycleStatus: lifecycleStatusSchema.describe('scheduled, or waiting when somebody of the chain has the turn.'),
  chain: z
    .object({ value: z.string(), position: z.int().describe('0-based.') })
    .nullable()
    .describe('The chain that it joined or opened; null without groupByField.'),
  toEmailAddress: z.string().nullable(),
  customInputVariables: variablesSchema,
  timezone: z.string(),
  scheduledBy: z.string(),
  steps: z.array(z.object({ stepType: z.string(), delaySeconds: z.int() })),
}

const scheduledSequenceSchema = named(
  'ScheduledSequence',
  z.object({ sequenceId: sequenceIdSchema, batchId: z.uuid().describe('A batch of one.'), ...sequenceFields }),
)

const singleDryRunSchema = named(
  'SingleDryRun',
  z.object({
    ...dryRunFields,
    sequence: z.object(sequenceFields).describe('As it would be made; it has no ids, since it is not.'),
  }),
)

/** Beside the error: the counts and reasons, where the 202 has them. */
export const noValidContactsSchema = named(
  'NoValidContacts',
  z.object({ error: z.literal('NO_VALID_CONTACTS'), message: z.string(), ...counts, requestId: z.string() }),
)

/** The schema takes any values as contacts, since each is judged alone; the document says what they should be. */
function batchRequest(): JsonSchema {
  const schema = z.toJSONSchema(enrollBatchSchema, { io: 'input' })
  const contacts = schema.properties?.contacts
  return {
    ...schema,
    properties: { ...schema.properties, contacts: Object.assign({}, contacts, { items: CONTACT_REF }) },
  }
}

/** The contact's fields and the options on one level. */
function singleRequest(): JsonSchema {
  const { properties } = z.toJSONSchema(enrollSingleOptionsSchema, { io: 'input' })
  return {
    ...contactComponent,
    title: undefined,
    properties: Object.assign({}, contactComponent.properties, properties),
    // Without a type: a generated client holds every property against it, the switches too, which are no text.
    additionalProperties: { description: 'A custom input variable: text.' },
  }
}

const contact = {
  name: 'John Doe',
  phoneNumber: '+15551234567',
  timezone: 'America/Chicago',
  toEmailAddress: 'john@example.com',
  account_id: 'acme-123',
}
const impossible =
  '"12" is not a possible phone number in the United States. Check its digits, or write it with + and the country code.'
const rejected = {
  index: 1,
  phoneNumber: '12',
  error: impossible,
  code: 'PHONE_INVALID',
  errors: [{ code: 'PHONE_INVALID', field: 'phoneNumber', message: impossible }],
}
const warning = {
  code: 'PHONE_NOT_ASSIGNED',
  message: '+15551234567 looks like a number that nobody has. Check its digits.',
  index: 0,
}

const sequence = {
  name: 'John Doe',
  phoneNumber: '+15551234567',
  scheduledAt: '2027-03-01T16:00:00.000Z',
  lifecycleStatus: 'scheduled',
  chain: { value: 'acme-123', position: 0 },
  toEmailAddress: 'john@example.com',
  customInputVariables: { account_id: 'acme-123' },
  timezone: 'America/Chicago',
  scheduledBy: 'API',
  steps: [{ stepType: 'CALL', delaySeconds: 0 }],
}

const checkAnswer = { status: 200, description: 'Key and agent are good.' }
const checkErrors = ['AGENT_NOT_FOUND'] as const
const checkDescription = 'For a connection test. It schedules nothing and has no body, whatever it answers.'

export const enrollmentDocs = {
  enrollBatch: {
    operationId: 'enrollBatch',
    group: 'Enrollment',
    summary: 'Enroll multiple contacts',
    description: `Up to ${CONTACTS_PER_BATCH_MAX.toLocaleString('en-US')} contacts. Every contact is judged alone and gets all of its faults at once: the valid ones are accepted, the others come back in \`rejected\`. What is accepted is written whole, in one transaction, before the 202.`,
    headers: ['Idempotency-Key'],
    query: dryRunQuerySchema,
    request: {
      schema: batchRequest(),
      example: { contacts: [contact, { name: 'Jane Roe', phoneNumber: '12' }], timezone: 'America/New_York' },
    },
    answers: [
      {
        status: 202,
        description: 'Accepted. The sequences follow within moments.',
        headers: ['Location', 'Idempotent-Replayed', 'Idempotency-Payload-Mismatch'],
        schema: acceptedBatchSchema,
        example: { batchId: EXAMPLE.batchId, total: 2, accepted: 1, rejected: [rejected], warnings: [warning] },
      },
      {
        status: 200,
        description: 'The result of a dry run. Too few credits show in it and do not fail it.',
        schema: dryRunSchema,
        example: {
          dryRun: true,
          total: 2,
          accepted: 1,
          rejected: [rejected],
          warnings: [warning],
          credits: { required: 1, available: 99_960 },
          groups: [],
          firstCallAt: '2027-03-01T16:00:00.000Z',
          lastCallAt: '2027-03-01T16:00:00.000Z',
        },
      },
    ],
    errors: ['VALIDATION_ERROR', 'AGENT_NOT_FOUND', 'AGENT_MISCONFIGURED', 'NO_VALID_CONTACTS', 'INSUFFICIENT_CREDITS'],
  },

  enrollSingle: {
    operationId: 'enrollContact',
    group: 'Enrollment',
    summary: 'Enroll a single contact',
    description:
      'The sequence exists when the answer is sent. With `groupByField` the contact joins the newest open chain of the same agent and value: it is scheduled when nobody of that chain has the turn, else it waits. A contact without a timezone gets that of its number. An invalid contact is a 400 with its faults as `details`.',
    headers: ['Idempotency-Key'],
    query: dryRunQuerySchema,
    request: { schema: singleRequest(), example: { ...contact, groupByField: 'account_id' } },
    answers: [
      {
        status: 201,
        description: 'Scheduled.',
        headers: ['Location', 'Idempotent-Replayed', 'Idempotency-Payload-Mismatch'],
        schema: z.object({ sequence: scheduledSequenceSchema, warnings: z.array(warningSchema) }),
        example: {
          sequence: { sequenceId: EXAMPLE.sequenceId, batchId: EXAMPLE.batchId, ...sequence },
          warnings: [],
        },
      },
      {
        status: 200,
        description: 'The result of a dry run. Too few credits show in it and do not fail it.',
        schema: singleDryRunSchema,
        example: {
          dryRun: true,
          total: 1,
          accepted: 1,
          rejected: [],
          warnings: [],
          credits: { required: 1, available: 99_960 },
          groups: [{ value: 'acme-123', size: 1 }],
          firstCallAt: '2027-03-01T16:00:00.000Z',
          lastCallAt: '2027-03-01T16:00:00.000Z',
          sequence,
        },
      },
    ],
    errors: ['VALIDATION_ERROR', 'AGENT_NOT_FOUND', 'AGENT_MISCONFIGURED', 'INSUFFICIENT_CREDITS'],
  },

  checkForBulk: {
    operationId: 'checkAgentForBatch',
    group: 'Enrollment',
    summary: 'Check key and agent',
    description: checkDescription,
    answers: [checkAnswer],
    errors: checkErrors,
  },

  checkForSingle: {
    operationId: 'checkAgentForContact',
    group: 'Enrollment',
    summary: 'Check key and agent',
    description: checkDescription,
    answers: [checkAnswer],
    errors: checkErrors,
  },
} satisfies Record<string, EndpointDocs>
