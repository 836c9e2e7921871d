'use client'

import { Button } from '@/ui/components/button'
import { MessagePage } from '@/ui/frame/message-page'

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void }

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <main id="content">
      <title>Something broke · Rollcall</title>
      <MessagePage title="Something broke on this page" action={<Button onClick={reset}>Try again</Button>}>
        Nothing that was enrolled is lost. Try again; if it keeps breaking, tell whoever runs Rollcall
        {error.digest ? ` and name ${error.digest}` : ''}.
      </MessagePage>
    </main>
  )
}
