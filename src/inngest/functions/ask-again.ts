import { askAgain, type WaitingPlace } from '@/domain/decisions/ask-again'
import { callingRulesChanged } from '@/domain/events'
import { defineFunction } from '@/inngest/define-function'

/** An engine allows a run 1,000 steps; this is two million calls. Whoever is left is called at the moment that was decided. */
const SLICES_MAX = 400

/** Has it asked again of people whose calls were moved, slice by slice, once rules or limits of an organization are others. */
export const askAgainFunction = defineFunction({
  id: 'ask-again',
  on: [callingRulesChanged],
  retries: 4,
  concurrency: [{ limit: 1, key: 'event.data.organizationId' }, { limit: 2 }],
  handler: async ({ event, step }) => {
    const { organizationId } = event.data
    let after: WaitingPlace | null = null
    for (let slice = 1; slice <= SLICES_MAX; slice++) {
      const from: WaitingPlace | null = after
      const { next }: { next: WaitingPlace | null } = await step.run(`ask-${slice}`, () =>
        askAgain({ organizationId, after: from }),
      )
      if (next === null) return { slices: slice }
      after = next
    }
    return { slices: SLICES_MAX }
  },
})
