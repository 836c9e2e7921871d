'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { LoadError } from '@/ui/components/load-error'
import { RelativeTime } from '@/ui/components/time'
import type { LedgerEntry } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'
import { describeBooking, signedAmount } from './describe-booking'
import { monthName } from './month'

const PAGE_SIZE = 50

/** Lists every booking of credits with its reason, newest first, whatever month it is of. */
export function LedgerTab() {
  const trpc = useTRPC()
  const trail = useCursorTrail('ledger')
  const ledger = useQuery({
    ...trpc.credits.ledger.queryOptions({ cursor: trail.cursor, limit: PAGE_SIZE }),
    placeholderData: keepPreviousData,
  })
  if (ledger.error) return <LoadError what="The ledger" error={ledger.error} onRetry={() => ledger.refetch()} />
  return (
    <>
      <DataTable<LedgerEntry>
        caption="Bookings of credits"
        rows={ledger.data?.entries}
        skeletonRows={10}
        rowKey={({ id }) => id}
        columns={[
          { key: 'what', header: 'Booking', cell: (entry) => <What entry={entry} /> },
          { key: 'agent', header: 'Agent', from: 'lg', cell: ({ agentName }) => agentName ?? '' },
          { key: 'month', header: 'Month', from: 'lg', cell: ({ month }) => monthName(month) },
          { key: 'amount', header: 'Credits', align: 'right', cell: (entry) => signedAmount(entry) },
          { key: 'at', header: 'When', align: 'right', cell: ({ at }) => <RelativeTime iso={at} /> },
        ]}
        phone={(entry) => ({
          primary: <What entry={entry} />,
          aside: signedAmount(entry),
          secondary: <RelativeTime iso={entry.at} />,
        })}
        empty={<EmptyState title="Nothing was booked yet" />}
      />
      <CursorPagination trail={trail} nextCursor={ledger.data?.nextCursor} />
    </>
  )
}

function What({ entry }: { entry: LedgerEntry }) {
  const { sequenceId, batchId, batchName } = entry
  const href = sequenceId !== null ? `/sequences/${sequenceId}` : batchId === null ? null : `/batches/${batchId}`
  return (
    <>
      {describeBooking(entry)}
      {href !== null && (
        <>
          {': '}
          <Link href={href} className="text-link underline-offset-4 hover:underline">
            {sequenceId !== null ? 'the contact' : (batchName ?? 'the batch')}
          </Link>
        </>
      )}
    </>
  )
}
