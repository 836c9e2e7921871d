import { countTests } from '@/domain/tests/count-tests'
import { eraseTests } from '@/domain/tests/erase-tests'
import { procedure, router } from '@/trpc/init'

export const testsRouter = router({
  count: procedure.query(({ ctx }) => countTests(ctx.actor)),

  /** Erases what was enrolled as a test, a part at a time: `more` of the answer says whether to ask again. */
  erase: procedure.mutation(({ ctx }) => eraseTests(ctx.actor)),
})
