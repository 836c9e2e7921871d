import { z } from 'zod'
import { estimateImport } from '@/domain/estimates/estimate-import'
import { idSchema } from '@/domain/id.schema'
import { cancelImport } from '@/domain/imports/cancel-import'
import { countEnrolledNumbers } from '@/domain/imports/count-enrolled-numbers'
import { exportImportRejections } from '@/domain/imports/export-import-rejections'
import { findEnrolledFile } from '@/domain/imports/find-enrolled-file'
import { finishStaging } from '@/domain/imports/finish-staging'
import { getImport } from '@/domain/imports/get-import'
import {
  enrolledFileQuerySchema,
  enrolledNumbersQuerySchema,
  importFileSchema,
  importListQuerySchema,
  importRowsQuerySchema,
  stageChunkSchema,
  startImportSchema,
} from '@/domain/imports/import.schema'
import { importFile } from '@/domain/imports/import-file'
import { listImportRejections } from '@/domain/imports/list-import-rejections'
import { listImports } from '@/domain/imports/list-imports'
import { pauseImport } from '@/domain/imports/pause-import'
import { resumeImport } from '@/domain/imports/resume-import'
import { stageChunk } from '@/domain/imports/stage-chunk'
import { startImport } from '@/domain/imports/start-import'
import { procedure, router } from '@/trpc/init'

const byId = z.strictObject({ importId: idSchema })

export const importsRouter = router({
  list: procedure.input(importListQuerySchema).query(({ ctx, input }) => listImports(ctx.actor, input)),

  /** When it is done; null where that cannot be told. */
  estimate: procedure
    .input(byId)
    .query(async ({ ctx, input }) => ({ estimate: await estimateImport(ctx.actor, input.importId) })),

  get: procedure.input(byId).query(({ ctx, input }) => getImport(ctx.actor, input.importId)),

  rejected: procedure
    .input(byId.extend(importRowsQuerySchema.shape))
    .query(({ ctx, input: { importId, ...page } }) => listImportRejections(ctx.actor, importId, page)),

  rejectedCsv: procedure.input(byId).query(({ ctx, input }) => exportImportRejections(ctx.actor, input.importId)),

  enrolledBefore: procedure
    .input(enrolledFileQuerySchema)
    .query(({ ctx, input }) => findEnrolledFile(ctx.actor, input)),

  /**
   * Changes nothing. It is a mutation because the numbers of a query would stand in the URL, which is too short for
   * them.
   */
  enrolledNumbers: procedure
    .input(enrolledNumbersQuerySchema)
    .mutation(({ ctx, input }) => countEnrolledNumbers(ctx.actor, input)),

  /** Imports a whole file of one batch. May be repeated. */
  importFile: procedure.input(importFileSchema).mutation(({ ctx, input }) => importFile(ctx.actor, input)),

  /** These stage a larger file, in this order. Each may be repeated. */
  start: procedure.input(startImportSchema).mutation(({ ctx, input }) => startImport(ctx.actor, input)),

  stageChunk: procedure.input(stageChunkSchema).mutation(({ ctx, input }) => stageChunk(ctx.actor, input)),

  finishStaging: procedure.input(byId).mutation(({ ctx, input }) => finishStaging(ctx.actor, input.importId)),

  /** These answer how many rows they affected; a repetition affects none. A failed import can be resumed too. */
  pause: procedure.input(byId).mutation(({ ctx, input }) => pauseImport(ctx.actor, input.importId)),

  resume: procedure.input(byId).mutation(({ ctx, input }) => resumeImport(ctx.actor, input.importId)),

  cancel: procedure.input(byId).mutation(({ ctx, input }) => cancelImport(ctx.actor, input.importId)),
})
