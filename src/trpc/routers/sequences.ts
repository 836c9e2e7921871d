import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { cancelByVariableSchema, cancelPersonSchema, cancelSequenceSchema } from '@/domain/sequences/cancel.schema'
import { cancelByVariable, cancelPerson, cancelSequence } from '@/domain/sequences/cancel-sequences'
import { getSequence } from '@/domain/sequences/get-sequence'
import { listChainNeighbours } from '@/domain/sequences/list-chain-neighbours'
import { listResults } from '@/domain/sequences/list-results'
import { listSequences } from '@/domain/sequences/list-sequences'
import { sequenceListQuerySchema } from '@/domain/sequences/list-sequences.schema'
import { rescheduleSequenceSchema, rescheduleSequencesSchema } from '@/domain/sequences/reschedule.schema'
import { rescheduleSequence } from '@/domain/sequences/reschedule-sequence'
import { rescheduleSequences } from '@/domain/sequences/reschedule-sequences'
import { resultListQuerySchema } from '@/domain/sequences/sequence-filter.schema'
import { procedure, router } from '@/trpc/init'

const byId = z.strictObject({ sequenceId: idSchema })

export const sequencesRouter = router({
  list: procedure.input(sequenceListQuerySchema).query(({ ctx, input }) => listSequences(ctx.actor, input)),
  /** Lists the sequences that a filter matches, of one batch or of all. */
  results: procedure.input(resultListQuerySchema).query(({ ctx, input }) => listResults(ctx.actor, input)),

  get: procedure.input(byId).query(({ ctx, input }) => getSequence(ctx.actor, input.sequenceId)),

  /** Lists the contacts around a sequence in its chain; null without a chain. */
  chain: procedure.input(byId).query(({ ctx, input }) => listChainNeighbours(ctx.actor, input.sequenceId)),

  cancel: procedure
    .input(byId.extend(cancelSequenceSchema.shape))
    .mutation(({ ctx, input }) => cancelSequence(ctx.actor, input)),

  cancelByVariable: procedure
    .input(cancelByVariableSchema)
    .mutation(({ ctx, input }) => cancelByVariable(ctx.actor, input)),

  /** Cancels everybody with a number. */
  cancelPerson: procedure.input(cancelPersonSchema).mutation(({ ctx, input }) => cancelPerson(ctx.actor, input)),

  reschedule: procedure
    .input(byId.extend(rescheduleSequenceSchema.shape))
    .mutation(({ ctx, input }) => rescheduleSequence(ctx.actor, input)),

  rescheduleMany: procedure
    .input(rescheduleSequencesSchema)
    .mutation(({ ctx, input }) => rescheduleSequences(ctx.actor, input)),
})
