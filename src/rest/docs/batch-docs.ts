import { z } from 'zod'
import { batchSequencesQuerySchema, batchStatusSchema } from '@/domain/batches/batch.schema'
import { rejectedContactSchema } from '@/domain/contacts/validate-contacts.rules'
import { resultTypeSchema } from '@/domain/results/call-result.schema'
import { actOnBatchSchema } from '@/domain/sequences/cancel.schema'
import { lifecycleStatusSchema } from '@/domain/sequences/sequence.schema'
import { agentIdSchema, EXAMPLE, momentSchema, named, sequenceIdSchema, variablesSchema } from './answer-schemas'
import type { EndpointDocs } from './endpoint-docs'

const batchSchema = named(
  'Batch',
  z.object({
    batchId: z.uuid(),
    agentId: agentIdSchema,
    status: batchStatusSchema.describe(
      'accepted: its sequences are being created. active: they exist. finished: all have ended. failed: they could not be created; nothing is lost.',
    ),
    source: z.enum(['api', 'trpc', 'console', 'import']),
    createdAt: momentSchema,
    createdBy: z.string().describe('Name of the key or of the operator.'),
    total: z.int(),
    accepted: z.int(),
    rejected: z.int(),
    sequences: z
      .object(Object.fromEntries(lifecycleStatusSchema.options.map((status) => [status, z.int()])))
      .describe('How many sequences are in which state. Until they have been created, as they will be.'),
    chains: z.int(),
    pauseReason: z.string().optional().describe('As whoever paused it last said; absent when nothing was said.'),
    resumeReason: z.string().optional().describe('Likewise of its resumption.'),
    cancelReason: z.string().optional().describe('Likewise of its cancellation.'),
  }),
)

const batchSequenceSchema = named(
  'BatchSequence',
  z.object({
    sequenceId: sequenceIdSchema,
    index: z.int().describe('0-based place in the request.'),
    name: z.string(),
    phoneNumber: z.string().describe('E.164.'),
    phoneNumberExt: z.string().nullable(),
    phoneNumberWritten: z.string().describe('As it was sent.'),
    timezone: z.string(),
    scheduledAt: momentSchema,
    lifecycleStatus: lifecycleStatusSchema,
    customInputVariables: variablesSchema,
    chain: z.object({ value: z.string(), position: z.int().describe('0-based.') }).nullable(),
    lastResultType: resultTypeSchema.nullable(),
  }),
)

const affectedSchema = named(
  'Affected',
  z.object({ success: z.literal(true), affected: z.int().describe('How many sequences changed; 0 when repeated.') }),
)

function act(verb: 'cancel' | 'pause' | 'resume', description: string) {
  return {
    operationId: `${verb}Batch`,
    group: 'Batches',
    summary: `${verb.charAt(0).toUpperCase()}${verb.slice(1)} a batch`,
    description: `${description} The body may be left out.`,
    request: { schema: actOnBatchSchema, example: { reason: 'The script is being rewritten.' } },
    answers: [{ status: 200, description: 'Done.', schema: affectedSchema, example: { success: true, affected: 42 } }],
    errors: ['VALIDATION_ERROR', 'BATCH_NOT_FOUND'],
  } as const satisfies EndpointDocs
}

export const batchDocs = {
  get: {
    operationId: 'getBatch',
    group: 'Batches',
    summary: 'Get a batch',
    description: 'Its status and counts.',
    answers: [
      {
        status: 200,
        description: 'The batch.',
        schema: batchSchema,
        example: {
          batchId: EXAMPLE.batchId,
          agentId: EXAMPLE.agentId,
          status: 'active',
          source: 'api',
          createdAt: '2027-03-01T15:59:58.214Z',
          createdBy: 'Production',
          total: 100,
          accepted: 99,
          rejected: 1,
          sequences: { waiting: 20, scheduled: 60, 'in progress': 4, done: 15, failed: 0, cancelled: 0, skipped: 0 },
          chains: 12,
        },
      },
    ],
    errors: ['BATCH_NOT_FOUND'],
  },

  listSequences: {
    operationId: 'listBatchSequences',
    group: 'Batches',
    summary: 'List the sequences of a batch',
    description:
      'In the order sent, a page at a time. Right after the 202 those that have not been created yet are listed as they will be, scheduled or waiting, under the ids that they will have.',
    query: batchSequencesQuerySchema,
    answers: [
      {
        status: 200,
        description: 'A page. `nextCursor` is null on the last one.',
        schema: z.object({ sequences: z.array(batchSequenceSchema), nextCursor: z.string().nullable() }),
        example: {
          sequences: [
            {
              sequenceId: EXAMPLE.sequenceId,
              index: 0,
              name: 'John Doe',
              phoneNumber: '+15551234567',
              phoneNumberExt: null,
              phoneNumberWritten: '(555) 123-4567',
              timezone: 'America/Chicago',
              scheduledAt: '2027-03-01T16:00:00.000Z',
              lifecycleStatus: 'done',
              customInputVariables: { account_id: 'acme-123' },
              chain: { value: 'acme-123', position: 0 },
              lastResultType: 'Goal Completed',
            },
          ],
          nextCursor: null,
        },
      },
    ],
    errors: ['VALIDATION_ERROR', 'BATCH_NOT_FOUND'],
  },

  listRejected: {
    operationId: 'listRejectedContacts',
    group: 'Batches',
    summary: 'List the rejected contacts of a batch',
    description:
      'As in the 202. With `Accept: text/csv` the columns that were sent and the reason as the last one: mend it and send it again.',
    answers: [
      {
        status: 200,
        description: 'The contacts that were turned away, in the order sent.',
        schema: z.object({ rejected: z.array(rejectedContactSchema) }),
        example: {
          rejected: [
            {
              index: 3,
              phoneNumber: '+15551234567',
              error: 'Missing custom input variables: account_id.',
              code: 'VARIABLE_REQUIRED',
              errors: [
                {
                  code: 'VARIABLE_REQUIRED',
                  field: 'account_id',
                  message: 'Missing custom input variables: account_id.',
                },
              ],
            },
          ],
        },
        csv: 'name,phoneNumber,rollcall_rejection_reason\r\nJohn Doe,+15551234567,Missing custom input variables: account_id.\r\n',
      },
    ],
    errors: ['BATCH_NOT_FOUND'],
  },

  cancel: act(
    'cancel',
    'Nobody of the batch is called any more, and the credits of those who were never called are released. Calls under way are left to end. Contacts whose sequences do not exist yet count too.',
  ),
  pause: act('pause', 'No new call starts until the batch is resumed. Calls under way are left to end.'),
  resume: act('resume', 'What is due is called again.'),
} satisfies Record<string, EndpointDocs>
