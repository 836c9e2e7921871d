'use client'

import { useQuery } from '@tanstack/react-query'
import { WEBHOOK_EVENT_TABLE } from '@/domain/webhook-events/webhook-event-types.rules'
import { DELIVERY_ATTEMPTS_MAX } from '@/domain/webhooks/retry-schedule.rules'
import { CopyButton } from '@/ui/components/copy-button'
import { count } from '@/ui/components/format-number'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { State } from '@/ui/components/state'
import { AbsoluteTime, RelativeTime } from '@/ui/components/time'
import { LoadFailure } from '@/ui/frame/load-failure'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import { useTRPC } from '@/ui/trpc-client'
import { usePageTitle } from '@/ui/use-page-title'
import { DeliveryLog } from './delivery-log'
import { describeLastAnswer, endpointStateName, failedLately, failureRate, hostOf } from './describe-endpoint'
import { EndpointActions } from './endpoint-actions'
import { useEndpointHealth } from './use-endpoint-health'

/** Shows one endpoint and its deliveries. */
export function EndpointScreen({ endpointId }: { endpointId: string }) {
  const trpc = useTRPC()
  const endpoint = useQuery(trpc.webhooks.endpoints.get.queryOptions({ endpointId }))
  const health = useEndpointHealth().get(endpointId)
  usePageTitle(endpoint.data && hostOf(endpoint.data.url))
  if (endpoint.error) {
    return (
      <LoadFailure
        thing="webhook endpoint"
        list={{ label: 'webhooks', href: '/webhooks' }}
        error={endpoint.error}
        onRetry={() => endpoint.refetch()}
      />
    )
  }
  if (!endpoint.data) return <PageSkeleton />
  const details = endpoint.data
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: 'Webhooks', href: '/webhooks' }]}
        title={hostOf(details.url)}
        facts={
          <>
            <State name={endpointStateName(details, health)} className="text-foreground" />
            <span className="flex min-w-0 items-center gap-0.5">
              <span className="font-mono text-xs break-all">{details.url}</span>
              <CopyButton value={details.url} label="Copy the URL" />
            </span>
            <span>
              Added <RelativeTime iso={details.createdAt} />
            </span>
            {health && failureRate(health) && <span>{failureRate(health)}</span>}
            {health?.lastSuccessAt && (
              <span>
                Last success <RelativeTime iso={health.lastSuccessAt} />
              </span>
            )}
            {details.disabledAt !== null && (
              <span>
                Disabled <RelativeTime iso={details.disabledAt} />
              </span>
            )}
          </>
        }
        actions={<EndpointActions endpoint={details} />}
      />
      {details.disabledAt !== null && (
        <Notice tone="warning" className="mb-6" title="Nothing is sent to this endpoint">
          {details.disabledReason} Results wait meanwhile, and are sent when it is enabled
          {details.waitingDeliveries > 0 && `: ${count(details.waitingDeliveries, 'delivery', 'deliveries')} so far`}.
        </Notice>
      )}
      {details.disabledAt === null && health?.failingSince && (
        <Notice
          tone="error"
          className="mb-6"
          title={
            <>
              Failing since <AbsoluteTime iso={health.failingSince} />
            </>
          }
        >
          <span className="break-words">Last answer: {describeLastAnswer(health)}</span>
          <span className="mt-1 block">
            Each delivery is tried {DELIVERY_ATTEMPTS_MAX} times over about a day, and then counts as failed. Fix the
            server, then send what it missed with Recover.
          </span>
        </Notice>
      )}
      {details.failedDeliveries > 0 && (
        <Notice tone="warning" className="mb-6" title="Results could not be delivered">
          {failedLately(details.failedDeliveries)}{' '}
          {details.disabledAt === null
            ? 'When the endpoint works again, send them once more with Recover.'
            : 'Once it is enabled, send them again with Recover.'}
        </Notice>
      )}
      {details.oldSecretUntil !== null && (
        <Notice tone="info" className="mb-6" title="Two secrets sign at the moment">
          What is sent carries the signatures of the new secret and of the one before. The one before stops{' '}
          <RelativeTime iso={details.oldSecretUntil} />.
        </Notice>
      )}
      <section className="mb-8">
        <h2 className="mb-2 font-semibold">Told when</h2>
        <ul className="grid gap-1 text-sm">
          {details.events.map((type) => (
            <li key={type} className="flex flex-wrap items-baseline gap-x-2">
              {WEBHOOK_EVENT_TABLE[type]}
              <span className="font-mono text-xs text-muted-foreground">{type}</span>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2 className="mb-3 font-semibold">Deliveries</h2>
        <DeliveryLog endpointId={endpointId} />
      </section>
    </>
  )
}
