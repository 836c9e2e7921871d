import { auditListQuerySchema, auditOfObjectSchema } from '@/domain/audit/audit.schema'
import { listAuditActors } from '@/domain/audit/list-audit-actors'
import { listAuditEntries } from '@/domain/audit/list-audit-entries'
import { listObjectEntries } from '@/domain/audit/list-object-entries'
import { procedure, router } from '@/trpc/init'

export const auditLogRouter = router({
  list: procedure.input(auditListQuerySchema).query(({ ctx, input }) => listAuditEntries(ctx.actor, input)),

  /** Who stands in the log, for the filter. */
  actors: procedure.query(async ({ ctx }) => ({ actors: await listAuditActors(ctx.actor) })),

  /** What was done to one thing, which whoever sees the thing may know. */
  ofObject: procedure
    .input(auditOfObjectSchema)
    .query(async ({ ctx, input }) => ({ entries: await listObjectEntries(ctx.actor, input) })),
})
