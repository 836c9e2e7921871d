import { createTransport } from 'nodemailer'
import { MailError, type Mailer } from './mailer'

const TIMEOUT_MS = 20_000

/** A failure as nodemailer reports it: its own code, and the server's answer if there was one. */
type SmtpError = Error & { code?: string; responseCode?: number }

/**
 * Returns a mailer that sends by SMTP. It keeps connections open, since a batch with an EMAIL step sends a thousand
 * mails in a row.
 *
 * @param url `smtp://` (STARTTLS where the server has it) or `smtps://`, with name and password
 * @param from the sender, such as `Rollcall <calls@example.com>`
 */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport(
    {
      url,
      pool: true,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      // Texts come from contacts: they are sent, and never read as paths or addresses of something to attach.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  )
  const domain = /@([^\s@>]+)>?\s*$/.exec(from)?.[1] ?? 'rollcall.invalid'
  return {
    async send({ messageId, to, subject, text }) {
      try {
        // As an object the address is one address, whatever commas are in it.
        await transport.sendMail({
          messageId: `<${messageId}@${domain}>`,
          to: { name: '', address: to },
          subject,
          text,
        })
      } catch (error) {
        throw new MailError(`The mail was not taken: ${(error as Error).message}`, {
          retriable: isRetriable(error as SmtpError),
          cause: error,
        })
      }
    },
  }
}

/**
 * Tells whether the mail may be accepted later. A 5xx to the mail itself is final. A 5xx before that (greeting, login)
 * means a wrong setting, which somebody will correct.
 */
function isRetriable({ code, responseCode = 0 }: SmtpError): boolean {
  return !(responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE'))
}
