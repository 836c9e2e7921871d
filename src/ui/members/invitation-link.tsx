import { CodeBlock } from '@/ui/components/code-block'
import { Notice } from '@/ui/components/notice'
import type { SentInvitation } from '@/ui/router-outputs'

/** Says how an invitation travels; where it cannot be mailed, its link is here to be passed on. */
export function InvitationLink({ email, delivery }: SentInvitation) {
  if (delivery.by === 'mail') {
    return (
      <Notice tone="success" live title={`${email} has mail`}>
        The link in it is valid for seven days.
      </Notice>
    )
  }
  return (
    <div className="grid min-w-0 gap-4">
      <Notice
        tone="warning"
        live
        title={delivery.by === 'noMail' ? 'This installation sends no mail' : 'The mail server did not take the mail'}
      >
        Copy the link now and pass it on to {email} yourself. It is shown only once, and is valid for seven days.
      </Notice>
      <CodeBlock title="Invitation" text={delivery.link} copyLabel="Copy the link" />
    </div>
  )
}
