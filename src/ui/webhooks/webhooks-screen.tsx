'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { ENDPOINTS_MAX } from '@/domain/webhooks/webhook.rules'
import { Button } from '@/ui/components/button'
import { type Column, DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { formatNumber, listOf } from '@/ui/components/format-number'
import { Plus } from '@/ui/components/icons/plus'
import { lazyDialog } from '@/ui/components/lazy-part'
import { LoadError } from '@/ui/components/load-error'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { State } from '@/ui/components/state'
import { AbsoluteTime, RelativeTime } from '@/ui/components/time'
import { useMay } from '@/ui/frame/session'
import type { WebhookEndpoint, WebhookEndpointHealth } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { DeliveryLog } from './delivery-log'
import { describeLastAnswer, endpointStateName, failureRate, hostOf, troubleOf } from './describe-endpoint'
import { useEndpointHealth } from './use-endpoint-health'

const CreateEndpointDialog = lazyDialog(() =>
  import('./create-endpoint-dialog').then((module) => module.CreateEndpointDialog),
)

/** Makes the column for an endpoint's trouble, in full. The table has it only when some endpoint has trouble. */
function troubleColumn(troubleIn: (endpoint: WebhookEndpoint) => ReactNode): Column<WebhookEndpoint> {
  return {
    key: 'trouble',
    header: 'Trouble',
    from: 'lg',
    className: 'min-w-80 whitespace-normal py-2',
    cell: (endpoint) => <span className="break-words text-muted-foreground">{troubleIn(endpoint)}</span>,
  }
}

function rateOf(health: WebhookEndpointHealth | undefined): string {
  return (health && failureRate(health)) ?? 'None yet'
}

/** Lists the endpoints to which results are sent, and all deliveries. */
export function WebhooksScreen() {
  const trpc = useTRPC()
  const [adding, setAdding] = useState(false)
  const endpoints = useQuery(trpc.webhooks.endpoints.list.queryOptions())
  const health = useEndpointHealth()
  const rows = endpoints.data?.endpoints
  const stateOf = (endpoint: WebhookEndpoint) => endpointStateName(endpoint, health.get(endpoint.endpointId))
  const troubleIn = (endpoint: WebhookEndpoint) => {
    const found = health.get(endpoint.endpointId)
    const trouble = troubleOf(endpoint)
    if (endpoint.disabledAt !== null || !found?.failingSince) return trouble
    return (
      <span>
        Since <AbsoluteTime iso={found.failingSince} />. Last answer: {describeLastAnswer(found)} {trouble}
      </span>
    )
  }
  const withTrouble = rows?.filter((endpoint) => troubleIn(endpoint) !== null)
  const full = (rows?.length ?? 0) >= ENDPOINTS_MAX
  const add = useMay('manage') && (
    <Button variant="primary" disabled={full} onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      Add endpoint
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Webhooks"
        facts={
          <span>
            The result of each call, and whatever else you choose, sent to your systems as it happens.{' '}
            <Link href="/reference#callResultWebhook" className="text-link underline underline-offset-4">
              What is sent
            </Link>
            {full && ` You have all ${ENDPOINTS_MAX} endpoints: delete one to add another.`}
          </span>
        }
        actions={rows && rows.length > 0 && add}
      />
      <CreateEndpointDialog open={adding} onOpenChange={setAdding} />
      {withTrouble && withTrouble.length > 0 && (
        <Notice
          tone="warning"
          className="mb-6"
          title={
            withTrouble.length === 1
              ? 'An endpoint does not get its results'
              : `${formatNumber(withTrouble.length)} endpoints do not get their results`
          }
        >
          <span className="break-words">
            Open {listOf(withTrouble.map(({ url }) => hostOf(url)))} to see why, and to send what was missed.
          </span>
        </Notice>
      )}
      {endpoints.error ? (
        <LoadError what="The endpoints" error={endpoints.error} onRetry={() => endpoints.refetch()} />
      ) : (
        <DataTable<WebhookEndpoint>
          caption="Webhook endpoints"
          rows={rows}
          skeletonRows={3}
          rowKey={(endpoint) => endpoint.endpointId}
          rowHref={(endpoint) => `/webhooks/${endpoint.endpointId}`}
          columns={[
            { key: 'url', header: 'URL', cell: (endpoint) => <span title={endpoint.url}>{endpoint.url}</span> },
            { key: 'state', header: 'State', cell: (endpoint) => <State name={stateOf(endpoint)} /> },
            ...(withTrouble?.length ? [troubleColumn(troubleIn)] : []),
            {
              key: 'rate',
              header: 'Attempts',
              from: 'lg',
              cell: (endpoint) => (
                <span className="text-muted-foreground">{rateOf(health.get(endpoint.endpointId))}</span>
              ),
            },
            {
              key: 'success',
              header: 'Last success',
              align: 'right',
              from: 'lg',
              cell: ({ endpointId }) => {
                const at = health.get(endpointId)?.lastSuccessAt
                return at ? <RelativeTime iso={at} /> : <span className="text-muted-foreground">None yet</span>
              },
            },
            {
              key: 'created',
              header: 'Added',
              align: 'right',
              from: 'lg',
              cell: (endpoint) => <RelativeTime iso={endpoint.createdAt} />,
            },
          ]}
          phone={(endpoint) => ({
            primary: endpoint.url,
            aside: <State name={stateOf(endpoint)} />,
            secondary: troubleIn(endpoint) ?? (
              <>
                Added <RelativeTime iso={endpoint.createdAt} />
              </>
            ),
          })}
          empty={
            <EmptyState title="No endpoint yet" action={add}>
              Add the address of a server of yours, and choose what it is told of. It gets a signed POST each time,
              retried for a day when it does not answer.
            </EmptyState>
          }
        />
      )}
      {rows && rows.length > 0 && (
        <section className="mt-10">
          <h2 className="mb-3 font-semibold">Deliveries to all endpoints</h2>
          <DeliveryLog withEndpoint />
        </section>
      )}
    </>
  )
}
