import type { Actor } from '@/domain/actor'
import { cancelBatch } from '@/domain/sequences/cancel-sequences'
import { pauseBatch, resumeBatch } from '@/domain/sequences/pause-batch'
import { defineEndpoint, type Endpoint } from '../define-endpoint'
import { batchDocs } from '../docs/batch-docs'

/** `POST /batches/{batchId}/…` without a body. Repeated, it affects nothing and is no error. */
function actOnBatch(
  verb: 'cancel' | 'pause' | 'resume',
  act: (actor: Actor, batchId: string) => Promise<{ affected: number }>,
): Endpoint {
  return defineEndpoint({
    method: 'POST',
    path: `/batches/{batchId}/${verb}`,
    auth: 'apiKey',
    body: 'none',
    docs: batchDocs[verb],
    async handle({ actor, params }) {
      const { affected } = await act(actor, params.batchId as string)
      return { status: 200, body: { success: true, affected } }
    },
  })
}

export const cancelBatchEndpoint = actOnBatch('cancel', cancelBatch)
export const pauseBatchEndpoint = actOnBatch('pause', pauseBatch)
export const resumeBatchEndpoint = actOnBatch('resume', resumeBatch)
