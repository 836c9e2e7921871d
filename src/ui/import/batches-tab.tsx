import { parseAsInteger, useQueryState } from 'nuqs'
import { DataTable } from '@/ui/components/data-table'
import { count, formatNumber } from '@/ui/components/format-number'
import { pageOf } from '@/ui/components/page-of'
import { Pagination } from '@/ui/components/pagination'
import { State } from '@/ui/components/state'
import type { ImportBatch, ImportDetails } from '@/ui/router-outputs'

const PAGE_SIZE = 50

/** Lists the batches of an import with their results and links. */
export function BatchesTab({ details }: { details: ImportDetails }) {
  const [asked, setPage] = useQueryState('batch-page', parseAsInteger.withDefault(1).withOptions({ history: 'push' }))
  const { batches } = details
  const { page, start, end } = pageOf(asked, batches.length, PAGE_SIZE)
  return (
    <>
      <DataTable<ImportBatch>
        caption="Batches of the import"
        rows={batches.slice(start, end)}
        rowKey={({ number }) => String(number)}
        rowHref={({ batchId }) => (batchId ? `/batches/${batchId}` : null)}
        columns={[
          { key: 'number', header: 'Batch', cell: ({ number }) => `Batch ${formatNumber(number + 1)}` },
          { key: 'status', header: 'Status', cell: (batch) => <State name={stateOf(batch)} /> },
          { key: 'contacts', header: 'Contacts', align: 'right', cell: ({ contacts }) => formatNumber(contacts) },
          { key: 'accepted', header: 'Accepted', align: 'right', cell: ({ accepted }) => formatNumber(accepted) },
          { key: 'rejected', header: 'Rejected', align: 'right', cell: ({ rejected }) => formatNumber(rejected) },
        ]}
        phone={(batch) => ({
          primary: `Batch ${formatNumber(batch.number + 1)}`,
          aside: <State name={stateOf(batch)} />,
          secondary: (
            <span>
              {formatNumber(batch.accepted)} of {count(batch.contacts, 'contact')} accepted
            </span>
          ),
        })}
        empty={null}
      />
      {batches.length > PAGE_SIZE && (
        <Pagination
          summary={`${formatNumber(start + 1)}–${formatNumber(end)} of ${formatNumber(batches.length)}`}
          onPrevious={start > 0 ? () => setPage(page - 1) : null}
          onNext={end < batches.length ? () => setPage(page + 1) : null}
        />
      )}
    </>
  )
}

function stateOf({ status }: ImportBatch): string {
  return `import batch ${status}`
}
