'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { DELIVERY_ATTEMPTS_MAX } from '@/domain/webhooks/retry-schedule.rules'
import { Button } from '@/ui/components/button'
import { CodeBlock } from '@/ui/components/code-block'
import { CopyButton } from '@/ui/components/copy-button'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { formatNumber } from '@/ui/components/format-number'
import { RotateCw } from '@/ui/components/icons/rotate-cw'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { State } from '@/ui/components/state'
import { RelativeTime } from '@/ui/components/time'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { LoadFailure } from '@/ui/frame/load-failure'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import type { WebhookDeliveryDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { usePageTitle } from '@/ui/use-page-title'
import { deliveryStateName, hostOf, subjectOf } from './describe-endpoint'
import { describeAnswer, nextAttemptAt, readPayload } from './read-delivery'

const POLL_MS = 2_500

/** Shows one delivery: each attempt with its answer, and the payload. */
export function DeliveryScreen({ deliveryId }: { deliveryId: string }) {
  const trpc = useTRPC()
  const delivery = useQuery({
    ...trpc.webhooks.deliveries.get.queryOptions({ deliveryId }),
    refetchInterval: ({ state }) => (state.data?.status === 'pending' ? POLL_MS : false),
  })
  const payload = delivery.data && readPayload(delivery.data.payload)
  const title = delivery.data && titleOf(delivery.data.type, payload?.name ?? null)
  usePageTitle(title)
  if (delivery.error && !delivery.data) {
    return (
      <LoadFailure
        thing="delivery"
        list={{ label: 'webhooks', href: '/webhooks' }}
        error={delivery.error}
        onRetry={() => delivery.refetch()}
      />
    )
  }
  if (!delivery.data || !payload || !title) return <PageSkeleton />
  const details = delivery.data
  return (
    <>
      <PageHeader
        breadcrumb={[
          { label: 'Webhooks', href: '/webhooks' },
          { label: hostOf(details.url), href: `/webhooks/${details.endpointId}` },
        ]}
        title={title}
        facts={
          <>
            <State
              name={deliveryStateName({ ...details, attempts: details.attempts.length })}
              className="text-foreground"
            />
            <span>
              Created <RelativeTime iso={details.createdAt} />
            </span>
            {payload.sequenceId && (
              <Link
                href={`/sequences/${payload.sequenceId}#${details.callId}`}
                className="text-link underline-offset-4 hover:underline"
              >
                The call
              </Link>
            )}
            {details.replayOf && (
              <Link
                href={`/webhooks/deliveries/${details.replayOf}`}
                className="text-link underline-offset-4 hover:underline"
              >
                Replay of another delivery
              </Link>
            )}
            <span className="flex min-w-0 items-center gap-0.5">
              <span className="truncate font-mono text-xs">{details.deliveryId}</span>
              <CopyButton value={details.deliveryId} label="Copy the webhook-id" />
            </span>
          </>
        }
        actions={<Replay delivery={details} />}
      />
      {details.endpointDisabledReason !== null && (
        <Notice tone="warning" className="mb-6" title="Nothing is sent to this endpoint now">
          {details.endpointDisabledReason}{' '}
          {details.waitsForEndpoint
            ? 'This delivery waits, and goes on when the endpoint is enabled.'
            : 'It can be replayed once the endpoint is enabled.'}
        </Notice>
      )}
      <section>
        <h2 className="mb-2 font-semibold">Attempts</h2>
        <Attempts delivery={details} />
        {details.endpointDisabledReason === null && <NextAttempt delivery={details} />}
      </section>
      <section className="mt-8 max-w-4xl">
        <h2 className="mb-3 font-semibold">Payload</h2>
        <CodeBlock
          title="Body"
          aside={<span className="truncate font-mono">POST {details.url}</span>}
          text={payload.text}
          copyLabel="Copy the payload"
        />
      </section>
    </>
  )
}

function titleOf(type: string, name: string | null): string {
  if (type !== 'call.ended') return subjectOf({ type, contactName: null })
  return name ? `Result of the call to ${name}` : 'Result of a call'
}

function Attempts({ delivery }: { delivery: WebhookDeliveryDetails }) {
  type Attempt = WebhookDeliveryDetails['attempts'][number]
  return (
    <DataTable<Attempt>
      caption="Attempts"
      rows={delivery.attempts}
      rowKey={({ number }) => String(number)}
      columns={[
        {
          key: 'answer',
          header: 'Answer',
          cell: (attempt) => (
            <span className="font-normal whitespace-normal break-words">{describeAnswer(attempt)}</span>
          ),
        },
        {
          key: 'state',
          header: 'State',
          cell: ({ httpStatus }) => <State name={wasTaken(httpStatus) ? 'delivery delivered' : 'delivery failed'} />,
        },
        { key: 'number', header: 'Attempt', align: 'right', cell: ({ number }) => number },
        {
          key: 'duration',
          header: 'Took',
          align: 'right',
          from: 'lg',
          cell: ({ durationMs }) => `${formatNumber(durationMs)} ms`,
        },
        { key: 'at', header: 'At', align: 'right', cell: ({ startedAt }) => <RelativeTime iso={startedAt} /> },
      ]}
      phone={(attempt) => ({
        primary: `Attempt ${attempt.number}`,
        aside: <State name={wasTaken(attempt.httpStatus) ? 'delivery delivered' : 'delivery failed'} />,
        secondary: (
          <>
            <span className="min-w-0 break-words">{describeAnswer(attempt)}</span>
            <RelativeTime iso={attempt.startedAt} />
          </>
        ),
      })}
      empty={
        <EmptyState title="Not tried yet">
          {delivery.waitsForEndpoint
            ? 'The first attempt follows once the endpoint is enabled.'
            : 'The first attempt follows within moments.'}
        </EmptyState>
      }
    />
  )
}

function wasTaken(httpStatus: number | null): boolean {
  return httpStatus !== null && httpStatus >= 200 && httpStatus < 300
}

function NextAttempt({ delivery }: { delivery: WebhookDeliveryDetails }) {
  const at = nextAttemptAt(delivery)
  if (at === null) return null
  return (
    <p className="mt-3 text-sm text-muted-foreground" role="status">
      Attempt {delivery.attempts.length + 1} of {DELIVERY_ATTEMPTS_MAX} follows <RelativeTime iso={at} />
    </p>
  )
}

/** Sends the delivery again, and opens the new delivery. */
function Replay({ delivery }: { delivery: WebhookDeliveryDetails }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const replay = useMutation(
    trpc.webhooks.deliveries.replay.mutationOptions({
      onSuccess: async ({ deliveryId }) => {
        await queryClient.invalidateQueries(trpc.webhooks.deliveries.list.queryFilter())
        router.push(`/webhooks/deliveries/${deliveryId}`)
        toast.success('Sent again, under a new webhook-id.')
      },
      onError: (error) => toast.error(describeError(error).message),
    }),
  )
  return (
    <Button
      pending={replay.isPending}
      disabled={delivery.endpointDisabledReason !== null}
      onClick={() => replay.mutate({ deliveryId: delivery.deliveryId })}
    >
      <RotateCw aria-hidden />
      Replay
    </Button>
  )
}
