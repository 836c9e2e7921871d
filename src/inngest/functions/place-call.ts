import { nextAskMs, placeCalls } from '@/domain/calls/place-calls'
import { callRequested, callUnplaced } from '@/domain/events'
import { defineBatchFunction, type Step } from '@/inngest/define-function'

const CALLS_PER_RUN_MAX = 100

/** How many runs may wait for the dialer of one agent, or for all of one organization, so that there is room for others. */
const RUNS_AT_ONCE_PER_AGENT = 3
const RUNS_AT_ONCE_PER_ORGANIZATION = 20

/**
 * Asks the dialer of an agent to place calls. A call that it does not take is asked for again by itself, and the others
 * do not wait for that.
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
    const callIds = events.map(({ data }) => data.callId)
    const { again, ...counts } = await step.run('place-all', async () => {
      const placements = await placeCalls({ callIds })
      const those = (outcome: (typeof placements)[number]['outcome']) =>
        placements.flatMap((placement) => (placement.outcome === outcome ? placement.callId : []))
      return {
        placed: those('placed').length,
        withdrawn: those('withdrawn').length,
        failed: those('failed').length,
        again: those('again'),
      }
    })
    if (again.length > 0) await askAgain(step, again)
    return { ...counts, again: again.length }
  },
  // Not given up: it may be one call that fails all.
  onFailure: ({ events, step }) =>
    askAgain(
      step,
      events.map(({ data }) => data.callId),
    ),
})

function askAgain(step: Step, callIds: readonly string[]): Promise<void> {
  const when = nextAskMs()
  return step.sendEvents(
    'ask-again',
    callIds.map((callId) => ({ event: callUnplaced.of({ callId }), when })),
  )
}
