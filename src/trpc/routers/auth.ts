import { RollcallError } from '@/domain/errors'
import { procedure, router } from '@/trpc/init'

export const authRouter = router({
  /** The signed-in operator and the organization at work. @throws UNAUTHORIZED for an API key: nobody is signed in */
  me: procedure.query(({ ctx }) => {
    if (!ctx.session) throw new RollcallError('UNAUTHORIZED', 'Nobody is signed in.')
    return ctx.session
  }),
})
