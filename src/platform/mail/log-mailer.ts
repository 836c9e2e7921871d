import { logger } from '@/platform/logger'
import type { Mailer } from './mailer'

/** For installations without SMTP: nothing is sent. The log has no address and no text; the page of the sequence does. */
export const logMailer: Mailer = {
  async send({ messageId, template }) {
    logger.info({ messageId, template, recipients: 1 }, 'A mail was not sent, since SMTP_URL is not set.')
  },
}
