import { nextAskAt, type Placement, placeCalls, stopAsking } from '@/domain/calls/place-calls'
import { resumeAsking } from '@/domain/calls/resume-asking'
import { callRequested } from '@/domain/events'
import { defineBatchFunction } from '@/inngest/define-function'

const CALLS_PER_RUN_MAX = 100

/** How many runs may wait for the dialer of one agent, or for all of one organization, so that there is room for others. */
const RUNS_AT_ONCE_PER_AGENT = 3
const RUNS_AT_ONCE_PER_ORGANIZATION = 12

/**
 * Asks the dialer of an agent to place calls, and asks again for those that it has not taken, five times in two minutes.
 * After that they end as `Failed`, but for those that a provider may have placed. Those that it has taken do not wait for the others. A run that waits holds nothing.
 * A run that fails has met an outage of ours, at each of its tries: its calls are announced again.
 */
export const placeCallFunction = defineBatchFunction({
  id: 'place-call',
  on: [callRequested],
  retries: 3,
  batch: { sizeMax: CALLS_PER_RUN_MAX, key: 'event.data.agentId' },
  concurrency: [
    { limit: RUNS_AT_ONCE_PER_AGENT, key: 'event.data.agentId' },
    { limit: RUNS_AT_ONCE_PER_ORGANIZATION, key: 'event.data.organizationId' },
  ],
  handler: async ({ events, step }) => {
    let callIds = [...new Set(events.map(({ data }) => data.callId))]
    for (let asks = 1; ; asks++) {
      const asked = await step.run(`place-${asks}`, async () => {
        return { ...summarize(await placeCalls({ callIds })), againAt: nextAskAt(asks) }
      })
      callIds = asked.again
      if (callIds.length === 0) return { asks }
      if (asked.againAt === null) break
      await step.sleepUntil(`wait-${asks}`, asked.againAt)
    }
    return step.run('give-up', () => stopAsking(callIds))
  },
  onFailure: ({ events, step }) => step.run('resume', () => resumeAsking(events.map(({ data }) => data.callId))),
})

/** Counts what became of calls, and names those for which the dialer has to be asked again. */
function summarize(placements: readonly Placement[]) {
  const those = (outcome: Placement['outcome']) =>
    placements.flatMap((placement) => (placement.outcome === outcome ? placement.callId : []))
  return {
    placed: those('placed').length,
    withdrawn: those('withdrawn').length,
    failed: those('failed').length,
    again: those('again'),
  }
}
