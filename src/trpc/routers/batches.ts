import { z } from 'zod'
import {
  batchChainsQuerySchema,
  batchListQuerySchema,
  batchSequencesQuerySchema,
} from '@/domain/enrollment/batch.schema'
import { getBatch } from '@/domain/enrollment/get-batch'
import { listBatchChains } from '@/domain/enrollment/list-batch-chains'
import { listBatchSequences } from '@/domain/enrollment/list-batch-sequences'
import { listBatches } from '@/domain/enrollment/list-batches'
import { listRejections } from '@/domain/enrollment/list-rejections'
import { retryBatch } from '@/domain/enrollment/retry-batch'
import { idSchema } from '@/domain/id.schema'
import { actOnBatchSchema } from '@/domain/sequences/cancel.schema'
import { cancelBatch } from '@/domain/sequences/cancel-sequences'
import { pauseBatch, resumeBatch } from '@/domain/sequences/pause-batch'
import { procedure, router } from '../init'

const byId = z.strictObject({ batchId: idSchema })
const byIdWithReason = byId.extend(actOnBatchSchema.shape)

export const batchesRouter = router({
  list: procedure.input(batchListQuerySchema).query(({ ctx, input }) => listBatches(ctx.actor, input)),

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

  /** Each answers how many sequences it affected; repeated, none. */
  pause: procedure.input(byIdWithReason).mutation(({ ctx, input }) => pauseBatch(ctx.actor, input.batchId, input)),

  resume: procedure.input(byIdWithReason).mutation(({ ctx, input }) => resumeBatch(ctx.actor, input.batchId, input)),

  cancel: procedure.input(byIdWithReason).mutation(({ ctx, input }) => cancelBatch(ctx.actor, input.batchId, input)),

  retry: procedure.input(byId).mutation(async ({ ctx, input }) => {
    await retryBatch(ctx.actor, input.batchId)
    return { success: true }
  }),
})
