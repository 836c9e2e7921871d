import {
  creditBatchesQuerySchema,
  creditMonthQuerySchema,
  creditUsageQuerySchema,
  ledgerQuerySchema,
  setCreditAlertSchema,
} from '@/domain/credits/credits.schema'
import { getCreditBalance } from '@/domain/credits/get-credit-balance'
import { getCreditForecast } from '@/domain/credits/get-credit-forecast'
import { getCreditUsage } from '@/domain/credits/get-credit-usage'
import { listCreditBatches } from '@/domain/credits/list-credit-batches'
import { listCreditDays } from '@/domain/credits/list-credit-days'
import { listLedger } from '@/domain/credits/list-ledger'
import { setCreditAlert } from '@/domain/credits/set-credit-alert'
import { procedure, router } from '@/trpc/init'

export const creditsRouter = router({
  balance: procedure.query(({ ctx }) => getCreditBalance(ctx.actor)),

  forecast: procedure.query(({ ctx }) => getCreditForecast(ctx.actor)),

  usage: procedure
    .input(creditUsageQuerySchema.optional())
    .query(({ ctx, input }) => getCreditUsage(ctx.actor, input ?? {})),

  days: procedure
    .input(creditMonthQuerySchema)
    .query(async ({ ctx, input }) => ({ days: await listCreditDays(ctx.actor, input) })),

  batches: procedure.input(creditBatchesQuerySchema).query(({ ctx, input }) => listCreditBatches(ctx.actor, input)),

  ledger: procedure.input(ledgerQuerySchema).query(({ ctx, input }) => listLedger(ctx.actor, input)),

  setAlert: procedure.input(setCreditAlertSchema).mutation(async ({ ctx, input }) => {
    await setCreditAlert(ctx.actor, input)
    return { success: true }
  }),
})
