import { endEmail, sendEmail } from '@/domain/emails/send-email'
import { emailRequested } from '@/domain/events'
import { defineFunction } from '@/inngest/define-function'

/** Sends the mail of an EMAIL step. After the last failed try the step counts as failed and the sequence goes on. */
export const sendEmailFunction = defineFunction({
  id: 'send-email',
  on: [emailRequested],
  retries: 5,
  isOneStep: true,
  handler: ({ event, step }) => step.run('send', () => sendEmail(event.data)),
  onFailure: ({ event, error, step }) =>
    step.run('give-up', () => endEmail({ emailId: event.data.emailId, failureReason: error.message.slice(0, 500) })),
})
