import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { checkNumbers } from '@/domain/suppression/check-numbers'
import { createList } from '@/domain/suppression/create-list'
import { deleteList } from '@/domain/suppression/delete-list'
import { getList } from '@/domain/suppression/get-list'
import { listLists } from '@/domain/suppression/list-lists'
import { listSuppressions } from '@/domain/suppression/list-suppressions'
import { suppressNumbers } from '@/domain/suppression/suppress-numbers'
import {
  checkNumbersSchema,
  createListSchema,
  suppressionListQuerySchema,
  suppressNumbersSchema,
  updateListSchema,
} from '@/domain/suppression/suppression.schema'
import { unsuppressNumbers } from '@/domain/suppression/unsuppress-numbers'
import { updateList } from '@/domain/suppression/update-list'
import { procedure, router } from '@/trpc/init'

const byList = z.strictObject({ listId: idSchema })

const listsRouter = router({
  list: procedure.query(async ({ ctx }) => ({ lists: await listLists(ctx.actor) })),

  get: procedure.input(byList).query(({ ctx, input }) => getList(ctx.actor, input.listId)),

  create: procedure.input(createListSchema).mutation(({ ctx, input }) => createList(ctx.actor, input)),

  update: procedure
    .input(byList.extend(updateListSchema.shape))
    .mutation(({ ctx, input: { listId, ...changes } }) => updateList(ctx.actor, listId, changes)),

  delete: procedure.input(byList).mutation(async ({ ctx, input }) => {
    await deleteList(ctx.actor, input.listId)
    return { success: true }
  }),
})

/** Numbers that are not called, and the lists that they are on. */
export const suppressionsRouter = router({
  lists: listsRouter,

  list: procedure.input(suppressionListQuerySchema).query(({ ctx, input }) => listSuppressions(ctx.actor, input)),

  suppress: procedure.input(suppressNumbersSchema).mutation(({ ctx, input }) => suppressNumbers(ctx.actor, input)),

  unsuppress: procedure.input(suppressNumbersSchema).mutation(({ ctx, input }) => unsuppressNumbers(ctx.actor, input)),

  /** A mutation for the length of its input: it only reads. */
  check: procedure.input(checkNumbersSchema).mutation(({ ctx, input }) => checkNumbers(ctx.actor, input)),
})
