'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { CopyButton } from '@/ui/components/copy-button'
import { count } from '@/ui/components/format-number'
import { lazyPart } from '@/ui/components/lazy-part'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { PhoneNumber } from '@/ui/components/phone-number'
import { Result } from '@/ui/components/result'
import { State } from '@/ui/components/state'
import { TestBadge } from '@/ui/components/test-badge'
import { ZonedTime } from '@/ui/components/time'
import { describeError } from '@/ui/describe-error'
import { LoadFailure } from '@/ui/frame/load-failure'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import type { SequenceDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { usePageTitle } from '@/ui/use-page-title'
import { ChainAside } from './chain-aside'
import { TimelineList } from './timeline-list'

const RescheduleDialog = lazyPart(() =>
  import('@/ui/sequences/reschedule-dialog').then((module) => module.RescheduleDialog),
)

const POLL_MS = 2_500

/** Shows one contact's sequence: the contact's data, and each step as it happened. */
export function SequenceScreen({ sequenceId }: { sequenceId: string }) {
  const trpc = useTRPC()
  const sequence = useQuery({
    ...trpc.sequences.get.queryOptions({ sequenceId }),
    refetchInterval: ({ state }) => (state.data && state.data.endedAt === null ? POLL_MS : false),
  })
  usePageTitle(sequence.data?.name)
  if (sequence.error && !sequence.data) {
    return (
      <LoadFailure
        thing="sequence"
        list={{ label: 'batches', href: '/batches' }}
        error={sequence.error}
        onRetry={() => sequence.refetch()}
      />
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
            {details.test && <TestBadge />}
            <Result {...details} className="text-foreground" />
            {details.paused && details.endedAt === null && <State name="paused" className="text-foreground" />}
            <PhoneNumber e164={details.phoneNumber} extension={details.phoneNumberExt} country="beside" />
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
      <div className="mt-8 grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_320px]">
        <section>
          <h2 className="mb-3 font-semibold">Timeline</h2>
          <TimelineList sequence={details} />
        </section>
        <ChainAside sequence={details} pollMs={details.endedAt === null ? POLL_MS : false} />
      </div>
    </>
  )
}

function Facts({ sequence }: { sequence: SequenceDetails }) {
  const { chain } = sequence
  const facts: { label: string; value: ReactNode }[] = [
    { label: 'Number as sent', value: sequence.phoneNumberWritten },
    { label: 'Scheduled', value: <ZonedTime iso={sequence.scheduledAt} timeZone={sequence.timezone} /> },
    { label: 'Step', value: `${Math.min(sequence.stepIndex + 1, sequence.steps.length)} of ${sequence.steps.length}` },
    { label: 'Credit', value: CREDIT_WORDS[sequence.creditState] ?? sequence.creditState },
    ...(chain ? [{ label: 'Place in the chain', value: `${chain.position + 1} of ${chain.size}` }] : []),
    ...(sequence.toEmailAddress ? [{ label: 'Email', value: sequence.toEmailAddress }] : []),
    ...(sequence.externalId ? [{ label: 'External id', value: sequence.externalId }] : []),
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

function SequenceActions({ sequence }: { sequence: SequenceDetails }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [scope, setScope] = useState<'contact' | 'chain' | null>(null)
  const [isMoving, setMoving] = useState(false)
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
        <Button variant="ghost" className="max-sm:-ml-3" onClick={() => setScope('chain')}>
          Cancel chain
        </Button>
      )}
      {(sequence.dueAt !== null || sequence.lifecycleStatus === 'waiting') && (
        <Button onClick={() => setMoving(true)}>Reschedule</Button>
      )}
      <Button onClick={() => setScope('contact')}>Cancel contact</Button>
      {isMoving && <RescheduleDialog sequenceIds={[sequenceId]} onClose={() => setMoving(false)} />}
      <ConfirmDialog
        open={scope !== null}
        onOpenChange={(open) => !open && setScope(null)}
        title={whole ? `Cancel the chain ${chain?.value}?` : `Cancel ${name}?`}
        description={
          whole
            ? `Nobody in this chain of ${count(chain?.size ?? 1, 'contact')} will be called any more, and the chain is closed. A call under way may finish. Credits of those who were never called are released. This cannot be undone.`
            : `${name} will not be called any more. A call under way may finish${chain ? ', and the chain goes on with the next contact' : ''}. This cannot be undone.`
        }
        confirm={whole ? 'Cancel chain' : 'Cancel contact'}
        keep={whole ? 'Leave the chain as it is' : 'Leave the contact as it is'}
        pending={cancel.isPending}
        error={cancel.error}
        onConfirm={() => scope && cancel.mutate({ sequenceId, scope })}
      />
    </>
  )
}
