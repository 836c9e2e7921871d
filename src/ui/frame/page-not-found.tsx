'use client'

import Link from 'next/link'
import { Button } from '@/ui/components/button'
import { usePageTitle } from '@/ui/use-page-title'
import { MessagePage } from './message-page'

/**
 * Stands in the place of a page that does not exist. It sets the title itself, since Next would keep the layout's
 * title.
 */
export function PageNotFound() {
  usePageTitle('Page not found')
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
