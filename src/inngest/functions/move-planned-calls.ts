import { agentWindowsChanged } from '@/domain/events'
import { movePlannedCalls, type PlannedPlace } from '@/domain/sequences/move-planned-calls'
import { defineFunction } from '@/inngest/define-function'

/** An engine allows a run 1,000 steps; this is two million calls. Whatever is left is moved by the dispatch. */
const SLICES_MAX = 400

/** Moves the planned calls of an agent to where its new call windows are open, slice by slice. */
export const movePlannedCallsFunction = defineFunction({
  id: 'move-planned-calls',
  on: [agentWindowsChanged],
  retries: 4,
  concurrency: [{ limit: 1, key: 'event.data.agentId' }, { limit: 2 }],
  handler: async ({ event, step }) => {
    const { agentId } = event.data
    let after: PlannedPlace | null = null
    for (let slice = 1; slice <= SLICES_MAX; slice++) {
      const from: PlannedPlace | null = after
      const { next }: { next: PlannedPlace | null } = await step.run(`move-${slice}`, () =>
        movePlannedCalls({ agentId, after: from }),
      )
      if (next === null) return { slices: slice }
      after = next
    }
    return { slices: SLICES_MAX }
  },
})
