'use client'

import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { Button } from '@/ui/components/button'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { EmptyState } from '@/ui/components/empty-state'
import { count, formatNumber } from '@/ui/components/format-number'
import { Download } from '@/ui/components/icons/download'
import { LoadError } from '@/ui/components/load-error'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { downloadCsv } from '@/ui/download-file'
import type { ImportDetails } from '@/ui/router-outputs'
import { useTRPC, useTRPCClient } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'
import { RejectedRowsTable } from './rejected-rows-table'

const PAGE_SIZE = 50

/** Lists the rows that the review or a batch rejected: as a table, and as a CSV to correct and upload again. */
export function RejectedTab({ details, pollMs }: { details: ImportDetails; pollMs: number | false }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const { importId, fileName } = details
  const trail = useCursorTrail('rejected-after')
  const rejected = useQuery({
    ...trpc.imports.rejected.queryOptions({ importId, cursor: trail.cursor, limit: PAGE_SIZE }),
    placeholderData: keepPreviousData,
    refetchInterval: pollMs,
  })
  const download = useMutation({
    mutationFn: () => client.imports.rejectedCsv.query({ importId }),
    onSuccess: ({ csv }) => downloadCsv(`${fileName.replace(/\.\w+$/, '')}-rejected.csv`, csv),
    onError: (error) => toast.error(describeError(error).message),
  })
  if (rejected.error) {
    return <LoadError what="The rejected rows" error={rejected.error} onRetry={() => rejected.refetch()} />
  }
  return (
    <>
      {details.rejected > 0 && (
        <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-60 flex-1 text-muted-foreground">
            The file holds your columns, the number as it was read, and the reason. Correct{' '}
            {details.rejected === 1 ? 'this row' : `these ${count(details.rejected, 'row')}`} in a spreadsheet and
            upload it again: its columns are recognized.
          </p>
          <Button pending={download.isPending} onClick={() => download.mutate()}>
            <Download aria-hidden />
            Download rejected CSV
          </Button>
        </div>
      )}
      <RejectedRowsTable
        rows={rejected.data?.rejected}
        by={({ batchNumber }) => (batchNumber === null ? 'Review' : `Batch ${formatNumber(batchNumber + 1)}`)}
        empty={<EmptyState title="Nobody was rejected">Every row of this file was accepted so far.</EmptyState>}
      />
      <CursorPagination
        trail={trail}
        nextCursor={rejected.data?.nextCursor}
        total={`${count(details.rejected, 'row')} rejected`}
      />
    </>
  )
}
