'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Button } from '@/ui/components/button'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { formatNumber } from '@/ui/components/format-number'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { State } from '@/ui/components/state'
import { RelativeTime } from '@/ui/components/time'
import type { ImportSummary } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'

const PAGE_SIZE = 50
const POLL_MS = 3_000

/** Lists every import of the organization, newest first. */
export function ImportsScreen() {
  const trpc = useTRPC()
  const trail = useCursorTrail()
  const imports = useQuery({
    ...trpc.imports.list.queryOptions({ cursor: trail.cursor, limit: PAGE_SIZE }),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  })
  return (
    <>
      <PageHeader title="Imports" facts="Files that were enrolled, each with what became of its rows." />
      {imports.error ? (
        <LoadError what="The imports" error={imports.error} onRetry={() => imports.refetch()} />
      ) : (
        <>
          <DataTable<ImportSummary>
            caption="Imports"
            rows={imports.data?.imports}
            rowKey={({ importId }) => importId}
            rowHref={({ importId }) => `/imports/${importId}`}
            skeletonRows={10}
            columns={[
              { key: 'file', header: 'File', cell: ({ fileName }) => <span title={fileName}>{fileName}</span> },
              { key: 'status', header: 'Status', cell: ({ status }) => <State name={status} /> },
              { key: 'rows', header: 'Rows', align: 'right', cell: ({ rows }) => formatNumber(rows) },
              { key: 'accepted', header: 'Accepted', align: 'right', cell: ({ accepted }) => formatNumber(accepted) },
              {
                key: 'rejected',
                header: 'Rejected',
                align: 'right',
                from: 'lg',
                cell: ({ rejected }) => <Quiet amount={rejected} />,
              },
              {
                key: 'leftOut',
                header: 'Left out',
                align: 'right',
                from: 'lg',
                cell: ({ leftOut }) => <Quiet amount={leftOut} />,
              },
              {
                key: 'waiting',
                header: 'Waiting',
                align: 'right',
                from: 'lg',
                cell: ({ waiting }) => <Quiet amount={waiting} />,
              },
              {
                key: 'agent',
                header: 'Agent',
                from: 'lg',
                cell: ({ agentName }) => (
                  <span className="block max-w-40 truncate" title={agentName}>
                    {agentName}
                  </span>
                ),
              },
              {
                key: 'by',
                header: 'By',
                from: 'xl',
                cell: ({ createdBy }) => (
                  <span className="block max-w-40 truncate" title={createdBy}>
                    {createdBy}
                  </span>
                ),
              },
              {
                key: 'created',
                header: 'Started',
                align: 'right',
                cell: ({ createdAt }) => <RelativeTime iso={createdAt} />,
              },
            ]}
            phone={({ fileName, status, accepted, rows, createdAt }) => ({
              primary: fileName,
              aside: <State name={status} />,
              secondary: (
                <>
                  <span>
                    {formatNumber(accepted)} of {formatNumber(rows)} accepted
                  </span>
                  <RelativeTime iso={createdAt} />
                </>
              ),
            })}
            empty={
              <EmptyState
                title="No imports yet"
                action={
                  <Button asChild variant="primary">
                    <Link href="/agents">Choose an agent</Link>
                  </Button>
                }
              >
                An import is a file of contacts. Choose an agent and enroll contacts from a file.
              </EmptyState>
            }
          />
          <CursorPagination trail={trail} nextCursor={imports.data?.nextCursor} />
        </>
      )}
    </>
  )
}

/** Writes a number, and a zero in a quiet colour. */
function Quiet({ amount }: { amount: number }) {
  return amount > 0 ? formatNumber(amount) : <span className="text-muted-foreground">0</span>
}
