import { logger } from '@/platform/logger'
import type { Mailer } from './mailer'

/** For installations without SMTP: the mail is noted in the log, and the console shows it. */
export const logMailer: Mailer = {
  async send({ messageId, to, subject, text }) {
    logger.info({ messageId, to, subject, text }, 'A mail was written here, since SMTP_URL is not set.')
  },
}
