'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { useCallback } from 'react'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { formatNumber } from '@/ui/components/format-number'
import { LoadError } from '@/ui/components/load-error'
import { RelativeTime } from '@/ui/components/time'
import { SearchField } from '@/ui/lists/list-filters'
import { LIST_PAGE_SIZE } from '@/ui/lists/page-size'
import type { LoggedRequest } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'

/** Lists the last requests of a key: what was asked and how it went, never what was in it. */
export function RequestLog({ keyId }: { keyId: string }) {
  const trpc = useTRPC()
  const [requestId, setRequestId] = useQueryState('request', parseAsString)
  const trail = useCursorTrail()
  const requests = useQuery({
    ...trpc.apiKeys.requests.queryOptions({
      keyId,
      requestId: requestId ?? undefined,
      cursor: trail.cursor,
      limit: LIST_PAGE_SIZE,
    }),
    placeholderData: keepPreviousData,
  })
  const { reset } = trail
  const search = useCallback(
    (text: string | null) => {
      reset()
      setRequestId(text)
    },
    [reset, setRequestId],
  )
  const status = (request: LoggedRequest) => (
    <span className={request.status >= 400 ? 'text-destructive tabular-nums' : 'tabular-nums'}>{request.status}</span>
  )
  return (
    <>
      <div className="mb-3">
        <SearchField label="Request id" value={requestId} onSearch={search} />
      </div>
      {requests.error ? (
        <LoadError what="The requests" error={requests.error} onRetry={() => requests.refetch()} />
      ) : (
        <>
          <DataTable<LoggedRequest>
            caption="Requests of this key"
            rows={requests.data?.requests}
            rowKey={(request) => request.id}
            columns={[
              {
                key: 'path',
                header: 'Request',
                cell: (request) => (
                  <span className="font-mono text-xs" title={request.path}>
                    {request.method} {request.path}
                  </span>
                ),
              },
              { key: 'status', header: 'Status', cell: status },
              {
                key: 'id',
                header: 'Request id',
                from: 'xl',
                cell: (request) => <span className="font-mono text-xs">{request.requestId}</span>,
              },
              {
                key: 'duration',
                header: 'Took',
                align: 'right',
                cell: (request) => `${formatNumber(request.durationMs)} ms`,
              },
              { key: 'at', header: 'When', align: 'right', cell: (request) => <RelativeTime iso={request.at} /> },
            ]}
            phone={(request) => ({
              primary: (
                <span className="font-mono text-xs">
                  {request.method} {request.path}
                </span>
              ),
              aside: status(request),
              secondary: (
                <>
                  <RelativeTime iso={request.at} />
                  <span>{formatNumber(request.durationMs)} ms</span>
                  <span className="font-mono text-xs break-all">{request.requestId}</span>
                </>
              ),
            })}
            empty={
              <EmptyState title={requestId === null ? 'No request yet' : 'No request has this id'}>
                Requests of the last 30 days are listed here, a second or two after their answer.
              </EmptyState>
            }
          />
          <CursorPagination trail={trail} nextCursor={requests.data?.nextCursor} />
        </>
      )}
    </>
  )
}
