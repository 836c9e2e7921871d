import { Button } from '@/ui/components/button'
import { MessagePage } from './message-page'

type BrokenPageProps = {
  title: string
  /** What does not work, where the title does not say it. */
  what?: string
  /** With the digest by which the log knows the error, if it came from the server. */
  error: Error & { digest?: string }
  onRetry: () => void
}

/** In the place of what broke. It stands on nothing that could have broken with it: no providers, no session. */
export function BrokenPage({ title, what, error, onRetry }: BrokenPageProps) {
  return (
    <>
      <title>Something broke · Rollcall</title>
      <MessagePage title={title} action={<Button onClick={onRetry}>Try again</Button>}>
        {what && `${what} `}Nothing that was enrolled is lost. Try again; if it keeps breaking, tell whoever runs
        Rollcall
        {error.digest ? ` and name ${error.digest}` : ''}.
      </MessagePage>
    </>
  )
}
