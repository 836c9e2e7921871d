'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { Badge } from '@/ui/components/badge'
import { Button } from '@/ui/components/button'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { Plus } from '@/ui/components/icons/plus'
import { lazyDialog } from '@/ui/components/lazy-part'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { State } from '@/ui/components/state'
import { RelativeTime } from '@/ui/components/time'
import type { ApiKeySummary } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { EraseTests } from './erase-tests'
import { scopeWords } from './scope-words'

const CreateKeyDialog = lazyDialog(() => import('./create-key-dialog').then((module) => module.CreateKeyDialog))

function LastUsed({ apiKey }: { apiKey: ApiKeySummary }) {
  return apiKey.lastUsedAt === null ? <>Never</> : <RelativeTime iso={apiKey.lastUsedAt} />
}

function Created({ apiKey }: { apiKey: ApiKeySummary }) {
  return (
    // Names are as long as people like; the table is no wider for it.
    <span className="ml-auto block max-w-40 truncate">
      <RelativeTime iso={apiKey.createdAt} />
      {apiKey.createdBy !== null && ` by ${apiKey.createdBy}`}
    </span>
  )
}

/** Lists the keys of the organization's systems. */
export function ApiKeysScreen() {
  const trpc = useTRPC()
  const [creating, setCreating] = useState(false)
  const keys = useQuery(trpc.apiKeys.list.queryOptions())
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      Create key
    </Button>
  )
  const name = (key: ApiKeySummary) => (
    <>
      {key.name} {key.test && <Badge>Test</Badge>}
    </>
  )
  return (
    <>
      <PageHeader
        title="API keys"
        facts={
          <span>
            One for each system that enrolls or reads.{' '}
            <Link href="/reference" className="text-link underline underline-offset-4">
              API reference
            </Link>
          </span>
        }
        actions={create}
      />
      <CreateKeyDialog open={creating} onOpenChange={setCreating} />
      {keys.error ? (
        <LoadError what="The keys" error={keys.error} onRetry={() => keys.refetch()} />
      ) : (
        <DataTable<ApiKeySummary>
          caption="API keys"
          rows={keys.data?.keys}
          skeletonRows={3}
          rowKey={(key) => key.keyId}
          rowHref={(key) => `/settings/api-keys/${key.keyId}`}
          columns={[
            { key: 'name', header: 'Name', cell: name },
            {
              key: 'prefix',
              header: 'Begins with',
              from: 'xl',
              cell: (key) => <span className="font-mono text-xs">{key.prefix}…</span>,
            },
            { key: 'scopes', header: 'May', cell: (key) => scopeWords(key.scopes) },
            { key: 'state', header: 'State', cell: (key) => <State name={`key ${key.state}`} /> },
            { key: 'used', header: 'Last used', align: 'right', cell: (key) => <LastUsed apiKey={key} /> },
            { key: 'created', header: 'Created', align: 'right', from: 'xl', cell: (key) => <Created apiKey={key} /> },
          ]}
          phone={(key) => ({
            primary: name(key),
            aside: <State name={`key ${key.state}`} />,
            secondary: (
              <>
                <span>{scopeWords(key.scopes)}</span>
                <span>
                  Last used: <LastUsed apiKey={key} />
                </span>
              </>
            ),
          })}
          empty={
            <EmptyState title="No key works" action={create}>
              A system of yours enrolls and reads with a key.
            </EmptyState>
          }
        />
      )}
      <EraseTests />
    </>
  )
}
