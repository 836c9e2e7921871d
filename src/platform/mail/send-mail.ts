import { env } from '@/platform/env'
import { logMailer } from './log-mailer'
import { type Mail, MailError, type Mailer } from './mailer'
import { smtpMailer } from './smtp-mailer'

let chosen: Mailer | undefined

/**
 * Sends a mail by SMTP when SMTP_URL is set. Otherwise logs that there was one, without its text.
 *
 * @throws MailError
 */
export async function sendMail(mail: Mail): Promise<void> {
  chosen ??= chooseMailer()
  await chosen.send(mail)
}

/** Says whether this installation sends mail at all. */
export function isMailSetUp(): boolean {
  return env().SMTP_URL !== undefined
}

function chooseMailer(): Mailer {
  const { SMTP_URL, MAIL_FROM } = env()
  if (!SMTP_URL) return logMailer
  if (MAIL_FROM) return smtpMailer(SMTP_URL, MAIL_FROM)
  throw new MailError('SMTP_URL is set, and MAIL_FROM is not: set both.', { retriable: true })
}
