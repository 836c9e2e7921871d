'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { type Ref, useEffect, useRef, useState } from 'react'
import { priorityOf } from '@/domain/schedule/priority.rules'
import { ObjectHistory } from '@/ui/audit-log/object-history'
import { CopyButton } from '@/ui/components/copy-button'
import { count, formatNumber } from '@/ui/components/format-number'
import { lazyPart } from '@/ui/components/lazy-part'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { PRIORITY_WORDS } from '@/ui/components/priority-words'
import { State } from '@/ui/components/state'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/ui/components/tabs'
import { TestBadge } from '@/ui/components/test-badge'
import { RelativeTime } from '@/ui/components/time'
import { describeError } from '@/ui/describe-error'
import { WhenDone } from '@/ui/estimate/when-done'
import { LoadFailure } from '@/ui/frame/load-failure'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import type { ImportDetails } from '@/ui/router-outputs'
import { StagingProgress } from '@/ui/staging/staging-progress'
import type { StagingState } from '@/ui/staging/staging-store'
import { useStagings } from '@/ui/staging/use-stagings'
import { useTRPC } from '@/ui/trpc-client'
import { usePageTitle } from '@/ui/use-page-title'
import { isArrival } from './arrival'
import { BatchesTab } from './batches-tab'
import { ImportActions } from './import-actions'
import { ImportProgress } from './import-progress'
import { ImportResult } from './import-result'
import { RowAccount } from './row-account'

// Knows all numbering plans, to say how a number was read: most who open the page never look there.
const RejectedTab = lazyPart(() => import('./rejected-tab').then((module) => module.RejectedTab))

/** Changes of an estimate by less than this do not matter. */
const ESTIMATE_POLL_MS = 30_000
const RUNNING_POLL_MS = 1_000
const STILL_POLL_MS = 3_000
const TABS = ['batches', 'rejected'] as const

/** Returns how often to fetch an import, in ms; never (false) after it has ended. */
function importPollMs(status: string | undefined): number | false {
  if (status === 'running') return RUNNING_POLL_MS
  return status === 'completed' || status === 'cancelled' ? false : STILL_POLL_MS
}

/** Shows one import and keeps it up to date, from the sending of its rows to the result of every batch. */
export function ImportDetailsScreen({ importId }: { importId: string }) {
  const trpc = useTRPC()
  const staging = useStagings().find((state) => state.staging.importId === importId)
  const [lastStaging, setLastStaging] = useState(staging)
  if (staging && staging !== lastStaging) setLastStaging(staging)
  const details = useQuery({
    ...trpc.imports.get.queryOptions({ importId }),
    // The import itself is sent first. Until it has arrived, only this browser knows of it.
    enabled: staging === undefined || staging.started,
    refetchInterval: ({ state }) => importPollMs(state.data?.status),
  })
  const { refetch } = details
  const isSending = staging !== undefined
  // A staging leaves this browser when the server has all of its rows. The page shows the last known staging until it
  // has fetched the import again, because the import as fetched before still says that rows are missing.
  useEffect(() => {
    if (!isSending && lastStaging) void refetch().then(() => setLastStaging(undefined))
  }, [isSending, lastStaging, refetch])
  usePageTitle(details.data?.fileName ?? staging?.staging.fileName)

  const heading = useFocusAfterEnroll(lastStaging !== undefined || isArrival(importId), details.data !== undefined)
  if (details.data)
    return <Details details={details.data} error={details.error} staging={staging ?? lastStaging} heading={heading} />
  if (staging && !staging.started) return <NotStarted staging={staging} heading={heading} />
  if (!details.error) return <PageSkeleton />
  return (
    <LoadFailure
      thing="import"
      list={{ label: 'imports', href: '/imports' }}
      error={details.error}
      onRetry={() => details.refetch()}
    />
  )
}

/**
 * Focuses the heading. An operator who pressed "Enroll" in the wizard arrives here with the focus on nothing. It
 * focuses again when the import is loaded, since that brings another heading.
 */
function useFocusAfterEnroll(isSentFromHere: boolean, isLoaded: boolean): Ref<HTMLHeadingElement> {
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each dependency brings another heading
  useEffect(() => {
    if (isSentFromHere && document.activeElement === document.body) heading.current?.focus()
  }, [isSentFromHere, isLoaded])
  return heading
}

const BREADCRUMB = [{ label: 'Imports', href: '/imports' }]

type HeadingProps = { heading: Ref<HTMLHeadingElement> }

function NotStarted({ staging, heading }: HeadingProps & { staging: StagingState }) {
  return (
    <>
      <PageHeader
        headingRef={heading}
        breadcrumb={BREADCRUMB}
        title={staging.staging.fileName}
        facts={<State name="staging" />}
      />
      <StagingProgress state={staging} />
    </>
  )
}

type DetailsProps = HeadingProps & { details: ImportDetails; error: unknown; staging: StagingState | undefined }

function Details({ details, error, staging, heading }: DetailsProps) {
  const trpc = useTRPC()
  const estimate = useQuery({
    ...trpc.imports.estimate.queryOptions({ importId: details.importId }),
    // A completed one is enrolled, and its contacts may still be called.
    enabled: details.status === 'running' || details.status === 'completed',
    refetchInterval: ESTIMATE_POLL_MS,
  })
  const isSmall = details.batches.length === 1
  const isResult = details.status === 'completed'
  // For a file of a single batch, the rejected rows say more than a list of one batch.
  const first = isResult && isSmall && details.rejected > 0 ? 'rejected' : 'batches'
  const [tab, setTab] = useQueryState(
    'tab',
    parseAsStringLiteral(TABS).withDefault(first).withOptions({ history: 'push' }),
  )
  const pollMs = importPollMs(details.status)
  return (
    <>
      <PageHeader
        headingRef={isResult && isSmall ? undefined : heading}
        breadcrumb={BREADCRUMB}
        title={details.fileName}
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
            <span>Priority: {PRIORITY_WORDS[priorityOf(details.options)].name.toLowerCase()}</span>
            <WhenDone estimate={estimate.data?.estimate} />
            <span className="flex min-w-0 items-center gap-0.5">
              <span className="truncate font-mono text-xs">{details.importId}</span>
              <CopyButton value={details.importId} label="Copy import id" />
            </span>
          </>
        }
        actions={<ImportActions details={details} sentFromHere={staging !== undefined} />}
      />
      <ObjectHistory kind="import" id={details.importId} />
      {error ? (
        <Notice tone="warning" live className="mb-4" title="These figures may be old">
          {describeError(error).message} The page keeps trying.
        </Notice>
      ) : null}
      <div className="mb-6 empty:hidden">
        {details.status === 'staging' && staging ? (
          <StagingProgress state={staging} />
        ) : (
          <ImportProgress details={details} />
        )}
        {isResult && <ImportResult details={details} heading={isSmall ? heading : undefined} />}
      </div>
      <RowAccount details={details} />

      <Tabs
        value={tab}
        onValueChange={(value) => setTab(TABS.find((known) => known === value) ?? null)}
        className="mt-8"
      >
        <TabsList aria-label="Parts of the import">
          <TabsTrigger value="batches" count={formatNumber(details.batches.length)}>
            Batches
          </TabsTrigger>
          <TabsTrigger value="rejected" count={formatNumber(details.rejected)}>
            Rejected
          </TabsTrigger>
        </TabsList>
        <TabsContent value="batches">
          <BatchesTab details={details} />
        </TabsContent>
        <TabsContent value="rejected">
          <RejectedTab details={details} pollMs={pollMs} />
        </TabsContent>
      </Tabs>
      <p className="sr-only" role="status">
        {isResult && `${count(details.accepted, 'contact')} enrolled, ${formatNumber(details.rejected)} rejected.`}
      </p>
    </>
  )
}
