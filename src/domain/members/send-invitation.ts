import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import { env } from '@/platform/env'
import { hashLinkToken } from '@/platform/link-token'
import { logger } from '@/platform/logger'
import { isMailSetUp, sendMail } from '@/platform/mail/send-mail'
import { invitationMail } from './invitation-mail.rules'

export type SentInvitation = {
  invitationId: string
  email: string
  /**
   * How the link travels. `mail`: it was sent. Otherwise it is here, to be passed on: `noMail` when the installation
   * sends no mail, `mailFailed` when the mail server did not take it.
   */
  delivery: { by: 'mail' } | { by: 'noMail' | 'mailFailed'; link: string }
}

/**
 * Sends the link of an invitation, or returns it when it cannot be sent. Not by an event, as other mail: the link would
 * stand in the event, and only its hash is to be stored. That a link was mailed is kept: whoever follows it has the
 * address, which is not so of a link that somebody was shown.
 */
export async function sendInvitation(
  actor: Actor,
  input: { invitationId: string; email: string; token: string },
): Promise<SentInvitation> {
  const { invitationId, email, token } = input
  const link = `${env().APP_URL}/invitation/${token}`
  if (!isMailSetUp()) return { invitationId, email, delivery: { by: 'noMail', link } }
  const { name } = await db().organization.findUniqueOrThrow({
    where: { id: actor.organizationId },
    select: { name: true },
  })
  try {
    await sendMail({
      template: 'invitation',
      messageId: `${invitationId}.${token.slice(0, 8)}`,
      to: email,
      ...invitationMail({ organizationName: name, invitedBy: actor.label, link }),
    })
  } catch (error) {
    logger.warn({ reason: (error as Error).name, invitationId }, 'An invitation could not be mailed.')
    return { invitationId, email, delivery: { by: 'mailFailed', link } }
  }
  await db().execute`
    UPDATE invitations SET mailed_at = now()
    WHERE id = ${invitationId} AND organization_id = ${actor.organizationId} AND token_hash = ${hashLinkToken(token)}`
  return { invitationId, email, delivery: { by: 'mail' } }
}
