import { CodeBlock } from '@/ui/components/code-block'
import { Notice } from '@/ui/components/notice'

/** Shows a new key, which is shown only once. */
export function KeyNotice({ apiKey }: { apiKey: string }) {
  return (
    <div className="grid min-w-0 gap-4">
      <Notice tone="warning" title="Copy the key now">
        It is shown only once. Keep it where your system keeps its other secrets.
      </Notice>
      <CodeBlock title="API key" text={apiKey} copyLabel="Copy the key" />
      <p className="text-sm text-muted-foreground">
        Send it as <code className="font-mono text-xs">x-api-key</code>, or as{' '}
        <code className="font-mono text-xs">Authorization: Bearer</code>.
      </p>
    </div>
  )
}
