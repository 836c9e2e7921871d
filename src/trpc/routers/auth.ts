import { router, sessionProcedure } from '@/trpc/init'

export const authRouter = router({
  /**
   * Returns the signed-in operator and their organization.
   *
   * @throws FORBIDDEN for an API key, with which nobody is signed in
   */
  me: sessionProcedure.query(({ ctx }) => {
    const { user, organization, role } = ctx.session
    return { user, organization, role }
  }),
})
