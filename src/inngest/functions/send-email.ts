import { sendEmail, settleEmail } from '@/domain/emails/send-email'
import { EMAIL_REQUESTED, type EmailData } from '@/domain/events'
import { inngest } from '@/platform/inngest-client'

/** Sends the mail of an EMAIL step; after the last try the step has failed and the sequence goes on. */
export const sendEmailFunction = inngest.createFunction(
  {
    id: 'send-email',
    retries: 5,
    triggers: [{ event: EMAIL_REQUESTED }],
    onFailure: async ({ event, error, step }) => {
      const { emailId } = event.data.event.data as EmailData
      await step.run('give-up', () => settleEmail({ emailId, failureReason: error.message.slice(0, 500) }))
    },
  },
  async ({ event, step }) => step.run('send', () => sendEmail({ emailId: (event.data as EmailData).emailId })),
)
