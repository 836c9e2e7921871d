import { db } from '@/platform/db'
import { env } from '@/platform/env'
import { sendMail } from '@/platform/mail/send-mail'
import { type EndpointTrouble, endpointTroubleMail } from './endpoint-trouble-mail.rules'

/** Who is told of trouble with the endpoint: the owners of its organization. @returns ids of users */
export async function findEndpointOwners(input: { endpointId: string }): Promise<string[]> {
  const endpoint = await db().webhookEndpoint.findFirst({
    where: { id: input.endpointId, deletedAt: null },
    select: { organization: { select: { members: { where: { role: 'owner' }, select: { userId: true } } } } },
  })
  return endpoint?.organization.members.map(({ userId }) => userId) ?? []
}

/**
 * Tells one owner by mail what is wrong with an endpoint and what to do. Nothing when the endpoint, or the owner, is gone.
 *
 * @param input.announcementId names this mail, the same for every attempt to send it
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
