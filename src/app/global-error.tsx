'use client'

import './globals.css'
import { Button } from '@/ui/components/button'
import { MessagePage } from '@/ui/frame/message-page'

/** Stands in for the root layout itself, so it brings its own document. */
export default function GlobalErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something broke · Rollcall</title>
        <main>
          <MessagePage title="Something broke" action={<Button onClick={reset}>Try again</Button>}>
            The console could not start. Nothing that was enrolled is lost.
          </MessagePage>
        </main>
      </body>
    </html>
  )
}
