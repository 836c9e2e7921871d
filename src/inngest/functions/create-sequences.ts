import { failBatch } from '@/domain/batches/fail-batch'
import { batchAccepted } from '@/domain/events'
import { activateBatch, createSequences } from '@/domain/sequences/create-sequences'
import { defineFunction } from '@/inngest/define-function'

/** Creates the sequences of an accepted batch. Running it twice makes the same rows. */
export const createSequencesFunction = defineFunction({
  id: 'create-sequences',
  on: [batchAccepted],
  retries: 8,
  handler: async ({ event, step }) => {
    const { batchId } = event.data
    await step.run('create', () => createSequences({ batchId }))
    return step.run('activate', () => activateBatch({ batchId }))
  },
  onFailure: ({ event, error, step }) =>
    step.run('fail-batch', () => failBatch({ batchId: event.data.batchId, reason: error.message })),
})
