import { INVITATION_DAYS } from './member.rules'

/** Writes the mail that asks somebody to join. */
export function invitationMail(facts: { organizationName: string; invitedBy: string; link: string }): {
  subject: string
  text: string
} {
  const { organizationName, invitedBy, link } = facts
  return {
    subject: `${invitedBy} invites you to ${organizationName} on Rollcall`,
    text: `${invitedBy} invites you to work for ${organizationName} on Rollcall.\n\nJoin here, within ${INVITATION_DAYS} days:\n${link}\n\nIf you do not know what this is about, do nothing: nothing happens then.\n`,
  }
}
