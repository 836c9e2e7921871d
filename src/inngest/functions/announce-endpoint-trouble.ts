import { deliveriesFailed, endpointDisabled } from '@/domain/events'
import { announceEndpointTrouble, findEndpointOwners } from '@/domain/webhooks/announce-endpoint-trouble'
import { defineFunction } from '@/inngest/define-function'

/** Mails the owners that an endpoint was disabled or does not accept results; one step for each mail. */
export const announceEndpointTroubleFunction = defineFunction({
  id: 'announce-endpoint-trouble',
  on: [endpointDisabled, deliveriesFailed],
  retries: 5,
  handler: async ({ event, step }) => {
    const { endpointId } = event.data
    const trouble = event.name === endpointDisabled.name ? 'disabled' : 'failing'
    const announcementId = event.id ?? endpointId
    const owners = await step.run('find-owners', () => findEndpointOwners({ endpointId }))
    for (const userId of owners) {
      await step.run(`mail-${userId}`, () => announceEndpointTrouble({ announcementId, endpointId, userId, trouble }))
    }
    return { mails: owners.length }
  },
})
