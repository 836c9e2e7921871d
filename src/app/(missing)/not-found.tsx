import type { Metadata } from 'next'
import Link from 'next/link'
import { Button } from '@/ui/components/button'
import { MessagePage } from '@/ui/frame/message-page'

export const metadata: Metadata = { title: 'Page not found' }

export default function NotFoundPage() {
  return (
    <MessagePage
      title="Page not found"
      action={
        <>
          <Button asChild>
            <Link href="/batches">Go to batches</Link>
          </Button>
          <Button asChild variant="primary">
            <Link href="/agents">Go to agents</Link>
          </Button>
        </>
      }
    >
      There is nothing at this address. The link may be old, or the thing may belong to another organization.
    </MessagePage>
  )
}
