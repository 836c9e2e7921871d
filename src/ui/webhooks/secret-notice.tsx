import { CodeBlock } from '@/ui/components/code-block'
import { Notice } from '@/ui/components/notice'

const VERIFY = `import { Webhook } from 'standardwebhooks'

const payload = new Webhook(secret).verify(body, headers)`

/** Shows a new secret, which is shown only once, and how to use it. */
export function SecretNotice({ secret }: { secret: string }) {
  return (
    <div className="grid min-w-0 gap-4">
      <Notice tone="warning" title="Copy the secret now">
        It is shown only once. Keep it where your server keeps its other secrets.
      </Notice>
      <CodeBlock title="Signing secret" text={secret} copyLabel="Copy the secret" />
      <CodeBlock title="Verify what you get" text={VERIFY} copyLabel="Copy the code" />
      <p className="text-sm text-muted-foreground">
        <code className="font-mono text-xs">body</code> is the text as it came, byte for byte. The signature is that of
        Standard Webhooks, which has libraries for most languages.
      </p>
    </div>
  )
}
