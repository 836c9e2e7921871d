import { CodeBlock } from '@/ui/components/code-block'
import { Notice } from '@/ui/components/notice'

/** Shows the signing secret of an account, which is shown only once, and what it is for. */
export function DialerSecretNotice({ secret }: { secret: string }) {
  return (
    <div className="grid min-w-0 gap-4">
      <Notice tone="warning" title="Copy the secret now">
        It is shown only once. Keep it where your dialer keeps its other secrets.
      </Notice>
      <CodeBlock title="Signing secret" text={secret} copyLabel="Copy the secret" />
      <p className="text-sm text-muted-foreground">
        Each call that is sent to your dialer is signed with it, and your dialer signs each result with it, as Standard
        Webhooks has it.
      </p>
    </div>
  )
}
