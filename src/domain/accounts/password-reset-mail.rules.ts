/** For how long the link to set a new password is good. */
export const PASSWORD_RESET_HOURS = 1

/** Writes the mail with the link to set a new password. */
export function passwordResetMail({ name, link }: { name: string; link: string }): { subject: string; text: string } {
  return {
    subject: 'Set a new password for Rollcall',
    text: `Hello ${name},\n\nset a new password here, within an hour:\n${link}\n\nThe link is good once. If you did not ask for it, do nothing: your password stays as it is.\n`,
  }
}
