import type { Actor } from '@/domain/actor'
import { cancelBatch } from '@/domain/batches/cancel-batch'
import { pauseBatch, resumeBatch } from '@/domain/batches/pause-batch'
import { parseRequest } from '@/domain/parse-request'
import { actOnBatchSchema } from '@/domain/sequences/cancel.schema'
import { defineEndpoint, type Endpoint } from '@/rest/define-endpoint'
import { batchDocs } from '@/rest/docs/batch-docs'

/** `POST /batches/{batchId}/…`, with a reason or without a body. Repeated, it affects nothing and is no error. */
function actOnBatch(
  verb: 'cancel' | 'pause' | 'resume',
  act: (actor: Actor, batchId: string, input: { reason?: string | undefined }) => Promise<{ affected: number }>,
): Endpoint {
  return defineEndpoint({
    method: 'POST',
    path: `/batches/{batchId}/${verb}`,
    auth: 'apiKey',
    body: 'optionalJson',
    docs: batchDocs[verb],
    async handle({ actor, params, body }) {
      const input = parseRequest(actOnBatchSchema, body ?? {})
      const { affected } = await act(actor, params.batchId as string, input)
      return { status: 200, body: { success: true, affected } }
    },
  })
}

export const cancelBatchEndpoint = actOnBatch('cancel', cancelBatch)
export const pauseBatchEndpoint = actOnBatch('pause', pauseBatch)
export const resumeBatchEndpoint = actOnBatch('resume', resumeBatch)
