import { failBatch } from '@/domain/batches/fail-batch'
import { BATCH_ACCEPTED, type BatchAcceptedData } from '@/domain/events'
import { activateBatch, createSequences } from '@/domain/sequences/create-sequences'
import { inngest } from '@/platform/inngest-client'

/** Makes the sequences of an accepted batch. Run twice: the same rows. */
export const createSequencesFunction = inngest.createFunction(
  {
    id: 'create-sequences',
    retries: 8,
    triggers: [{ event: BATCH_ACCEPTED }],
    onFailure: async ({ event, error, step }) => {
      const { batchId } = event.data.event.data as BatchAcceptedData
      await step.run('fail-batch', () => failBatch({ batchId, reason: error.message }))
    },
  },
  async ({ event, step }) => {
    const { batchId } = event.data as BatchAcceptedData
    await step.run('create', () => createSequences({ batchId }))
    return step.run('activate', () => activateBatch({ batchId }))
  },
)
