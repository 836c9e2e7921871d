'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { DELIVERY_STATUSES } from '@/domain/webhooks/webhook.rules'
import { Badge } from '@/ui/components/badge'
import { Button } from '@/ui/components/button'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { type Column, DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { formatNumber } from '@/ui/components/format-number'
import { LoadError } from '@/ui/components/load-error'
import { State, stateWord } from '@/ui/components/state'
import { RelativeTime } from '@/ui/components/time'
import { FilterSelect } from '@/ui/lists/filter-select'
import { DELIVERIES_PAGE_SIZE } from '@/ui/lists/page-size'
import type { WebhookDelivery } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'
import { deliveryStateName, describeLastAnswer, hostOf, subjectOf } from './describe-endpoint'

const POLL_MS = 5_000

type DeliveryLogProps = {
  /** Shows only deliveries to this endpoint. */
  endpointId?: string
  withEndpoint?: boolean
}

/** Lists deliveries, newest first, filtered by state. The URL holds the state and the page. */
export function DeliveryLog({ endpointId, withEndpoint = false }: DeliveryLogProps) {
  const trpc = useTRPC()
  const [status, setStatus] = useQueryState(
    'status',
    parseAsStringLiteral(DELIVERY_STATUSES).withOptions({ history: 'push' }),
  )
  const trail = useCursorTrail()
  const log = useQuery({
    ...trpc.webhooks.deliveries.list.queryOptions({
      endpointId,
      status: status ?? undefined,
      cursor: trail.cursor,
      limit: DELIVERIES_PAGE_SIZE,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  })
  const filter = (wanted: typeof status) => {
    trail.reset()
    setStatus(wanted)
  }
  if (log.error && !log.data) {
    return <LoadError what="The deliveries" error={log.error} onRetry={() => log.refetch()} />
  }
  return (
    <>
      <div className="mb-2 flex gap-2">
        <FilterSelect
          label="State of deliveries"
          any="Any state"
          className="w-44"
          value={status}
          options={DELIVERY_STATUSES.map((name) => ({ value: name, label: stateWord(`delivery ${name}`) }))}
          onChange={filter}
        />
      </div>
      <DataTable<WebhookDelivery>
        caption="Deliveries"
        rows={log.data?.deliveries}
        rowKey={(delivery) => delivery.deliveryId}
        rowHref={(delivery) => `/webhooks/deliveries/${delivery.deliveryId}`}
        columns={columnsOf(withEndpoint)}
        phone={(delivery) => ({
          primary: subjectOf(delivery),
          aside: <State name={deliveryStateName(delivery)} />,
          secondary: (
            <>
              {withEndpoint && <span className="min-w-0 basis-full truncate">To {hostOf(delivery.url)}</span>}
              <span className="min-w-0 basis-full break-words">{answerOf(delivery)}</span>
              <RelativeTime iso={delivery.createdAt} />
            </>
          ),
        })}
        empty={
          status ? (
            <EmptyState
              title="No delivery is in this state"
              action={<Button onClick={() => filter(null)}>Show all</Button>}
            />
          ) : (
            <EmptyState title="Nothing sent yet">
              What is sent next appears here, with what your server answered.
            </EmptyState>
          )
        }
      />
      <CursorPagination trail={trail} nextCursor={log.data?.nextCursor} />
    </>
  )
}

function columnsOf(withEndpoint: boolean): Column<WebhookDelivery>[] {
  return [
    {
      key: 'subject',
      header: 'About',
      cell: (delivery) => (
        <span title={subjectOf(delivery)}>
          {subjectOf(delivery)}
          {delivery.replayOf && <Badge className="ml-2">Replay</Badge>}
        </span>
      ),
    },
    {
      key: 'sequence',
      header: 'Sequence',
      from: 'xl',
      // The link lies above the row's own link, which opens the delivery.
      cell: (delivery) =>
        delivery.sequenceId && (
          <Link
            href={`/sequences/${delivery.sequenceId}#${delivery.callId}`}
            aria-label={`The call to ${delivery.contactName}`}
            className="relative z-1 rounded-sm text-link underline-offset-4 hover:underline"
          >
            The call
          </Link>
        ),
    },
    { key: 'state', header: 'State', cell: (delivery) => <State name={deliveryStateName(delivery)} /> },
    ...(withEndpoint
      ? [
          {
            key: 'endpoint',
            header: 'Endpoint',
            from: 'xl' as const,
            cell: (delivery: WebhookDelivery) => (
              <span className="block max-w-44 truncate" title={delivery.url}>
                {hostOf(delivery.url)}
              </span>
            ),
          },
        ]
      : []),
    {
      key: 'answer',
      header: 'Last answer',
      from: 'lg',
      className: 'whitespace-normal py-2',
      cell: (delivery) => (
        <span className="block min-w-52 break-words text-muted-foreground">{answerOf(delivery)}</span>
      ),
    },
    { key: 'attempts', header: 'Attempts', align: 'right', cell: (delivery) => formatNumber(delivery.attempts) },
    {
      key: 'created',
      header: 'Created',
      align: 'right',
      cell: (delivery) => <RelativeTime iso={delivery.createdAt} />,
    },
  ]
}

/** Returns the endpoint's last answer in full. */
function answerOf(delivery: WebhookDelivery): string {
  if (delivery.attempts === 0) return 'Not tried yet'
  return describeLastAnswer(delivery)
}
