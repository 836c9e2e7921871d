import { beginTwoFactor, confirmTwoFactor, endTwoFactor, renewBackupCodes } from '@/auth/two-factor'
import {
  byOrganization,
  bySession,
  changePasswordSchema,
  confirmPasswordSchema,
  confirmTwoFactorSchema,
  profileSchema,
} from '@/domain/accounts/account.schema'
import { changePassword } from '@/domain/accounts/change-password'
import { endOtherSessions, endSession } from '@/domain/accounts/end-sessions'
import { listMemberships } from '@/domain/accounts/list-memberships'
import { listSessions } from '@/domain/accounts/list-sessions'
import { switchOrganization } from '@/domain/accounts/switch-organization'
import { updateProfile } from '@/domain/accounts/update-profile'
import { router, sessionProcedure } from '@/trpc/init'

/** better-auth replaces the session when two-factor sign-in is turned on or off. */
function setCookies(headers: Headers, cookies: string[]): void {
  for (const cookie of cookies) headers.append('set-cookie', cookie)
}

const sessionsRouter = router({
  list: sessionProcedure.query(async ({ ctx }) => ({
    sessions: await listSessions(ctx.actor, ctx.session.sessionId),
  })),

  end: sessionProcedure.input(bySession).mutation(async ({ ctx, input }) => {
    await endSession(ctx.actor, input.sessionId)
    return { success: true }
  }),

  endOthers: sessionProcedure.mutation(({ ctx }) => endOtherSessions(ctx.actor, ctx.session.sessionId)),
})

const twoFactorRouter = router({
  begin: sessionProcedure
    .input(confirmPasswordSchema)
    .mutation(({ ctx, input }) => beginTwoFactor(ctx.headers, ctx.actor, input.password)),

  confirm: sessionProcedure.input(confirmTwoFactorSchema).mutation(async ({ ctx, input }) => {
    setCookies(ctx.resHeaders, await confirmTwoFactor(ctx.headers, ctx.actor, input.code))
    return { success: true }
  }),

  end: sessionProcedure.input(confirmPasswordSchema).mutation(async ({ ctx, input }) => {
    setCookies(ctx.resHeaders, await endTwoFactor(ctx.headers, ctx.actor, input.password))
    return { success: true }
  }),

  renewCodes: sessionProcedure.input(confirmPasswordSchema).mutation(async ({ ctx, input }) => ({
    backupCodes: await renewBackupCodes(ctx.headers, ctx.actor, input.password),
  })),
})

export const accountRouter = router({
  sessions: sessionsRouter,
  twoFactor: twoFactorRouter,

  updateProfile: sessionProcedure.input(profileSchema).mutation(({ ctx, input }) => updateProfile(ctx.actor, input)),

  changePassword: sessionProcedure.input(changePasswordSchema).mutation(async ({ ctx, input }) => {
    await changePassword(ctx.actor, ctx.session.sessionId, input)
    return { success: true }
  }),

  organizations: sessionProcedure.query(async ({ ctx }) => ({ organizations: await listMemberships(ctx.actor) })),

  switchOrganization: sessionProcedure.input(byOrganization).mutation(async ({ ctx, input }) => {
    await switchOrganization(ctx.actor, ctx.session.sessionId, input.organizationId)
    return { success: true }
  }),
})
