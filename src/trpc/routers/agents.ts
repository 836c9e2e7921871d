import { z } from 'zod'
import { agentStatusSchema } from '@/domain/agents/agent.schema'
import { archiveAgent, unarchiveAgent } from '@/domain/agents/archive-agent'
import { copyAgent } from '@/domain/agents/copy-agent'
import { createAgent } from '@/domain/agents/create-agent'
import { createAgentSchema } from '@/domain/agents/create-agent.schema'
import { getAgent } from '@/domain/agents/get-agent'
import { listAgentUsage } from '@/domain/agents/list-agent-usage'
import { listAgentVersions } from '@/domain/agents/list-agent-versions'
import { listAgents } from '@/domain/agents/list-agents'
import { pauseAgent, resumeAgent } from '@/domain/agents/pause-agent'
import { restoreAgentVersion, updateAgent } from '@/domain/agents/update-agent'
import { copyAgentSchema, restoreAgentSchema, updateAgentSchema } from '@/domain/agents/update-agent.schema'
import { batchChainsQuerySchema } from '@/domain/batches/batch.schema'
import { listAnalysisFields } from '@/domain/calls/list-analysis-fields'
import { placeTestCall } from '@/domain/enrollment/place-test-call'
import { placeTestCallSchema } from '@/domain/enrollment/place-test-call.schema'
import { idSchema } from '@/domain/id.schema'
import { procedure, router } from '@/trpc/init'

const byId = z.strictObject({ agentId: idSchema })

export const agentsRouter = router({
  list: procedure
    .input(z.strictObject({ status: agentStatusSchema.optional() }).optional())
    .query(async ({ ctx, input }) => ({ agents: await listAgents(ctx.actor, { status: input?.status }) })),

  get: procedure.input(byId).query(({ ctx, input }) => getAgent(ctx.actor, input.agentId)),

  usage: procedure
    .input(z.strictObject({ since: z.iso.datetime({ offset: true }).max(40) }))
    .query(async ({ ctx, input }) => ({ agents: await listAgentUsage(ctx.actor, input) })),

  /** What the dialer's analysis of the last calls has said. */
  analysisFields: procedure
    .input(byId)
    .query(async ({ ctx, input }) => ({ fields: await listAnalysisFields(ctx.actor, input.agentId) })),

  versions: procedure
    .input(byId.extend(batchChainsQuerySchema.shape))
    .query(({ ctx, input: { agentId, ...page } }) => listAgentVersions(ctx.actor, agentId, page)),

  create: procedure.input(createAgentSchema).mutation(({ ctx, input }) => createAgent(ctx.actor, input)),

  update: procedure
    .input(byId.extend(updateAgentSchema.shape))
    .mutation(({ ctx, input: { agentId, ...change } }) => updateAgent(ctx.actor, agentId, change)),

  copy: procedure
    .input(byId.extend(copyAgentSchema.shape))
    .mutation(({ ctx, input }) => copyAgent(ctx.actor, input.agentId, { name: input.name })),

  restore: procedure
    .input(byId.extend(restoreAgentSchema.shape))
    .mutation(({ ctx, input: { agentId, ...which } }) => restoreAgentVersion(ctx.actor, agentId, which)),

  /** These answer how many calls are under way, which end normally; a repetition changes nothing. */
  pause: procedure.input(byId).mutation(({ ctx, input }) => pauseAgent(ctx.actor, input.agentId)),

  resume: procedure.input(byId).mutation(({ ctx, input }) => resumeAgent(ctx.actor, input.agentId)),

  archive: procedure.input(byId).mutation(async ({ ctx, input }) => {
    await archiveAgent(ctx.actor, input.agentId)
    return { success: true }
  }),

  unarchive: procedure.input(byId).mutation(async ({ ctx, input }) => {
    await unarchiveAgent(ctx.actor, input.agentId)
    return { success: true }
  }),

  testCall: procedure
    .input(byId.extend(placeTestCallSchema.shape))
    .mutation(({ ctx, input: { agentId, ...test } }) => placeTestCall(ctx.actor, agentId, test)),
})
