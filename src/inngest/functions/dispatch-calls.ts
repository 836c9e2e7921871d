import { dispatchCalls } from '@/domain/calls/dispatch-calls'
import { WORK_DUE, type WorkDueData } from '@/domain/events'
import { inngest } from '@/platform/inngest-client'

// What is due within this is announced for its very moment; the rest is found by the cron when it comes.
const ANNOUNCE_AHEAD_MS = 90_000

/** Gives an agent's free lines to what is due; one at a time for each agent. */
export const dispatchCallsFunction = inngest.createFunction(
  {
    id: 'dispatch-calls',
    retries: 4,
    concurrency: [{ limit: 1, key: 'event.data.agentId' }],
    triggers: [{ event: WORK_DUE }],
  },
  async ({ event, step }) => {
    const { agentId } = event.data as WorkDueData
    const dispatched = await step.run('dispatch', () => dispatchCalls({ agentId }))
    const dueMs = dispatched.nextDueAt === null ? null : Date.parse(dispatched.nextDueAt)
    if (dueMs !== null && dueMs - Date.now() < ANNOUNCE_AHEAD_MS) {
      // The id is of the agent and the moment: however many dispatches see it, it is announced once.
      await step.sendEvent('announce', {
        id: `work-due:${agentId}:${dueMs}`,
        name: WORK_DUE,
        data: { agentId },
        ts: dueMs,
      })
    }
    return dispatched
  },
)
