import type { Actor } from '@/domain/actor'
import { agentRulesSchema } from '@/domain/agents/agent.schema'
import { findAgentFaults } from '@/domain/agents/agent-faults.rules'
import { dialingOf, WITH_DIALER } from '@/domain/agents/with-dialer'
import { toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'

/** What a new organization does first, and what of it is done. */
export type FirstSteps = {
  /** There is an agent that can call. */
  agent: boolean
  /** A call has ended. */
  call: boolean
  /** A list was enrolled, of a file or by the API. */
  contacts: boolean
  /** An agent to make the test call with: the oldest one that can call, else the oldest one; null without any. */
  agentId: string | null
}

/** Returns which of the first steps of an organization are done. */
export async function getFirstSteps(actor: Actor): Promise<FirstSteps> {
  const { organizationId } = actor
  const [agents, [done]] = await Promise.all([
    db().agent.findMany({
      where: { organizationId, status: { not: 'archived' } },
      include: WITH_DIALER,
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    }),
    db().rows<{ call: boolean; contacts: boolean }>`
      SELECT EXISTS (SELECT FROM calls WHERE organization_id = ${organizationId} AND ended_at IS NOT NULL) AS call,
        EXISTS (SELECT FROM batches WHERE organization_id = ${organizationId} AND NOT test) AS contacts`,
  ])
  const able = agents.find((agent) => findAgentFaults(agentRulesSchema.parse(agent), dialingOf(agent)).length === 0)
  const first = able ?? agents[0]
  return {
    agent: able !== undefined,
    call: done?.call ?? false,
    contacts: done?.contacts ?? false,
    agentId: first ? toPublicId('agent', first.id) : null,
  }
}
