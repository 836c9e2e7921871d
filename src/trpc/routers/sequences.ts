import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { cancelByVariableSchema, cancelSequenceSchema } from '@/domain/sequences/cancel.schema'
import { cancelByVariable, cancelSequence } from '@/domain/sequences/cancel-sequences'
import { getSequence } from '@/domain/sequences/get-sequence'
import { listChainNeighbours } from '@/domain/sequences/list-chain-neighbours'
import { procedure, router } from '@/trpc/init'

const byId = z.strictObject({ sequenceId: idSchema })

export const sequencesRouter = router({
  get: procedure.input(byId).query(({ ctx, input }) => getSequence(ctx.actor, input.sequenceId)),

  /** Lists the contacts around a sequence in its chain; null without a chain. */
  chain: procedure.input(byId).query(({ ctx, input }) => listChainNeighbours(ctx.actor, input.sequenceId)),

  cancel: procedure
    .input(byId.extend(cancelSequenceSchema.shape))
    .mutation(({ ctx, input }) => cancelSequence(ctx.actor, input)),

  cancelByVariable: procedure
    .input(cancelByVariableSchema)
    .mutation(({ ctx, input }) => cancelByVariable(ctx.actor, input)),
})
