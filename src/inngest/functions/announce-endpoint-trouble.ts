import { DELIVERIES_FAILED, ENDPOINT_DISABLED, type EndpointTroubleData } from '@/domain/events'
import { announceEndpointTrouble, findEndpointOwners } from '@/domain/webhooks/announce-endpoint-trouble'
import { inngest } from '@/platform/inngest-client'

/** Tells the owners by mail that an endpoint was switched off, or does not take results; one step a mail. */
export const announceEndpointTroubleFunction = inngest.createFunction(
  {
    id: 'announce-endpoint-trouble',
    retries: 5,
    triggers: [{ event: ENDPOINT_DISABLED }, { event: DELIVERIES_FAILED }],
  },
  async ({ event, step }) => {
    const { endpointId } = event.data as EndpointTroubleData
    const trouble = event.name === ENDPOINT_DISABLED ? 'disabled' : 'failing'
    const announcementId = event.id ?? endpointId
    const owners = await step.run('find-owners', () => findEndpointOwners({ endpointId }))
    for (const userId of owners) {
      await step.run(`mail-${userId}`, () => announceEndpointTrouble({ announcementId, endpointId, userId, trouble }))
    }
    return { mails: owners.length }
  },
)
