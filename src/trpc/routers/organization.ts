import { updateCallingPolicySchema } from '@/domain/organizations/calling-policy.schema'
import { getCallingPolicy } from '@/domain/organizations/get-calling-policy'
import { getOrganization } from '@/domain/organizations/get-organization'
import { updateOrganizationSchema } from '@/domain/organizations/organization.schema'
import { updateCallingPolicy } from '@/domain/organizations/update-calling-policy'
import { updateOrganization } from '@/domain/organizations/update-organization'
import { getRetention } from '@/domain/retention/get-retention'
import { updateRetentionSchema } from '@/domain/retention/retention.schema'
import { updateRetention } from '@/domain/retention/update-retention'
import { procedure, router } from '@/trpc/init'

export const organizationRouter = router({
  get: procedure.query(({ ctx }) => getOrganization(ctx.actor)),

  /** For how many days what is not kept for good is kept. */
  retention: router({
    get: procedure.query(({ ctx }) => getRetention(ctx.actor)),
    update: procedure.input(updateRetentionSchema).mutation(({ ctx, input }) => updateRetention(ctx.actor, input)),
  }),

  update: procedure.input(updateOrganizationSchema).mutation(({ ctx, input }) => updateOrganization(ctx.actor, input)),

  callingPolicy: procedure.query(({ ctx }) => getCallingPolicy(ctx.actor)),

  updateCallingPolicy: procedure
    .input(updateCallingPolicySchema)
    .mutation(({ ctx, input }) => updateCallingPolicy(ctx.actor, input)),
})
