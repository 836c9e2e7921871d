import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { requireSession } from '@/auth/frame-session'
import { type PageQueries, pageQueries } from '@/trpc/page-queries'
import { KnownNumbers } from '@/ui/components/known-numbers'
import { readNumbersIn } from '@/ui/components/read-numbers-in'

type PrefetchedProps = {
  /**
   * Starts the queries that the page shows first, with the inputs that its screen asks with. One that fails is asked
   * again by the browser, whose page knows how to say so.
   */
  queries: (page: PageQueries) => Promise<unknown>[]
  children: ReactNode
}

/** Fetches what a page shows before the page is sent, so that lists and figures are in its HTML. */
export async function Prefetched({ queries, children }: PrefetchedProps) {
  const page = pageQueries(await requireSession())
  await Promise.all(queries(page))
  const state = dehydrate(page.queryClient)
  return (
    <KnownNumbers numbers={readNumbersIn(state.queries)}>
      <HydrationBoundary state={state}>{children}</HydrationBoundary>
    </KnownNumbers>
  )
}
