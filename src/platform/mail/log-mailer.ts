import { logger } from '@/platform/logger'
import type { Mailer } from './mailer'

/**
 * The mailer of an installation without SMTP. It sends nothing and logs no address and no text; the sequence's page
 * shows both.
 */
export const logMailer: Mailer = {
  async send({ messageId, template }) {
    logger.info({ messageId, template, recipients: 1 }, 'A mail was not sent, since SMTP_URL is not set.')
  },
}
