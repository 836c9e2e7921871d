import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { checkNumbers } from '@/domain/suppression/check-numbers'
import { createList } from '@/domain/suppression/create-list'
import { deleteList } from '@/domain/suppression/delete-list'
import { discardUpload } from '@/domain/suppression/discard-upload'
import { findOpenUpload } from '@/domain/suppression/find-open-upload'
import { finishUpload } from '@/domain/suppression/finish-upload'
import { getList } from '@/domain/suppression/get-list'
import { listLists } from '@/domain/suppression/list-lists'
import { listSuppressions } from '@/domain/suppression/list-suppressions'
import { replaceList } from '@/domain/suppression/replace-list'
import { stageNumbers } from '@/domain/suppression/stage-numbers'
import { startUpload } from '@/domain/suppression/start-upload'
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
import { byUploadSchema, stageNumbersSchema, startUploadSchema } from '@/domain/suppression/upload.schema'
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

const uploadsRouter = router({
  /** The one that has not ended, or null. */
  open: procedure
    .input(byList)
    .query(async ({ ctx, input }) => ({ upload: await findOpenUpload(ctx.actor, input.listId) })),

  start: procedure.input(startUploadSchema).mutation(({ ctx, input }) => startUpload(ctx.actor, input)),

  stage: procedure.input(stageNumbersSchema).mutation(({ ctx, input }) => stageNumbers(ctx.actor, input)),

  finish: procedure.input(byUploadSchema).mutation(({ ctx, input }) => finishUpload(ctx.actor, input)),

  /** Apart from `finish`, since it takes numbers off the list: not everybody may. */
  replace: procedure.input(byUploadSchema).mutation(({ ctx, input }) => replaceList(ctx.actor, input)),

  discard: procedure.input(byUploadSchema).mutation(async ({ ctx, input }) => {
    await discardUpload(ctx.actor, input)
    return { success: true }
  }),
})

/** Numbers that are not called, and the lists that they are on. */
export const suppressionsRouter = router({
  lists: listsRouter,
  uploads: uploadsRouter,

  list: procedure.input(suppressionListQuerySchema).query(({ ctx, input }) => listSuppressions(ctx.actor, input)),

  suppress: procedure.input(suppressNumbersSchema).mutation(({ ctx, input }) => suppressNumbers(ctx.actor, input)),

  unsuppress: procedure.input(suppressNumbersSchema).mutation(({ ctx, input }) => unsuppressNumbers(ctx.actor, input)),

  /** A mutation for the length of its input: it only reads. */
  check: procedure.input(checkNumbersSchema).mutation(({ ctx, input }) => checkNumbers(ctx.actor, input)),
})
