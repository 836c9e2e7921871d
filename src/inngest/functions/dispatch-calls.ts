import { type AgentDispatch, dispatchAgents } from '@/domain/calls/dispatch-agents'
import { workDue, workPlanned } from '@/domain/events'
import { defineBatchFunction, type Step } from '@/inngest/define-function'

const NUDGES_PER_RUN_MAX = 100

/**
 * Gives the free lines of agents to their due calls, requests their due mails, and announces what is due next. Of many
 * nudges for one agent in a batch, one is enough.
 */
export const dispatchCallsFunction = defineBatchFunction({
  id: 'dispatch-calls',
  on: [workDue],
  retries: 4,
  batch: { sizeMax: NUDGES_PER_RUN_MAX },
  handler: ({ events, step }) =>
    dispatch(
      step,
      events.map(({ data }) => data.agentId),
    ),
})

/** Dispatches the calls of these agents, and announces what they have to do next. */
export async function dispatch(step: Step, agentIds: readonly string[]): Promise<{ calls: number; emails: number }> {
  const dispatched = await step.run('dispatch-all', () => dispatchAgents({ agentIds: [...new Set(agentIds)] }))
  const planned = dispatched.flatMap(planNext)
  if (planned.length > 0) await step.sendEvents('announce-all', planned)
  return {
    calls: dispatched.reduce((sum, { calls }) => sum + calls, 0),
    emails: dispatched.reduce((sum, { emails }) => sum + emails, 0),
  }
}

function planNext({ agentId, announceMs: when }: AgentDispatch) {
  if (when === null) return []
  // The id is of the agent and the moment: however many dispatches see it, it is announced once.
  return [{ event: workPlanned.of({ agentId }, { id: `work-planned:${agentId}:${when}` }), when }]
}
