import { type AgentDispatch, dispatchAgents } from '@/domain/calls/dispatch-agents'
import { workDue, workPlanned } from '@/domain/events'
import { defineBatchFunction, type Step } from '@/inngest/define-function'

const NUDGES_PER_RUN_MAX = 100
const RUNS_AT_ONCE = 2

/**
 * Gives the free lines of agents to their due calls, requests their due mails, and announces what is due next. Of many
 * nudges for one agent in a batch, one is enough.
 */
export const dispatchCallsFunction = defineBatchFunction({
  id: 'dispatch-calls',
  on: [workDue],
  retries: 4,
  batch: { sizeMax: NUDGES_PER_RUN_MAX },
  // Whoever waits for an agent that is being dispatched holds a connection, of which the background has few.
  concurrency: [{ limit: RUNS_AT_ONCE }],
  handler: ({ events, step }) =>
    dispatch(
      step,
      events.map(({ data }) => data.agentId),
    ),
})

/** Dispatches the calls of these agents, and announces what they have to do next. */
export async function dispatch(step: Step, agentIds: readonly string[]): Promise<{ calls: number; emails: number }> {
  const { dispatched, failed } = await step.run('dispatch-all', () =>
    dispatchAgents({ agentIds: [...new Set(agentIds)] }),
  )
  // An agent whose dispatch has failed is tried again by itself.
  const planned = [
    ...dispatched.flatMap(planNext),
    ...failed.map((agentId) => ({ event: workPlanned.of({ agentId }) })),
  ]
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
