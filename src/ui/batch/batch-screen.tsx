'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useState } from 'react'
import { sourceWord } from '@/ui/batches/source-word'
import { Button } from '@/ui/components/button'
import { CopyButton } from '@/ui/components/copy-button'
import { EmptyState } from '@/ui/components/empty-state'
import { count, formatNumber } from '@/ui/components/format-number'
import { lazyPart, lazySection } from '@/ui/components/lazy-part'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { PRIORITY_WORDS } from '@/ui/components/priority-words'
import { State } from '@/ui/components/state'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/ui/components/tabs'
import { TestBadge } from '@/ui/components/test-badge'
import { RelativeTime } from '@/ui/components/time'
import { describeError } from '@/ui/describe-error'
import { LoadFailure } from '@/ui/frame/load-failure'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import type { BatchDetails } from '@/ui/router-outputs'
import type { AgainTarget } from '@/ui/sequences/call-again-dialog'
import { SequenceList } from '@/ui/sequences/sequence-list'
import { toggled, useSequenceFilter } from '@/ui/sequences/use-sequence-filter'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'
import { usePageTitle } from '@/ui/use-page-title'
import { LifecycleCounts } from './lifecycle-counts'
import { StandingBar } from './standing-bar'

// Knows all numbering plans, to say how a number was read: most who open the page never look there.
const RejectedTab = lazyPart(() => import('./rejected-tab').then((module) => module.RejectedTab))

const BatchActions = lazySection(() => import('./batch-actions').then((module) => module.BatchActions))
const ObjectHistory = lazySection(() => import('@/ui/audit-log/object-history').then((module) => module.ObjectHistory))
const BatchCharts = lazySection(() => import('./batch-charts').then((module) => module.BatchCharts))
const WhenDone = lazyPart(() => import('@/ui/estimate/when-done').then((module) => module.WhenDone))
const Creation = lazyPart(() => import('./batch-creation').then((module) => module.BatchCreation))
const ChainsTab = lazyPart(() => import('./chains-tab').then((module) => module.ChainsTab))
const CallAgainDialog = lazyPart(() =>
  import('@/ui/sequences/call-again-dialog').then((module) => module.CallAgainDialog),
)

/** Changes of an estimate by less than this do not matter. */
const ESTIMATE_POLL_MS = 30_000
const CREATING_POLL_MS = 1_000
const WORKING_POLL_MS = 2_500
const TABS = ['sequences', 'chains', 'rejected'] as const

/**
 * Returns how often to fetch a batch, in ms: often while its sequences are being created, and never (false) after it
 * has ended.
 */
export function batchPollMs(status: string | undefined): number | false {
  if (status === 'accepted') return CREATING_POLL_MS
  if (status === 'active' || status === 'paused' || status === 'failed') return WORKING_POLL_MS
  return false
}

/** Shows one batch, and keeps it up to date. */
export function BatchScreen({ batchId }: { batchId: string }) {
  const trpc = useTRPC()
  const batch = useQuery({
    ...trpc.batches.get.queryOptions({ batchId }),
    refetchInterval: ({ state }) => batchPollMs(state.data?.status),
  })
  const [tab, setTab] = useQueryState(
    'tab',
    parseAsStringLiteral(TABS).withDefault('sequences').withOptions({ history: 'push' }),
  )
  const filter = useSequenceFilter(batchId)
  const trail = useCursorTrail()
  const { filters } = filter
  // Each figure leads to the list below it.
  const narrow = (next: Parameters<typeof filter.setFilters>[0]) => {
    trail.reset()
    setTab('sequences')
    filter.setFilters(next)
  }
  const isOpen = batch.data?.status === 'accepted' || batch.data?.status === 'active'
  const estimate = useQuery({
    ...trpc.batches.estimate.queryOptions({ batchId }),
    enabled: isOpen,
    refetchInterval: ESTIMATE_POLL_MS,
  })
  usePageTitle(batch.data && titleOf(batch.data))

  if (batch.error && !batch.data) {
    return (
      <LoadFailure
        thing="batch"
        list={{ label: 'batches', href: '/batches' }}
        error={batch.error}
        onRetry={() => batch.refetch()}
      />
    )
  }
  if (!batch.data) return <PageSkeleton />
  const details = batch.data
  const pollMs = batchPollMs(details.status)

  return (
    <>
      <PageHeader
        breadcrumb={[{ label: 'Batches', href: '/batches' }]}
        title={titleOf(details)}
        facts={
          <>
            {details.test && <TestBadge />}
            <State name={details.status} className="text-foreground" />
            <Link href={`/agents/${details.agentId}`} className="text-link underline-offset-4 hover:underline">
              {details.agentName}
            </Link>
            <span>
              <RelativeTime iso={details.createdAt} /> by {details.createdBy}
            </span>
            <Source batch={details} />
            {details.name !== null && <span>{count(details.total, 'contact')}</span>}
            <span>Priority: {PRIORITY_WORDS[details.priority].name.toLowerCase()}</span>
            {isOpen && <WhenDone estimate={estimate.data?.estimate} />}
            <span className="flex min-w-0 items-center gap-0.5">
              <span className="truncate font-mono text-xs">{details.batchId}</span>
              <CopyButton value={details.batchId} label="Copy batch id" />
            </span>
          </>
        }
        actions={<BatchActions batch={details} />}
      />
      <ObjectHistory kind="batch" id={details.batchId} />
      {batch.error && (
        <Notice tone="warning" live className="mb-4" title="These figures may be old">
          {describeError(batch.error).message} The page keeps trying.
        </Notice>
      )}
      <Reasons batch={details} />
      {(details.status === 'accepted' || details.status === 'failed') && <Creation batch={details} />}
      {details.created > 0 && (
        <>
          <StandingBar
            standing={details.standing}
            accepted={details.accepted}
            chosen={filters.result ?? []}
            onChoose={(result) => narrow({ result: toggled(filters.result, result) })}
          />
          <CallUnansweredAgain batch={details} />
          <LifecycleCounts
            sequences={details.sequences}
            chosen={filters.status}
            onChoose={(status) => narrow({ status: filters.status === status ? null : status })}
          />
        </>
      )}
      <Figures batch={details} />
      <BatchCharts
        batch={details}
        chosen={{ last: filters.last ?? [], outcome: filters.outcome }}
        onChooseLast={(type) => narrow({ last: toggled(filters.last, type) })}
        onChooseOutcome={(outcome) => narrow({ outcome: filters.outcome === outcome ? null : outcome })}
      />

      <Tabs
        value={tab}
        onValueChange={(value) => setTab(TABS.find((known) => known === value) ?? null)}
        className="mt-8"
      >
        <TabsList aria-label="Parts of the batch">
          <TabsTrigger value="sequences" count={formatNumber(details.accepted)}>
            Contacts
          </TabsTrigger>
          {details.chains > 0 && (
            <TabsTrigger value="chains" count={formatNumber(details.chains)}>
              Chains
            </TabsTrigger>
          )}
          <TabsTrigger value="rejected" count={formatNumber(details.rejected)}>
            Rejected
          </TabsTrigger>
        </TabsList>
        <TabsContent value="sequences">
          <SequenceList
            filter={filter}
            batch={{ accepted: details.accepted, hasChains: details.chains > 0, outcomes: details.outcomes }}
            pollMs={pollMs}
            empty={
              <EmptyState title="No contacts yet">
                They appear here as they are created, usually within seconds.
              </EmptyState>
            }
          />
        </TabsContent>
        <TabsContent value="chains">
          <ChainsTab batch={details} pollMs={pollMs} />
        </TabsContent>
        <TabsContent value="rejected">
          <RejectedTab batch={details} />
        </TabsContent>
      </Tabs>
    </>
  )
}

/** Leads to calling those again whom nobody was reached of. */
function CallUnansweredAgain({ batch: { batchId, standing } }: { batch: BatchDetails }) {
  const [target, setTarget] = useState<AgainTarget | null>(null)
  const unanswered = standing['nobody reached']
  if (unanswered === 0) return null
  return (
    <>
      <Button
        size="sm"
        className="mt-1"
        onClick={() => setTarget({ filter: { batchId, results: ['nobody reached'] } })}
      >
        {unanswered === 1 ? 'Call the one unanswered again' : `Call the ${formatNumber(unanswered)} unanswered again`}
      </Button>
      {target && <CallAgainDialog target={target} onClose={() => setTarget(null)} />}
    </>
  )
}

/** A batch is called by its name, or else by how many it is of. */
function titleOf({ name, total }: BatchDetails): string {
  return name ?? `Batch of ${count(total, 'contact')}`
}

/** Shows the reasons that were given for pausing, resuming or cancelling. Only the API asks for a reason. */
function Reasons({ batch: { status, pauseReason, resumeReason, cancelReason } }: { batch: BatchDetails }) {
  const reasons = [
    { what: 'Paused', reason: status === 'paused' ? pauseReason : null },
    { what: 'Resumed', reason: status === 'paused' ? null : resumeReason },
    { what: 'Cancelled', reason: cancelReason },
  ].filter(({ reason }) => reason !== null)
  if (reasons.length === 0) return null
  return (
    <dl className="mb-4 grid gap-1 text-sm">
      {reasons.map(({ what, reason }) => (
        <div key={what} className="flex min-w-0 gap-2">
          <dt className="shrink-0 text-muted-foreground">{what}:</dt>
          <dd className="min-w-0 break-words">{reason}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Says where the contacts of a batch came from: an import, a file, or a door such as the REST API. */
function Source({ batch: { source, fileName, importId } }: { batch: BatchDetails }) {
  if (fileName === null) return <span>Source: {sourceWord(source)}</span>
  return (
    <span className="flex min-w-0 gap-1">
      File:{' '}
      {importId === null ? (
        <span className="truncate" title={fileName}>
          {fileName}
        </span>
      ) : (
        <Link
          href={`/imports/${importId}`}
          title={`The import of ${fileName}`}
          className="truncate text-link underline-offset-4 hover:underline"
        >
          {fileName}
        </Link>
      )}
    </span>
  )
}

function Figures({ batch }: { batch: BatchDetails }) {
  const figures: { label: string; value: number }[] = [
    { label: 'Accepted', value: batch.accepted },
    { label: 'Rejected', value: batch.rejected },
    { label: 'Chains', value: batch.chains },
    { label: 'Credits reserved', value: batch.credits.reserved },
    { label: 'Credits spent', value: batch.credits.spent },
    { label: 'Credits released', value: batch.credits.released },
  ]
  return (
    <dl className="mt-4 grid grid-cols-3 gap-x-6 gap-y-4 border-y py-4 lg:grid-cols-6" aria-live="polite">
      {figures.map(({ label, value }) => (
        <div key={label}>
          <dt className="text-xs text-muted-foreground">{label}</dt>
          <dd className="mt-0.5 text-lg font-medium tracking-tight">{formatNumber(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
