import { z } from 'zod'
import { callListQuerySchema } from '@/domain/calls/call-list.schema'
import { getCall } from '@/domain/calls/get-call'
import { listCalls } from '@/domain/calls/list-calls'
import { idSchema } from '@/domain/id.schema'
import { procedure, router } from '@/trpc/init'

export const callsRouter = router({
  /** Lists the calls that have ended, in the order in which they did. */
  list: procedure.input(callListQuerySchema).query(({ ctx, input }) => listCalls(ctx.actor, input)),

  get: procedure
    .input(z.strictObject({ callId: idSchema }))
    .query(({ ctx, input }) => getCall(ctx.actor, input.callId)),
})
