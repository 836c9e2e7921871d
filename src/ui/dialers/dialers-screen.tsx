'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Fragment } from 'react'
import { Button } from '@/ui/components/button'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { count, formatNumber } from '@/ui/components/format-number'
import { Plus } from '@/ui/components/icons/plus'
import { LoadError } from '@/ui/components/load-error'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { State } from '@/ui/components/state'
import { RelativeTime } from '@/ui/components/time'
import { useMay } from '@/ui/frame/session'
import type { DialerAccount } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'

/** Lists the accounts at dialers: whoever makes the calls. */
export function DialersScreen() {
  const trpc = useTRPC()
  const accounts = useQuery(trpc.dialerAccounts.list.queryOptions())
  const mayConnect = useMay('administer')
  const rows = accounts.data?.accounts
  const failing = rows?.filter(({ state }) => state === 'failing') ?? []
  // The simulated one comes with the first agent, and calls nobody.
  const isNew = rows?.every(({ kind }) => kind === 'simulated') ?? false
  const connect = mayConnect && (
    <Button asChild variant="primary">
      <Link href="/settings/dialers/new">
        <Plus aria-hidden />
        Connect a dialer
      </Link>
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Dialers"
        facts="Who makes the calls. Voices and prompts stay there; whom to call, when, and the proof of it are here."
        actions={!isNew && connect}
      />
      {failing.length > 0 && (
        <Notice
          tone="error"
          className="mb-6"
          title={failing.length === 1 ? 'A dialer cannot call' : `${formatNumber(failing.length)} dialers cannot call`}
        >
          Nobody is called through {failing.length === 1 ? 'it' : 'them'}, and nobody is lost meanwhile. Open{' '}
          {failing.map(({ dialerAccountId, name }, at) => (
            <Fragment key={dialerAccountId}>
              {at > 0 && ', '}
              <Link href={`/settings/dialers/${dialerAccountId}`} className="text-link underline underline-offset-4">
                {name}
              </Link>
            </Fragment>
          ))}{' '}
          to see what to correct.
        </Notice>
      )}
      {accounts.error ? (
        <LoadError what="The dialers" error={accounts.error} onRetry={() => accounts.refetch()} />
      ) : (
        <DataTable<DialerAccount>
          caption="Dialer accounts"
          rows={rows}
          skeletonRows={2}
          rowKey={({ dialerAccountId }) => dialerAccountId}
          rowHref={({ dialerAccountId }) => `/settings/dialers/${dialerAccountId}`}
          columns={[
            { key: 'name', header: 'Name', cell: ({ name }) => <span title={name}>{name}</span> },
            { key: 'kind', header: 'Dialer', cell: ({ label }) => label },
            { key: 'state', header: 'State', cell: ({ state }) => <State name={`dialer ${state}`} /> },
            {
              key: 'as',
              header: 'Connected as',
              // An address may be longer than the table is wide.
              from: 'xl',
              cell: ({ connectedAs, url }) => (
                <span className="block max-w-48 truncate text-muted-foreground" title={connectedAs ?? url ?? undefined}>
                  {connectedAs ?? url}
                </span>
              ),
            },
            {
              key: 'agents',
              header: 'Agents',
              align: 'right',
              cell: ({ agents }) => <span className="tabular-nums">{formatNumber(agents)}</span>,
            },
            {
              key: 'created',
              header: 'Added',
              align: 'right',
              from: 'lg',
              cell: ({ createdAt }) => <RelativeTime iso={createdAt} />,
            },
          ]}
          phone={({ name, state, label, agents, stateReason }) => ({
            primary: name,
            aside: <State name={`dialer ${state}`} />,
            secondary: stateReason ?? `${label} · ${count(agents, 'agent')}`,
          })}
          empty={null}
        />
      )}
      {isNew && <FirstDialer action={connect} />}
    </>
  )
}

/** What connecting means, before there is a dialer that calls anybody. */
function FirstDialer({ action }: { action: React.ReactNode }) {
  return (
    <EmptyState title="Nobody’s phone rings yet" action={action}>
      Connect the AI caller that you have, in about five minutes: paste its key, give an agent its assistant and number,
      and place a test call to yourself.
    </EmptyState>
  )
}
