import { COMPARED_DAYS, compareCreditSums } from '@/domain/credits/compare-credit-sums'
import { defineCron } from '@/inngest/define-function'

/** Compares every night what the credits report reads with the ledger, a day at a time. */
export const compareCreditSumsFunction = defineCron({
  id: 'compare-credit-sums',
  cron: '20 3 * * *',
  handler: async ({ step }) => {
    let mended = 0
    for (let daysAgo = 0; daysAgo < COMPARED_DAYS; daysAgo++) {
      mended += await step.run(`compare-${daysAgo}`, () => compareCreditSums({ daysAgo }))
    }
    return { mended }
  },
})
