import { announceLowCredits, findLowCredits, noteLowCreditsTold } from '@/domain/credits/announce-low-credits'
import { defineCron } from '@/inngest/define-function'

/** Mails owners and admins, once a month, that few credits are left; one step for each mail. */
export const announceLowCreditsFunction = defineCron({
  id: 'announce-low-credits',
  cron: '10 * * * *',
  handler: async ({ step }) => {
    const found = await step.run('find', () => findLowCredits())
    for (const { organizationId, month, userIds } of found) {
      for (const userId of userIds) {
        const receiver = `${organizationId}-${userId}`
        await step.run(`mail-${receiver}`, () => announceLowCredits({ organizationId, month, userId }))
      }
      await step.run(`note-${organizationId}`, () => noteLowCreditsTold({ organizationId, month }))
    }
    return { organizations: found.length }
  },
})
