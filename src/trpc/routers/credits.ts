import { creditUsageQuerySchema } from '@/domain/credits/credits.schema'
import { getCreditBalance } from '@/domain/credits/get-credit-balance'
import { getCreditForecast } from '@/domain/credits/get-credit-forecast'
import { getCreditUsage } from '@/domain/credits/get-credit-usage'
import { procedure, router } from '@/trpc/init'

export const creditsRouter = router({
  balance: procedure.query(({ ctx }) => getCreditBalance(ctx.actor)),

  forecast: procedure.query(({ ctx }) => getCreditForecast(ctx.actor)),

  usage: procedure
    .input(creditUsageQuerySchema.optional())
    .query(({ ctx, input }) => getCreditUsage(ctx.actor, input ?? {})),
})
