import { db } from '@/platform/db'
import { env } from '@/platform/env'
import { sendMail } from '@/platform/mail/send-mail'
import { type EndpointTrouble, endpointTroubleMail } from './endpoint-trouble-mail.rules'

/**
 * Lists the people to tell about trouble with an endpoint: the owners of its organization.
 *
 * @returns ids of users
 */
export async function findEndpointOwners(input: { endpointId: string }): Promise<string[]> {
  const endpoint = await db().webhookEndpoint.findFirst({
    where: { id: input.endpointId, deletedAt: null },
    select: { organization: { select: { members: { where: { role: 'owner' }, select: { userId: true } } } } },
  })
  return endpoint?.organization.members.map(({ userId }) => userId) ?? []
}

/**
 * Mails one owner what is wrong with an endpoint and what to do. Does nothing when the endpoint or the owner is gone.
 *
 * @param input.announcementId identifies this mail, and is the same for every attempt to send it
 * @throws MailError
 */
export async function announceEndpointTrouble(input: {
  announcementId: string
  endpointId: string
  userId: string
  trouble: EndpointTrouble
}): Promise<void> {
  const { announcementId, endpointId, userId, trouble } = input
  const endpoint = await db().webhookEndpoint.findFirst({
    where: { id: endpointId, deletedAt: null },
    select: {
      url: true,
      organization: { select: { name: true, members: { where: { userId }, select: { user: true } } } },
    },
  })
  const user = endpoint?.organization.members[0]?.user
  if (!endpoint || !user) return
  const facts = {
    url: endpoint.url,
    organizationName: endpoint.organization.name,
    pageUrl: `${env().APP_URL}/webhooks/${endpointId}`,
  }
  await sendMail({
    template: 'endpoint-trouble',
    messageId: `${announcementId}.${userId}`,
    to: user.email,
    ...endpointTroubleMail(trouble, facts),
  })
}
