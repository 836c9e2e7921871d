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
      <MessagePage title={title} action={<RetryButton onPress={onRetry} />}>
        {what && `${what} `}Nothing that was enrolled is lost. Try again; if it keeps breaking, tell whoever runs
        Rollcall
        {error.digest ? ` and name ${error.digest}` : ''}.
      </MessagePage>
    </>
  )
}

/** Looks as `Button` does, without what that is made of: every page loads this one in case that it breaks, twice. */
function RetryButton({ onPress }: { onPress: () => void }) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="inline-flex h-8 shrink-0 items-center justify-center rounded-md border border-input bg-background px-3 text-sm font-medium whitespace-nowrap text-foreground transition-colors select-none hover:bg-accent pointer-coarse:h-10"
    >
      Try again
    </button>
  )
}
