import type { ReactNode } from 'react'
import { type Column, DataTable } from '@/ui/components/data-table'
import { count, formatNumber } from '@/ui/components/format-number'
import { State } from '@/ui/components/state'
import { RelativeTime } from '@/ui/components/time'
import type { BatchSummary } from '@/ui/router-outputs'

type BatchTableProps = {
  rows: readonly BatchSummary[] | undefined
  /** False on an agent's own page, where every batch has the same agent. */
  withAgent?: boolean
  empty: ReactNode
  skeletonRows?: number
}

/** Returns the word for a batch's source. */
export function sourceWord(source: string): string {
  const words: Record<string, string> = { api: 'REST API', trpc: 'tRPC', console: 'Console', import: 'CSV import' }
  return words[source] ?? source
}

/** Lists batches in the order of `rows`. */
export function BatchTable({ rows, withAgent = true, empty, skeletonRows }: BatchTableProps) {
  const columns: Column<BatchSummary>[] = [
    {
      key: 'name',
      header: withAgent ? 'Agent' : 'Contacts',
      cell: (batch) => (withAgent ? batch.agentName : count(batch.total, 'contact')),
    },
    { key: 'status', header: 'Status', cell: (batch) => <State name={batch.status} /> },
    ...(withAgent
      ? ([
          { key: 'total', header: 'Contacts', align: 'right', cell: (batch) => formatNumber(batch.total) },
        ] satisfies Column<BatchSummary>[])
      : []),
    { key: 'accepted', header: 'Accepted', align: 'right', from: 'lg', cell: (batch) => formatNumber(batch.accepted) },
    {
      key: 'rejected',
      header: 'Rejected',
      align: 'right',
      from: 'lg',
      cell: (batch) =>
        batch.rejected > 0 ? formatNumber(batch.rejected) : <span className="text-muted-foreground">0</span>,
    },
    { key: 'source', header: 'Source', from: 'lg', cell: (batch) => sourceWord(batch.source) },
    {
      key: 'by',
      header: 'By',
      from: 'xl',
      cell: (batch) => (
        <span className="block max-w-40 truncate" title={batch.createdBy}>
          {batch.createdBy}
        </span>
      ),
    },
    { key: 'created', header: 'Created', align: 'right', cell: (batch) => <RelativeTime iso={batch.createdAt} /> },
  ]
  return (
    <DataTable
      caption="Batches"
      rows={rows}
      columns={columns}
      rowKey={(batch) => batch.batchId}
      rowHref={(batch) => `/batches/${batch.batchId}`}
      skeletonRows={skeletonRows}
      phone={(batch) => ({
        primary: withAgent ? batch.agentName : count(batch.total, 'contact'),
        aside: <State name={batch.status} />,
        secondary: (
          <>
            <span>
              {formatNumber(batch.accepted)} of {count(batch.total, 'contact')} accepted
            </span>
            <RelativeTime iso={batch.createdAt} />
          </>
        ),
      })}
      empty={empty}
    />
  )
}
