import { z } from 'zod'
import { batchChainsQuerySchema, batchListQuerySchema, batchSequencesQuerySchema } from '@/domain/batches/batch.schema'
import { cancelBatch } from '@/domain/batches/cancel-batch'
import { getBatch } from '@/domain/batches/get-batch'
import { listBatchChains } from '@/domain/batches/list-batch-chains'
import { listBatchSequences } from '@/domain/batches/list-batch-sequences'
import { listBatches } from '@/domain/batches/list-batches'
import { listCreators } from '@/domain/batches/list-creators'
import { listRejections } from '@/domain/batches/list-rejections'
import { pauseBatch, resumeBatch } from '@/domain/batches/pause-batch'
import { retryBatch } from '@/domain/batches/retry-batch'
import { callAgain } from '@/domain/enrollment/call-again'
import { callAgainSchema } from '@/domain/enrollment/call-again.schema'
import { estimateBatch } from '@/domain/estimates/estimate-batch'
import { idSchema } from '@/domain/id.schema'
import { actOnBatchSchema } from '@/domain/sequences/cancel.schema'
import { procedure, router } from '@/trpc/init'

const byId = z.strictObject({ batchId: idSchema })
const byIdWithReason = byId.extend(actOnBatchSchema.shape)

export const batchesRouter = router({
  list: procedure.input(batchListQuerySchema).query(({ ctx, input }) => listBatches(ctx.actor, input)),

  creators: procedure.query(async ({ ctx }) => ({ creators: await listCreators(ctx.actor) })),

  /** When it is done; null where that cannot be told. */
  estimate: procedure
    .input(byId)
    .query(async ({ ctx, input }) => ({ estimate: await estimateBatch(ctx.actor, input.batchId) })),

  get: procedure.input(byId).query(({ ctx, input }) => getBatch(ctx.actor, input.batchId)),

  sequences: procedure
    .input(byId.extend(batchSequencesQuerySchema.shape))
    .query(({ ctx, input: { batchId, ...page } }) => listBatchSequences(ctx.actor, batchId, page)),

  chains: procedure
    .input(byId.extend(batchChainsQuerySchema.shape))
    .query(({ ctx, input: { batchId, ...page } }) => listBatchChains(ctx.actor, batchId, page)),

  rejected: procedure
    .input(byId)
    .query(async ({ ctx, input }) => ({ rejected: await listRejections(ctx.actor, input.batchId) })),

  /** These answer how many sequences they affected; a repetition affects none. */
  pause: procedure.input(byIdWithReason).mutation(({ ctx, input }) => pauseBatch(ctx.actor, input.batchId, input)),

  resume: procedure.input(byIdWithReason).mutation(({ ctx, input }) => resumeBatch(ctx.actor, input.batchId, input)),

  cancel: procedure.input(byIdWithReason).mutation(({ ctx, input }) => cancelBatch(ctx.actor, input.batchId, input)),

  /** Enrolls contacts anew, up to a thousand at a time: `next` of the answer goes on. May be repeated. */
  callAgain: procedure
    .input(callAgainSchema)
    .mutation(({ ctx, input }) => callAgain(ctx.actor, input, { source: ctx.session ? 'console' : 'trpc' })),

  /** Says what `callAgain` would do with the next thousand. A mutation, since the ids are too many for a URL. */
  previewCallAgain: procedure
    .input(callAgainSchema)
    .mutation(({ ctx, input }) =>
      callAgain(ctx.actor, input, { source: ctx.session ? 'console' : 'trpc', isPreview: true }),
    ),

  retry: procedure.input(byId).mutation(async ({ ctx, input }) => {
    await retryBatch(ctx.actor, input.batchId)
    return { success: true }
  }),
})
