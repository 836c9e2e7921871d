import { z } from 'zod'
import { checkDialerAccount } from '@/domain/dialer-accounts/check-dialer-account'
import { createDialerAccount } from '@/domain/dialer-accounts/create-dialer-account'
import { deleteDialerAccount } from '@/domain/dialer-accounts/delete-dialer-account'
import {
  createDialerAccountSchema,
  replaceCredentialsSchema,
  updateDialerAccountSchema,
} from '@/domain/dialer-accounts/dialer-account.schema'
import { getDialerAccount } from '@/domain/dialer-accounts/get-dialer-account'
import { listDialerAccounts } from '@/domain/dialer-accounts/list-dialer-accounts'
import { listDialerKinds } from '@/domain/dialer-accounts/list-dialer-kinds'
import { replaceCredentials } from '@/domain/dialer-accounts/replace-credentials'
import { rotateAccountSecret } from '@/domain/dialer-accounts/rotate-account-secret'
import { turnOffDialerAccount, turnOnDialerAccount } from '@/domain/dialer-accounts/turn-off-dialer-account'
import { updateDialerAccount } from '@/domain/dialer-accounts/update-dialer-account'
import { idSchema } from '@/domain/id.schema'
import { procedure, router } from '@/trpc/init'

const byAccount = z.strictObject({ dialerAccountId: idSchema })

export const dialerAccountsRouter = router({
  /** What can be connected, with the fields of each form. */
  kinds: procedure.query(() => ({ kinds: listDialerKinds() })),

  list: procedure.query(async ({ ctx }) => ({ accounts: await listDialerAccounts(ctx.actor) })),

  get: procedure.input(byAccount).query(({ ctx, input }) => getDialerAccount(ctx.actor, input.dialerAccountId)),

  create: procedure
    .input(createDialerAccountSchema)
    .mutation(({ ctx, input }) => createDialerAccount(ctx.actor, input)),

  update: procedure
    .input(byAccount.extend(updateDialerAccountSchema.shape))
    .mutation(async ({ ctx, input: { dialerAccountId, ...changes } }) => {
      await updateDialerAccount(ctx.actor, dialerAccountId, changes)
      return { success: true }
    }),

  replaceCredentials: procedure
    .input(byAccount.extend(replaceCredentialsSchema.shape))
    .mutation(({ ctx, input: { dialerAccountId, credentials } }) =>
      replaceCredentials(ctx.actor, dialerAccountId, { credentials }),
    ),

  check: procedure.input(byAccount).mutation(({ ctx, input }) => checkDialerAccount(ctx.actor, input.dialerAccountId)),

  rotateSecret: procedure
    .input(byAccount)
    .mutation(({ ctx, input }) => rotateAccountSecret(ctx.actor, input.dialerAccountId)),

  turnOff: procedure.input(byAccount).mutation(async ({ ctx, input }) => {
    await turnOffDialerAccount(ctx.actor, input.dialerAccountId)
    return { success: true }
  }),

  turnOn: procedure.input(byAccount).mutation(async ({ ctx, input }) => {
    await turnOnDialerAccount(ctx.actor, input.dialerAccountId)
    return { success: true }
  }),

  delete: procedure.input(byAccount).mutation(async ({ ctx, input }) => {
    await deleteDialerAccount(ctx.actor, input.dialerAccountId)
    return { success: true }
  }),
})
