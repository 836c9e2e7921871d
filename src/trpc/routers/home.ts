import { getFirstSteps } from '@/domain/home/get-first-steps'
import { getToday } from '@/domain/home/get-today'
import { todayQuerySchema } from '@/domain/home/home.schema'
import { listAttention } from '@/domain/home/list-attention'
import { listUnderWay } from '@/domain/home/list-under-way'
import { procedure, router } from '@/trpc/init'

export const homeRouter = router({
  firstSteps: procedure.query(({ ctx }) => getFirstSteps(ctx.actor)),

  today: procedure.input(todayQuerySchema).query(({ ctx, input }) => getToday(ctx.actor, input)),

  underWay: procedure.query(({ ctx }) => listUnderWay(ctx.actor)),

  attention: procedure.query(async ({ ctx }) => ({ attention: await listAttention(ctx.actor) })),
})
