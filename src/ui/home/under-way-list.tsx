import Link from 'next/link'
import { Button } from '@/ui/components/button'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { count, formatNumber } from '@/ui/components/format-number'
import { State } from '@/ui/components/state'
import { RelativeTime } from '@/ui/components/time'
import { DoneBar } from '@/ui/lists/done-bar'
import { NameOfBatch } from '@/ui/lists/name-of-batch'
import type { RouterOutputs, UnderWay } from '@/ui/router-outputs'

/** Shows the imports and batches that are under way, newest first, with how far they are. */
export function UnderWayList({ list }: { list: RouterOutputs['home']['underWay'] | undefined }) {
  const more = list ? list.total - list.underWay.length : 0
  return (
    <section aria-labelledby="under-way-title" className="min-w-0">
      <div className="mb-1 flex items-baseline justify-between gap-4">
        <h2 id="under-way-title" className="font-semibold">
          Under way
        </h2>
        <Link href="/batches?status=active" className="text-sm text-link underline-offset-4 hover:underline">
          {more > 0 ? `All batches (${formatNumber(more)} more)` : 'All batches'}
        </Link>
      </div>
      <DataTable<UnderWay>
        caption="Imports and batches that are under way"
        rows={list?.underWay}
        skeletonRows={3}
        rowKey={({ id }) => id}
        rowHref={({ kind, id }) => `/${kind === 'import' ? 'imports' : 'batches'}/${id}`}
        columns={[
          { key: 'name', header: 'Name', cell: (row) => <NameOfBatch {...row} /> },
          { key: 'state', header: 'State', cell: ({ status }) => <State name={status} /> },
          {
            key: 'progress',
            header: 'Done',
            cell: (row) => <DoneBar done={row.accepted - row.open} all={row.accepted + row.waiting} />,
          },
          {
            key: 'agent',
            header: 'Agent',
            from: 'xl',
            cell: ({ agentName }) => (
              <span className="block max-w-40 truncate" title={agentName}>
                {agentName}
              </span>
            ),
          },
          {
            key: 'created',
            header: 'Started',
            align: 'right',
            from: 'lg',
            cell: ({ createdAt }) => <RelativeTime iso={createdAt} />,
          },
        ]}
        phone={(row) => ({
          primary: <NameOfBatch {...row} />,
          aside: <State name={row.status} />,
          secondary: <DoneBar done={row.accepted - row.open} all={row.accepted + row.waiting} />,
        })}
        empty={
          <EmptyState
            title="Nothing is under way"
            action={
              <Button asChild>
                <Link href="/import">Import contacts</Link>
              </Button>
            }
          >
            Imports and batches appear here from their enrollment until everybody has been called.
          </EmptyState>
        }
      />
      {list !== undefined && list.singles > 0 && (
        <p className="mt-2 text-sm text-muted-foreground">
          {list.singles >= 1_000 ? 'Over 1,000 contacts' : count(list.singles, 'contact')} that{' '}
          {list.singles === 1 ? 'was' : 'were'} enrolled one by one {list.singles === 1 ? 'is' : 'are'} under way too.
        </p>
      )}
    </section>
  )
}
