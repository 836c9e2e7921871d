import { byOrganization } from '@/domain/accounts/account.schema'
import { changeMemberRole } from '@/domain/members/change-member-role'
import { inviteMember } from '@/domain/members/invite-member'
import { leaveOrganization } from '@/domain/members/leave-organization'
import { listMembers } from '@/domain/members/list-members'
import { byInvitation, byMember, inviteMemberSchema, memberRoleSchema } from '@/domain/members/member.schema'
import { removeMember } from '@/domain/members/remove-member'
import { resendInvitation } from '@/domain/members/resend-invitation'
import { revokeInvitation } from '@/domain/members/revoke-invitation'
import { transferOwnership } from '@/domain/members/transfer-ownership'
import { router, sessionProcedure } from '@/trpc/init'

const invitationsRouter = router({
  create: sessionProcedure.input(inviteMemberSchema).mutation(({ ctx, input }) => inviteMember(ctx.actor, input)),

  resend: sessionProcedure
    .input(byInvitation)
    .mutation(({ ctx, input }) => resendInvitation(ctx.actor, input.invitationId)),

  revoke: sessionProcedure.input(byInvitation).mutation(async ({ ctx, input }) => {
    await revokeInvitation(ctx.actor, input.invitationId)
    return { success: true }
  }),
})

export const membersRouter = router({
  invitations: invitationsRouter,

  list: sessionProcedure.query(({ ctx }) => listMembers(ctx.actor)),

  changeRole: sessionProcedure.input(memberRoleSchema).mutation(async ({ ctx, input }) => {
    await changeMemberRole(ctx.actor, input)
    return { success: true }
  }),

  remove: sessionProcedure.input(byMember).mutation(async ({ ctx, input }) => {
    await removeMember(ctx.actor, input.memberId)
    return { success: true }
  }),

  leave: sessionProcedure.input(byOrganization).mutation(async ({ ctx, input }) => {
    await leaveOrganization(ctx.actor, input.organizationId)
    return { success: true }
  }),

  transferOwnership: sessionProcedure.input(byMember).mutation(async ({ ctx, input }) => {
    await transferOwnership(ctx.actor, input.memberId)
    return { success: true }
  }),
})
