import { z } from 'zod'
import type { Actor } from '@/domain/actor'
import { cancelBatch } from '@/domain/batches/cancel-batch'
import { pauseBatch, resumeBatch } from '@/domain/batches/pause-batch'
import { actOnBatchSchema } from '@/domain/sequences/cancel.schema'
import { defineEndpoint, type Endpoint } from '@/rest/define-endpoint'

export const affectedSchema = z.object({
  success: z.literal(true),
  affected: z.int().describe('How many sequences changed; 0 when repeated.'),
})

/**
 * Declares `POST /batches/{batchId}/…`, with a reason or without a body. Repeating the request changes nothing and is
 * no error.
 */
function actOnBatch(
  verb: 'cancel' | 'pause' | 'resume',
  description: string,
  act: (actor: Actor, batchId: string, input: { reason?: string | undefined }) => Promise<{ affected: number }>,
): Endpoint {
  return defineEndpoint({
    method: 'POST',
    path: `/batches/{batchId}/${verb}`,
    auth: 'apiKey',
    body: { kind: 'optionalJson', schema: actOnBatchSchema },
    answers: { 200: affectedSchema },
    errors: ['VALIDATION_ERROR', 'BATCH_NOT_FOUND'],
    docs: {
      operationId: `${verb}Batch`,
      group: 'Batches',
      summary: `${verb.charAt(0).toUpperCase()}${verb.slice(1)} a batch`,
      description: `${description} The body may be left out.`,
      request: { reason: 'The script is being rewritten.' },
      answers: { 200: { description: 'Done.', example: { success: true, affected: 42 } } },
    },
  }).handle(async ({ actor, params, body }) => {
    const { affected } = await act(actor, params.batchId, body)
    return { status: 200, body: { success: true, affected } }
  })
}

export const cancelBatchEndpoint = actOnBatch(
  'cancel',
  'Nobody in the batch will be called any more, and the credits of those who were never called are released. Calls under way are left to end. Contacts whose sequences do not exist yet count too.',
  cancelBatch,
)
export const pauseBatchEndpoint = actOnBatch(
  'pause',
  'No new call starts until the batch is resumed. Calls under way are left to end.',
  pauseBatch,
)
export const resumeBatchEndpoint = actOnBatch('resume', 'What is due is called again.', resumeBatch)
