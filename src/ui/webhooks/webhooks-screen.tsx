'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { ENDPOINTS_MAX } from '@/domain/webhooks/webhook.schema'
import { Button } from '../components/button'
import { type Column, DataTable } from '../components/data-table'
import { EmptyState } from '../components/empty-state'
import { LoadError } from '../components/load-error'
import { Notice } from '../components/notice'
import { PageHeader } from '../components/page-header'
import { State } from '../components/state'
import { RelativeTime } from '../components/time'
import type { WebhookEndpoint } from '../router-outputs'
import { useTRPC } from '../trpc-client'
import { CreateEndpointDialog } from './create-endpoint-dialog'
import { DeliveryLog } from './delivery-log'
import { endpointStateName, hostOf, troubleOf } from './describe-endpoint'

/** Only where there is one with trouble. */
const TROUBLE: Column<WebhookEndpoint> = {
  key: 'trouble',
  header: 'Trouble',
  from: 'lg',
  cell: (endpoint) => (
    <span className="block max-w-72 truncate text-muted-foreground" title={troubleOf(endpoint) ?? undefined}>
      {troubleOf(endpoint)}
    </span>
  ),
}

/** Where the results of calls are sent, and what was sent. */
export function WebhooksScreen() {
  const trpc = useTRPC()
  const [adding, setAdding] = useState(false)
  const endpoints = useQuery(trpc.webhooks.endpoints.list.queryOptions())
  const rows = endpoints.data?.endpoints
  const withTrouble = rows?.filter((endpoint) => troubleOf(endpoint) !== null)
  const full = (rows?.length ?? 0) >= ENDPOINTS_MAX
  const add = (
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
            The result of each call, sent to your systems as it ends.{' '}
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
          title={`${withTrouble.length === 1 ? 'An endpoint does' : `${withTrouble.length} endpoints do`} not get its results`}
        >
          Open {withTrouble.map(({ url }) => hostOf(url)).join(', ')} to see why, and to send what was missed.
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
            { key: 'state', header: 'State', cell: (endpoint) => <State name={endpointStateName(endpoint)} /> },
            ...(withTrouble?.length ? [TROUBLE] : []),
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
            aside: <State name={endpointStateName(endpoint)} />,
            secondary: troubleOf(endpoint) ?? (
              <>
                Added <RelativeTime iso={endpoint.createdAt} />
              </>
            ),
          })}
          empty={
            <EmptyState title="No endpoint yet" action={add}>
              Add the address of a server of yours. After each call it gets a signed POST with the result, retried for a
              day when it does not answer.
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
