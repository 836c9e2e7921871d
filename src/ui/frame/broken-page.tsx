import { Button } from '@/ui/components/button'
import { MessagePage } from './message-page'

type BrokenPageProps = {
  title: string
  /** What does not work, if the title does not say it. */
  what?: string
  /** `digest` is the id of the error in the server's log; only an error from the server has one. */
  error: Error & { digest?: string }
  onRetry: () => void
}

/** Stands in the place of a page that broke. It uses no providers and no session, since they could be broken too. */
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
