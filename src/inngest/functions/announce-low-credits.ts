import { announceLowCredits, findLowCredits, noteLowCreditsTold } from '@/domain/credits/announce-low-credits'
import { defineCron } from '@/inngest/define-function'
import { logger } from '@/platform/logger'

/**
 * Mails owners and admins, once a month, that few credits are left, one step for each mail; then tells the endpoints
 * that want to know.
 */
export const announceLowCreditsFunction = defineCron({
  id: 'announce-low-credits',
  cron: '10 * * * *',
  handler: async ({ step }) => {
    const found = await step.run('find', () => findLowCredits())
    for (const { organizationId, month, userIds } of found) {
      for (const userId of userIds) {
        const receiver = `${organizationId}-${userId}`
        try {
          await step.run(`mail-${receiver}`, () => announceLowCredits({ organizationId, month, userId }))
        } catch (error) {
          // One mailbox that refuses keeps the mail from nobody else, and is not tried every hour of a month.
          logger.warn({ err: error, userId }, 'A mail about low credits could not be sent.')
        }
      }
      await step.run(`note-${organizationId}`, () => noteLowCreditsTold({ organizationId, month }))
    }
    return { organizations: found.length }
  },
})
