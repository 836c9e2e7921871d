'use client'

import { BrokenPage } from '@/ui/frame/broken-page'

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void }

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <main id="content">
      <BrokenPage title="Something broke on this page" error={error} onRetry={reset} />
    </main>
  )
}
