'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { EmptyState } from '@/ui/components/empty-state'
import { count, formatNumber } from '@/ui/components/format-number'
import { LoadError } from '@/ui/components/load-error'
import { oneTabStop } from '@/ui/components/one-tab-stop'
import { Pagination } from '@/ui/components/pagination'
import { Result } from '@/ui/components/result'
import { Skeleton } from '@/ui/components/skeleton'
import type { BatchChain, BatchDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'

const PAGE_SIZE = 20
const MEMBERS_SHOWN_MAX = 8

/** Shows the chains of a batch. Each chain lists its contacts in the order in which they are called. */
export function ChainsTab({ batch, pollMs }: { batch: BatchDetails; pollMs: number | false }) {
  const trpc = useTRPC()
  const { cursor, page, goNext, goPrevious } = useCursorTrail()
  const chains = useQuery({
    ...trpc.batches.chains.queryOptions({ batchId: batch.batchId, cursor, limit: PAGE_SIZE }),
    placeholderData: keepPreviousData,
    refetchInterval: pollMs,
  })
  if (chains.error) return <LoadError what="The chains" error={chains.error} onRetry={() => chains.refetch()} />
  if (!chains.data) return <Skeleton className="h-40 w-full" />
  const { nextCursor } = chains.data
  if (chains.data.chains.length === 0) {
    return (
      <EmptyState title="No chains in this batch">
        Contacts are chained when a batch is enrolled with “Group by”: those who share a value are called one after the
        other, until one succeeds.
      </EmptyState>
    )
  }
  const first = page * PAGE_SIZE + 1
  return (
    <>
      <ul ref={oneTabStop}>
        {chains.data.chains.map((chain) => (
          <Chain key={chain.chainId} chain={chain} />
        ))}
      </ul>
      <Pagination
        summary={`${formatNumber(first)}–${formatNumber(first + chains.data.chains.length - 1)} of ${formatNumber(batch.chains)}`}
        onPrevious={goPrevious}
        onNext={nextCursor ? () => goNext(nextCursor) : null}
      />
    </>
  )
}

function Chain({ chain }: { chain: BatchChain }) {
  const shown = chain.members.slice(0, MEMBERS_SHOWN_MAX)
  const hidden = chain.members.length - shown.length
  return (
    <li className="grid gap-x-6 gap-y-1 border-b py-3 first:pt-0 sm:grid-cols-[minmax(10rem,16rem)_1fr]">
      <div className="min-w-0">
        <h3 className="truncate font-medium" title={`${chain.variable}: ${chain.value}`}>
          {chain.value}
        </h3>
        <p className="text-sm text-muted-foreground">
          {count(chain.members.length, 'contact')} · {describeChain(chain)}
        </p>
      </div>
      <ol className="min-w-0 text-sm">
        {shown.map((member) => (
          <li key={member.sequenceId} className="flex h-8 items-center gap-3">
            <span className="w-6 shrink-0 text-right text-muted-foreground">{member.position + 1}</span>
            <Link
              href={`/sequences/${member.sequenceId}`}
              className="min-w-0 flex-1 truncate underline-offset-4 hover:underline"
            >
              {member.name}
            </Link>
            <Result {...member} className="w-48 shrink-0 max-sm:w-28 max-sm:truncate" />
          </li>
        ))}
        {hidden > 0 && <li className="py-1 pl-9 text-muted-foreground">and {count(hidden, 'more contact')}</li>}
      </ol>
    </li>
  )
}

/** Describes the state of a chain in a few words. */
export function describeChain({ closedAt, members }: Pick<BatchChain, 'closedAt' | 'members'>): string {
  if (members.length === 0) return 'being created'
  if (closedAt !== null) {
    return members.some(({ lifecycleStatus }) => lifecycleStatus === 'skipped') ? 'closed by a success' : 'closed'
  }
  const active = members.find(
    ({ lifecycleStatus }) => lifecycleStatus === 'in progress' || lifecycleStatus === 'scheduled',
  )
  return active ? `${active.name}’s turn` : 'open'
}
