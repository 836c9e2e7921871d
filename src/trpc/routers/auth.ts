import { RollcallError } from '@/domain/errors'
import { procedure, router } from '@/trpc/init'

export const authRouter = router({
  /**
   * Returns the signed-in operator and their organization.
   *
   * @throws FORBIDDEN for an API key, with which nobody is signed in
   */
  me: procedure.query(({ ctx }) => {
    if (!ctx.session) throw new RollcallError('UNAUTHORIZED', 'Nobody is signed in.')
    return ctx.session
  }),
})
