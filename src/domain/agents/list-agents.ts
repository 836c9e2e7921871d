import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { type AgentStatus, agentRulesSchema } from './agent.schema'
import { type AgentFault, findAgentFaults } from './agent-faults.rules'
import { dialingOf, WITH_DIALER } from './with-dialer'

export type AgentSummary = {
  agentId: string
  name: string
  status: AgentStatus
  /** Since when its calls are stopped; null while it calls. */
  pausedAt: string | null
  fromNumber: string | null
  /** Empty for an agent that can call. */
  faults: AgentFault[]
  stepCount: number
  lines: number
  timezones: string[]
  creditsPerContact: number
  createdAt: string
}

/** Lists the organization's agents, oldest first. Without a status it lists all but the archived ones. */
export async function listAgents(actor: Actor, query: { status?: AgentStatus | undefined }): Promise<AgentSummary[]> {
  const rows = await db().agent.findMany({
    where: { organizationId: actor.organizationId, status: query.status ?? { not: 'archived' } },
    include: WITH_DIALER,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map((row) => {
    const rules = agentRulesSchema.parse(row)
    return {
      agentId: toPublicId('agent', row.id),
      name: row.name,
      status: rules.status,
      pausedAt: row.pausedAt?.toISOString() ?? null,
      fromNumber: rules.fromNumber,
      faults: findAgentFaults(rules, dialingOf(row)),
      stepCount: rules.steps.length,
      lines: row.lines,
      timezones: rules.timezones,
      creditsPerContact: rules.creditsPerContact,
      createdAt: row.createdAt.toISOString(),
    }
  })
}
