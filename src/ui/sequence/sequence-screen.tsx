'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { Button } from '../components/button'
import { ConfirmDialog } from '../components/confirm-dialog'
import { CopyButton } from '../components/copy-button'
import { LoadError } from '../components/load-error'
import { Notice } from '../components/notice'
import { PageHeader } from '../components/page-header'
import { PhoneNumber } from '../components/phone-number'
import { State } from '../components/state'
import { RelativeTime, ZonedTime } from '../components/time'
import { describeError } from '../describe-error'
import { MessagePage } from '../frame/message-page'
import { PageSkeleton } from '../frame/page-skeleton'
import type { SequenceDetails } from '../router-outputs'
import { useTRPC } from '../trpc-client'
import { usePageTitle } from '../use-page-title'
import { type TimelineEntry, timelineOf } from './timeline'

const POLL_MS = 2_500

/** One contact's journey: what is known of the person, and each step as it happened. */
export function SequenceScreen({ sequenceId }: { sequenceId: string }) {
  const trpc = useTRPC()
  const sequence = useQuery({
    ...trpc.sequences.get.queryOptions({ sequenceId }),
    refetchInterval: ({ state }) => (state.data && state.data.endedAt === null ? POLL_MS : false),
  })
  usePageTitle(sequence.data?.name)
  if (sequence.error && !sequence.data) {
    return describeError(sequence.error).code === 'NOT_FOUND' ? (
      <MessagePage
        title="No such sequence"
        action={
          <Button asChild>
            <Link href="/batches">Go to batches</Link>
          </Button>
        }
      >
        There is no sequence with this id in your organization.
      </MessagePage>
    ) : (
      <LoadError what="The sequence" error={sequence.error} onRetry={() => sequence.refetch()} />
    )
  }
  if (!sequence.data) return <PageSkeleton />
  const details = sequence.data
  return (
    <>
      <PageHeader
        breadcrumb={[
          { label: 'Batches', href: '/batches' },
          { label: 'Batch', href: `/batches/${details.batchId}` },
        ]}
        title={details.name}
        facts={
          <>
            <State name={details.lifecycleStatus} className="text-foreground" />
            {details.paused && details.endedAt === null && <State name="paused" className="text-foreground" />}
            <PhoneNumber e164={details.phoneNumber} extension={details.phoneNumberExt} />
            <Link href={`/agents/${details.agentId}`} className="text-link underline-offset-4 hover:underline">
              {details.agentName}
            </Link>
            <span className="flex min-w-0 items-center gap-0.5">
              <span className="truncate font-mono text-xs">{details.sequenceId}</span>
              <CopyButton value={details.sequenceId} label="Copy sequence id" />
            </span>
          </>
        }
        actions={details.endedAt === null && <SequenceActions sequence={details} />}
      />
      {sequence.error && (
        <Notice tone="warning" live className="mb-4" title="This may be old">
          {describeError(sequence.error).message} The page keeps trying.
        </Notice>
      )}
      <Facts sequence={details} />
      <section className="mt-8">
        <h2 className="mb-3 font-semibold">Timeline</h2>
        <ol className="max-w-2xl" aria-live="polite">
          {timelineOf(details).map((entry) => (
            <Entry key={entry.key} entry={entry} timeZone={details.timezone} />
          ))}
          <Upcoming sequence={details} />
        </ol>
      </section>
    </>
  )
}

function Facts({ sequence }: { sequence: SequenceDetails }) {
  const { chain } = sequence
  const facts: { label: string; value: ReactNode }[] = [
    { label: 'Scheduled', value: <ZonedTime iso={sequence.scheduledAt} timeZone={sequence.timezone} /> },
    { label: 'Step', value: `${Math.min(sequence.stepIndex + 1, sequence.steps.length)} of ${sequence.steps.length}` },
    { label: 'Credit', value: CREDIT_WORDS[sequence.creditState] ?? sequence.creditState },
    ...(chain
      ? [{ label: `Chain, ${chain.variable}`, value: `${chain.value} · ${chain.position + 1} of ${chain.size}` }]
      : []),
    ...(sequence.toEmailAddress ? [{ label: 'Email', value: sequence.toEmailAddress }] : []),
    ...Object.entries(sequence.customInputVariables).map(([label, value]) => ({ label, value })),
  ]
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 border-y py-4 lg:grid-cols-4">
      {facts.map(({ label, value }) => (
        <div key={label} className="min-w-0">
          <dt className="truncate text-xs text-muted-foreground" title={label}>
            {label}
          </dt>
          <dd className="mt-0.5 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const CREDIT_WORDS: Record<string, string> = { reserved: 'Reserved', spent: 'Spent', released: 'Released' }

function Entry({ entry, timeZone }: { entry: TimelineEntry; timeZone: string }) {
  const summary = entry.call?.result?.summary
  return (
    <li className="relative grid gap-0.5 border-l py-2 pl-5 before:absolute before:top-4 before:-left-1 before:size-[7px] before:rounded-full before:bg-border">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="flex flex-wrap items-center gap-x-3">
          <span className="font-medium">{entry.title}</span>
          {entry.state && <State name={entry.state} />}
        </span>
        <span className="text-sm text-muted-foreground">
          <ZonedTime iso={entry.at} timeZone={timeZone} />
        </span>
      </div>
      {entry.detail && <p className="text-sm text-muted-foreground">{entry.detail}</p>}
      {summary && <p className="text-sm">{summary}</p>}
    </li>
  )
}

/** What comes next, as far as it is known. */
function Upcoming({ sequence }: { sequence: SequenceDetails }) {
  if (sequence.endedAt !== null) return null
  const step = sequence.steps[sequence.stepIndex]
  return (
    <li className="relative border-l border-dashed py-2 pl-5 text-sm text-muted-foreground">
      {sequence.lifecycleStatus === 'waiting' ? (
        'Waits for its turn in the chain.'
      ) : sequence.dueAt === null ? (
        'A step is under way.'
      ) : (
        <>
          {step?.stepType === 'EMAIL' ? 'Next mail' : 'Next call'} <RelativeTime iso={sequence.dueAt} />
          {sequence.paused && ', once the batch is resumed'}
        </>
      )}
    </li>
  )
}

function SequenceActions({ sequence }: { sequence: SequenceDetails }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [scope, setScope] = useState<'contact' | 'chain' | null>(null)
  const cancel = useMutation(
    trpc.sequences.cancel.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.sequences.pathKey() })
        setScope(null)
      },
    }),
  )
  const { chain, name, sequenceId } = sequence
  const whole = scope === 'chain'
  return (
    <>
      {chain && chain.size > 1 && (
        <Button variant="ghost" onClick={() => setScope('chain')}>
          Cancel chain
        </Button>
      )}
      <Button onClick={() => setScope('contact')}>Cancel contact</Button>
      <ConfirmDialog
        open={scope !== null}
        onOpenChange={(open) => !open && setScope(null)}
        title={whole ? `Cancel the chain ${chain?.value}?` : `Cancel ${name}?`}
        description={
          whole
            ? 'Nobody of this chain is called any more. A call under way is left to end. This cannot be undone.'
            : `${name} is not called any more. A call under way is left to end, and the chain, if there is one, goes on. This cannot be undone.`
        }
        confirm={whole ? 'Cancel chain' : 'Cancel contact'}
        pending={cancel.isPending}
        error={cancel.error}
        onConfirm={() => scope && cancel.mutate({ sequenceId, scope })}
      />
    </>
  )
}
