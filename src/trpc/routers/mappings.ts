import { findMapping } from '@/domain/mappings/find-mapping'
import { forgetMapping } from '@/domain/mappings/forget-mapping'
import { mappingKeySchema, saveMappingSchema } from '@/domain/mappings/mapping.schema'
import { saveMapping } from '@/domain/mappings/save-mapping'
import { procedure, router } from '@/trpc/init'

/** Stores how the columns of a file were mapped, for the next file with the same columns. */
export const mappingsRouter = router({
  find: procedure.input(mappingKeySchema).query(({ ctx, input }) => findMapping(ctx.actor, input)),

  save: procedure.input(saveMappingSchema).mutation(async ({ ctx, input }) => {
    await saveMapping(ctx.actor, input)
    return { success: true }
  }),

  forget: procedure.input(mappingKeySchema).mutation(async ({ ctx, input }) => {
    await forgetMapping(ctx.actor, input)
    return { success: true }
  }),
})
