import type { ReactNode } from 'react'
import { type Column, DataTable } from '@/ui/components/data-table'
import { State } from '@/ui/components/state'
import { RelativeTime } from '@/ui/components/time'
import { DoneBar } from '@/ui/lists/done-bar'
import { NameOfBatch } from '@/ui/lists/name-of-batch'
import { ResultRate } from '@/ui/lists/result-rate'
import type { BatchSummary } from '@/ui/router-outputs'
import { sourceWord } from './source-word'

type BatchTableProps = {
  rows: readonly BatchSummary[] | undefined
  /** False on an agent's own page, where every batch has the same agent. */
  withAgent?: boolean
  empty: ReactNode
  skeletonRows?: number
}

/** Lists batches in the order of `rows`. */
export function BatchTable({ rows, withAgent = true, empty, skeletonRows }: BatchTableProps) {
  const columns: Column<BatchSummary>[] = [
    { key: 'name', header: 'Name', cell: (batch) => <NameOfBatch {...batch} /> },
    { key: 'status', header: 'Status', cell: (batch) => <State name={batch.status} /> },
    { key: 'done', header: 'Done', cell: (batch) => <DoneBar done={batch.progress.done} all={batch.accepted} /> },
    {
      key: 'result',
      header: 'Result',
      from: 'lg',
      cell: (batch) => <ResultRate reached={batch.progress.reached} of={batch.accepted} />,
    },
    ...(withAgent
      ? ([
          {
            key: 'agent',
            header: 'Agent',
            from: 'lg',
            cell: (batch) => <Short text={batch.agentName} />,
          },
        ] satisfies Column<BatchSummary>[])
      : []),
    // On the page of an agent the table has a column beside it, and no room for these.
    ...(withAgent
      ? ([
          { key: 'source', header: 'Source', from: 'xl', cell: (batch) => sourceWord(batch.source) },
          { key: 'by', header: 'By', from: 'xl', cell: (batch) => <Short text={batch.createdBy} /> },
        ] satisfies Column<BatchSummary>[])
      : []),
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
        primary: <NameOfBatch {...batch} />,
        aside: <State name={batch.status} />,
        secondary: (
          <>
            <ResultRate reached={batch.progress.reached} of={batch.accepted} />
            <RelativeTime iso={batch.createdAt} />
          </>
        ),
      })}
      empty={empty}
    />
  )
}

function Short({ text }: { text: string }) {
  return (
    <span className="block max-w-40 truncate" title={text}>
      {text}
    </span>
  )
}
