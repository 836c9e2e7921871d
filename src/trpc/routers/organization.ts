import { getOrganization } from '@/domain/organizations/get-organization'
import { updateOrganizationSchema } from '@/domain/organizations/organization.schema'
import { updateOrganization } from '@/domain/organizations/update-organization'
import { procedure, router } from '@/trpc/init'

export const organizationRouter = router({
  get: procedure.query(({ ctx }) => getOrganization(ctx.actor)),

  update: procedure.input(updateOrganizationSchema).mutation(({ ctx, input }) => updateOrganization(ctx.actor, input)),
})
