'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { EmptyState } from '@/ui/components/empty-state'
import { count } from '@/ui/components/format-number'
import { useReadableNumber } from '@/ui/components/known-numbers'
import { LoadError } from '@/ui/components/load-error'
import { oneTabStop } from '@/ui/components/one-tab-stop'
import { PageHeader } from '@/ui/components/page-header'
import { PhoneNumber } from '@/ui/components/phone-number'
import { Skeleton } from '@/ui/components/skeleton'
import { LoadFailure } from '@/ui/frame/load-failure'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import { PERSON_PAGE_SIZE } from '@/ui/lists/page-size'
import type { Person } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'
import { usePageTitle } from '@/ui/use-page-title'
import { PersonSuppressions } from './opt-out-person'
import { PersonActions } from './person-actions'
import { PersonSequenceItem } from './person-sequence-item'
import { TrailSection } from './trail-section'

const POLL_MS = 5_000

/** Shows all that is known about one number, newest first. */
export function PersonScreen({ phoneNumber }: { phoneNumber: string }) {
  const trpc = useTRPC()
  const person = useQuery({
    ...trpc.people.get.queryOptions({ phoneNumber }),
    refetchInterval: ({ state }) => ((state.data?.open ?? 0) > 0 ? POLL_MS : false),
  })
  const { written } = useReadableNumber(phoneNumber)
  const title = person.data && (person.data.name ?? written)
  usePageTitle(title)
  if (person.error && !person.data) {
    return (
      <LoadFailure
        thing="person"
        list={{ label: 'batches', href: '/batches' }}
        error={person.error}
        onRetry={() => person.refetch()}
      />
    )
  }
  if (!person.data || title === undefined) return <PageSkeleton />
  const { data } = person
  return (
    <>
      <PageHeader title={title} facts={<Facts person={data} />} actions={<PersonActions person={data} />} />
      <PersonSuppressions person={data} />
      <Sequences person={data} />
      <TrailSection phoneNumber={data.phoneNumber} pollMs={data.open > 0 ? POLL_MS : false} />
    </>
  )
}

function Facts({ person }: { person: Person }) {
  const { phoneNumber, otherNames, toEmailAddress, externalId, sequences, open, calls } = person
  return (
    <>
      <PhoneNumber e164={phoneNumber} country="beside" className="text-foreground" />
      {toEmailAddress && <span>{toEmailAddress}</span>}
      {externalId && <span className="break-all">External id {externalId}</span>}
      {otherNames.length > 0 && <span>Also {otherNames.join(', ')}</span>}
      <span>
        {count(sequences, 'sequence')}, {open} open, {count(calls, 'call')}
      </span>
    </>
  )
}

function Sequences({ person }: { person: Person }) {
  const trpc = useTRPC()
  const trail = useCursorTrail()
  const sequences = useQuery({
    ...trpc.people.sequences.queryOptions({
      phoneNumber: person.phoneNumber,
      cursor: trail.cursor,
      limit: PERSON_PAGE_SIZE,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: person.open > 0 ? POLL_MS : false,
  })
  return (
    <section aria-labelledby="sequences">
      <h2 id="sequences" className="mb-1 font-semibold">
        Sequences
      </h2>
      {sequences.error ? (
        <LoadError what="The sequences" error={sequences.error} onRetry={() => sequences.refetch()} />
      ) : sequences.data?.sequences.length === 0 ? (
        <EmptyState title="Never enrolled">
          {person.rejections.length > 0
            ? 'Every contact with this number was rejected.'
            : 'What is known about this number stands below.'}
        </EmptyState>
      ) : (
        <>
          <ol ref={oneTabStop} className="border-t" aria-busy={!sequences.data}>
            {sequences.data
              ? sequences.data.sequences.map((sequence) => (
                  <PersonSequenceItem key={sequence.sequenceId} sequence={sequence} name={person.name} />
                ))
              : Array.from({ length: Math.min(person.sequences, PERSON_PAGE_SIZE) }, (_, at) => at).map((at) => (
                  <li key={at} className="grid gap-2 border-b py-3">
                    <Skeleton className="w-40" />
                    <Skeleton className="w-64" />
                  </li>
                ))}
          </ol>
          <CursorPagination
            trail={trail}
            nextCursor={sequences.data?.nextCursor}
            total={count(person.sequences, 'sequence')}
          />
        </>
      )}
    </section>
  )
}
