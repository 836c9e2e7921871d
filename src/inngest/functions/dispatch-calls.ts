import { dispatchCalls } from '@/domain/calls/dispatch-calls'
import { workDue } from '@/domain/events'
import { defineFunction } from '@/inngest/define-function'

// What is due within this is announced for its very moment; the rest is found by the cron when it comes.
const ANNOUNCE_AHEAD_MS = 90_000

/**
 * Gives an agent's free lines to its due calls, requests its due mails, and announces what is due next. Only one
 * dispatch of an agent is under way at a time.
 */
export const dispatchCallsFunction = defineFunction({
  id: 'dispatch-calls',
  on: [workDue],
  retries: 4,
  concurrency: [{ limit: 1, key: 'event.data.agentId' }],
  handler: async ({ event, step }) => {
    const { agentId } = event.data
    const dispatched = await step.run('dispatch', () => dispatchCalls({ agentId }))
    const dueMs = dispatched.nextDueAt === null ? null : Date.parse(dispatched.nextDueAt)
    if (dueMs !== null && dueMs - Date.now() < ANNOUNCE_AHEAD_MS) {
      // The id is of the agent and the moment: however many dispatches see it, it is announced once.
      const announcement = workDue.of({ agentId }, { id: `work-due:${agentId}:${dueMs}` })
      await step.sendEvent('announce', announcement, dueMs)
    }
    return dispatched
  },
})
