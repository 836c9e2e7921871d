import { z } from 'zod'
import { agentStatusSchema } from '@/domain/agents/agent.schema'
import { getAgent } from '@/domain/agents/get-agent'
import { listAgents } from '@/domain/agents/list-agents'
import { idSchema } from '@/domain/id.schema'
import { procedure, router } from '@/trpc/init'

export const agentsRouter = router({
  list: procedure
    .input(z.strictObject({ status: agentStatusSchema.optional() }).optional())
    .query(async ({ ctx, input }) => ({ agents: await listAgents(ctx.actor, { status: input?.status }) })),

  get: procedure
    .input(z.strictObject({ agentId: idSchema }))
    .query(({ ctx, input }) => getAgent(ctx.actor, input.agentId)),
})
