'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Badge } from '@/ui/components/badge'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { State } from '@/ui/components/state'
import { AbsoluteTime, RelativeTime } from '@/ui/components/time'
import { LoadFailure } from '@/ui/frame/load-failure'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import { useTRPC } from '@/ui/trpc-client'
import { usePageTitle } from '@/ui/use-page-title'
import { KeyActions } from './key-actions'
import { RequestLog } from './request-log'
import { scopeWords } from './scope-words'

/** Shows one key and its last requests. */
export function ApiKeyScreen({ keyId }: { keyId: string }) {
  const trpc = useTRPC()
  const key = useQuery(trpc.apiKeys.get.queryOptions({ keyId }))
  usePageTitle(key.data?.name)
  if (key.error) {
    return (
      <LoadFailure
        thing="API key"
        list={{ label: 'API keys', href: '/settings/api-keys' }}
        error={key.error}
        onRetry={() => key.refetch()}
      />
    )
  }
  if (!key.data) return <PageSkeleton />
  const details = key.data
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: 'API keys', href: '/settings/api-keys' }]}
        title={details.name}
        facts={
          <>
            <State name={`key ${details.state}`} className="text-foreground" />
            {details.test && <Badge>Test</Badge>}
            <span>{scopeWords(details.scopes)}</span>
            <span className="font-mono text-xs">{details.prefix}…</span>
            <span>
              Created <RelativeTime iso={details.createdAt} />
              {details.createdBy !== null && ` by ${details.createdBy}`}
            </span>
            <span>Last used: {details.lastUsedAt === null ? 'never' : <RelativeTime iso={details.lastUsedAt} />}</span>
            {details.state === 'active' && details.expiresAt !== null && (
              <span>
                Expires <AbsoluteTime iso={details.expiresAt} />
              </span>
            )}
          </>
        }
        actions={<KeyActions apiKey={details} />}
      />
      {details.state === 'replaced' && details.expiresAt !== null && (
        <Notice tone="info" className="mb-6" title="A new key follows this one">
          This one works until <AbsoluteTime iso={details.expiresAt} />.{' '}
          <Link href={`/settings/api-keys/${details.replacedBy}`} className="text-link underline underline-offset-4">
            Open the new key
          </Link>
        </Notice>
      )}
      <section>
        <h2 className="mb-3 font-semibold">Requests</h2>
        <RequestLog keyId={keyId} />
      </section>
    </>
  )
}
