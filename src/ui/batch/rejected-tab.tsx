'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsInteger, useQueryState } from 'nuqs'
import { rejectionsCsvWithNumbers } from '@/domain/batches/rejections-csv.rules'
import { nameContacts } from '@/domain/contacts/compare-contacts.rules'
import { Button } from '@/ui/components/button'
import { type Column, DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { ExternalId } from '@/ui/components/external-id'
import { count, formatNumber } from '@/ui/components/format-number'
import { Download } from '@/ui/components/icons/download'
import { LoadError } from '@/ui/components/load-error'
import { pageOf } from '@/ui/components/page-of'
import { Pagination } from '@/ui/components/pagination'
import { ReadNumber, WrittenAndRead } from '@/ui/components/read-number'
import { downloadCsv } from '@/ui/download-file'
import type { BatchDetails, BatchRejection } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'

const PAGE_SIZE = 50

const ID_COLUMN: Column<BatchRejection> = {
  key: 'externalId',
  header: 'External id',
  from: 'lg',
  cell: ({ externalId }) => <ExternalId externalId={externalId} />,
}

/** Shows the rejected contacts, each with all its reasons: as a table, and as a CSV to correct and upload again. */
export function RejectedTab({ batch }: { batch: BatchDetails }) {
  const trpc = useTRPC()
  const [asked, setPage] = useQueryState(
    'rejected-page',
    parseAsInteger.withDefault(1).withOptions({ history: 'push' }),
  )
  // Rejections never change, and a batch has fewer than 1,000. They are therefore read once and paged here.
  const rejected = useQuery({
    ...trpc.batches.rejected.queryOptions({ batchId: batch.batchId }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const all = rejected.data?.rejected
  const { page, start, end } = pageOf(asked, all?.length ?? 0, PAGE_SIZE)
  const rows = all?.slice(start, end)
  const hasIds = all?.some(({ externalId }) => externalId !== undefined)

  if (rejected.error) {
    return <LoadError what="The rejected contacts" error={rejected.error} onRetry={() => rejected.refetch()} />
  }
  return (
    <>
      {all && all.length > 0 && (
        <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-60 flex-1 text-muted-foreground">
            Correct {all.length === 1 ? 'this contact' : `these ${count(all.length, 'contact')}`} in a spreadsheet and
            upload the file again: its columns are recognized.
          </p>
          <Button onClick={() => downloadCsv(`rejected-${batch.batchId}.csv`, csvOf(all))}>
            <Download aria-hidden />
            Download rejected CSV
          </Button>
        </div>
      )}
      <DataTable<BatchRejection>
        caption="Rejected contacts"
        rows={rows}
        rowKey={(rejection) => String(rejection.index)}
        columns={[
          {
            key: 'name',
            header: 'Name',
            className: 'w-52 max-w-52',
            cell: (rejection) => <span title={contactName(rejection)}>{contactName(rejection)}</span>,
          },
          {
            key: 'phone',
            header: 'Phone as sent',
            cell: (rejection) => rejection.phoneNumber || <span className="text-muted-foreground">None</span>,
          },
          {
            key: 'read',
            header: 'Read as',
            from: 'lg',
            cell: ({ phoneNumber, readAs, mayBe }) => <ReadNumber written={phoneNumber} e164={readAs} mayBe={mayBe} />,
          },
          ...(hasIds ? [ID_COLUMN] : []),
          {
            key: 'reason',
            header: 'Why it was rejected',
            className: 'w-full min-w-72 whitespace-normal py-2',
            cell: (rejection) => reasonOf(rejection),
          },
          {
            key: 'place',
            header: 'Place in the request',
            align: 'right',
            from: 'lg',
            cell: (rejection) => formatNumber(rejection.index + 1),
          },
        ]}
        phone={(rejection) => ({
          primary: contactName(rejection),
          aside: <span className="text-muted-foreground">{placeOf(rejection.index)}</span>,
          secondary: (
            <>
              <WrittenAndRead written={rejection.phoneNumber} e164={rejection.readAs} />
              {rejection.externalId && <span className="break-all">External id {rejection.externalId}</span>}
              <span className="basis-full text-foreground">{reasonOf(rejection)}</span>
            </>
          ),
        })}
        empty={<EmptyState title="Nobody was rejected">Every contact of this batch was accepted.</EmptyState>}
      />
      {all && all.length > PAGE_SIZE && (
        <Pagination
          summary={`${formatNumber(start + 1)}–${formatNumber(end)} of ${formatNumber(all.length)}`}
          onPrevious={start > 0 ? () => setPage(page - 1) : null}
          onNext={end < all.length ? () => setPage(page + 1) : null}
        />
      )}
    </>
  )
}

/**
 * Writes the rejections as CSV. The answer's type has `contact` as optional, since JSON leaves out undefined values.
 */
function csvOf(rejections: readonly BatchRejection[]): string {
  return rejectionsCsvWithNumbers(
    rejections.map((rejection) => ({ ...rejection, contact: rejection.contact, error: reasonOf(rejection) })),
  )
}

/** Names a contact by its place in the request. The domain counts from 0, people count from 1. */
function placeOf(index: number): string {
  return `Contact ${formatNumber(index + 1)}`
}

function reasonOf({ error }: BatchRejection): string {
  return nameContacts(error, (index) => `${placeOf(index)} of the request`)
}

function contactName({ contact }: BatchRejection): string {
  const name = typeof contact === 'object' && contact !== null && 'name' in contact ? contact.name : null
  return typeof name === 'string' && name.trim() ? name : 'No name'
}
