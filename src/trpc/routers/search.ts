import { findAnything } from '@/domain/search/find-anything'
import { searchQuerySchema } from '@/domain/search/search.schema'
import { procedure, router } from '@/trpc/init'

export const searchRouter = router({
  /** People, batches, imports and agents that a text can mean. */
  find: procedure.input(searchQuerySchema).query(({ ctx, input }) => findAnything(ctx.actor, input)),
})
