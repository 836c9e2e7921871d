'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { decisionFacts } from '@/domain/people/write-trail-page.rules'
import { Button } from '@/ui/components/button'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { EmptyState } from '@/ui/components/empty-state'
import { Download } from '@/ui/components/icons/download'
import { LoadError } from '@/ui/components/load-error'
import { Menu } from '@/ui/components/menu'
import { oneTabStop } from '@/ui/components/one-tab-stop'
import { Skeleton } from '@/ui/components/skeleton'
import { AbsoluteTime, ZonedTime } from '@/ui/components/time'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { saveBlob } from '@/ui/download-file'
import { TRAIL_PAGE_SIZE } from '@/ui/lists/page-size'
import type { TrailEntry } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'

/** Shows everything that is known about a number, newest first, and exports it. */
export function TrailSection({ phoneNumber, pollMs }: { phoneNumber: string; pollMs: number | false }) {
  const trpc = useTRPC()
  const trail = useCursorTrail('trail-after')
  const entries = useQuery({
    ...trpc.people.trail.queryOptions({ phoneNumber, cursor: trail.cursor, limit: TRAIL_PAGE_SIZE }),
    refetchInterval: pollMs,
  })
  return (
    <section aria-labelledby="trail" className="mt-8">
      <div className="mb-1 flex flex-wrap items-center justify-between gap-2">
        <h2 id="trail" className="font-semibold">
          Everything about this number
        </h2>
        <ExportTrail phoneNumber={phoneNumber} />
      </div>
      {entries.error ? (
        <LoadError what="The trail" error={entries.error} onRetry={() => entries.refetch()} />
      ) : entries.data?.trail.length === 0 ? (
        <EmptyState title="Nothing more is known about this number" />
      ) : (
        <>
          <ol ref={oneTabStop} className="border-t" aria-busy={!entries.data}>
            {entries.data
              ? entries.data.trail.map((entry) => (
                  <Entry key={`${entry.type} ${entry.id}`} entry={entry} personZone={zoneIn(entries.data.trail)} />
                ))
              : Array.from({ length: 4 }, (_, at) => at).map((at) => (
                  <li key={at} className="border-b py-3">
                    <Skeleton className="w-64" />
                  </li>
                ))}
          </ol>
          <CursorPagination trail={trail} nextCursor={entries.data?.nextCursor} />
        </>
      )}
    </section>
  )
}

/** The zone of the person, as the newest entry that names one has it: hours of one moment would differ without it. */
function zoneIn(trail: readonly TrailEntry[]): string | null {
  return trail.find(({ timezone }) => timezone !== null)?.timezone ?? null
}

function Entry({ entry, personZone }: { entry: TrailEntry; personZone: string | null }) {
  const { at, what, by, decision } = entry
  const timezone = entry.timezone ?? personZone
  return (
    <li className="border-b py-2.5 text-sm">
      <p className="text-pretty break-words">{what}</p>
      <p className="mt-0.5 flex flex-wrap gap-x-3 text-muted-foreground">
        {timezone === null ? <AbsoluteTime iso={at} /> : <ZonedTime iso={at} timeZone={timezone} />}
        {by !== null && <span>By {by}</span>}
        <Whereto entry={entry} />
      </p>
      {decision && (
        <details className="mt-1">
          <summary className="w-fit cursor-pointer rounded-sm text-muted-foreground">Why</summary>
          <dl className="mt-1 grid gap-x-4 gap-y-0.5 sm:grid-cols-[auto_minmax(0,1fr)]">
            {decisionFacts(decision).map(([term, text]) => (
              <div key={term} className="contents">
                <dt className="mt-1 text-muted-foreground sm:mt-0">{term}</dt>
                <dd className="break-words">{text}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  )
}

/** Leads to what an entry is about. */
function Whereto({ entry: { type, sequenceId, importId, batchId } }: { entry: TrailEntry }) {
  const to =
    sequenceId !== null && type !== 'enrolled'
      ? { href: `/sequences/${sequenceId}`, label: 'Sequence' }
      : importId !== null
        ? { href: `/imports/${importId}`, label: 'Import' }
        : batchId !== null && { href: `/batches/${batchId}`, label: 'Batch' }
  if (!to) return null
  return (
    <Link href={to.href} prefetch={false} className="text-link underline-offset-4 hover:underline">
      {to.label}
    </Link>
  )
}

function ExportTrail({ phoneNumber }: { phoneNumber: string }) {
  const trpc = useTRPC()
  const exported = useMutation(
    trpc.people.exportTrail.mutationOptions({
      onSuccess: ({ fileName, mimeType, text }) => saveBlob(fileName, new Blob([text], { type: mimeType })),
      onError: (error) => void toast.error(describeError(error).message),
    }),
  )
  return (
    <Menu
      button={
        <Button size="sm" pending={exported.isPending}>
          {!exported.isPending && <Download aria-hidden />}
          Export
        </Button>
      }
      items={[
        { label: 'Page to read (HTML)', onSelect: () => exported.mutate({ phoneNumber, format: 'html' }) },
        { label: 'JSON', onSelect: () => exported.mutate({ phoneNumber, format: 'json' }) },
      ]}
    />
  )
}
