'use client'

import Link from 'next/link'
import { Button } from '@/ui/components/button'
import { LoadError } from '@/ui/components/load-error'
import { describeError } from '@/ui/describe-error'
import { usePageTitle } from '@/ui/use-page-title'
import { MessagePage } from './message-page'

type LoadFailureProps = {
  /** What the page shows, in a word: "batch". */
  thing: string
  /** The page that lists things of this kind. */
  list: { label: string; href: string }
  error: unknown
  onRetry: () => void
}

/** Stands in the place of a page whose thing could not be loaded: it does not exist, or the request failed. */
export function LoadFailure({ thing, list, error, onRetry }: LoadFailureProps) {
  const isMissing = describeError(error).code?.endsWith('NOT_FOUND') ?? false
  usePageTitle(isMissing ? `No such ${thing}` : undefined)
  if (!isMissing) {
    return <LoadError what={`The ${thing}`} error={error} onRetry={onRetry} />
  }
  return (
    <MessagePage
      title={`No such ${thing}`}
      action={
        <Button asChild>
          <Link href={list.href}>Go to {list.label}</Link>
        </Button>
      }
    >
      There is no {thing} with this id in your organization.
    </MessagePage>
  )
}
