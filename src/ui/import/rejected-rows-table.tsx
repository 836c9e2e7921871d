import type { ReactNode } from 'react'
import { type Column, DataTable } from '@/ui/components/data-table'
import { formatNumber } from '@/ui/components/format-number'
import { ReadNumber, WrittenAndRead } from '@/ui/components/read-number'

type Row = {
  row: number
  recordNumber: number
  name: string
  /** The number as it was written in the file. */
  phoneNumber: string
  /** E.164; null when no number could be read with certainty. `mayBe` then has the numbers that it may be. */
  readAs: string | null
  mayBe: readonly string[]
  reason: string
}

type RejectedRowsTableProps<OneRow> = {
  /** Undefined while loading. */
  rows: OneRow[] | undefined
  /** Shows who rejected a row, in a list where the review or a batch could have. */
  by?: (row: OneRow) => ReactNode
  empty: ReactNode
}

/** Lists rejected rows of a file, each with its number in the file and the reason. */
export function RejectedRowsTable<OneRow extends Row>({ rows, by, empty }: RejectedRowsTableProps<OneRow>) {
  const byColumn: Column<OneRow>[] = by ? [{ key: 'by', header: 'By', from: 'lg', cell: by }] : []
  return (
    <DataTable<OneRow>
      caption="Rejected rows"
      rows={rows}
      rowKey={({ row }) => String(row)}
      columns={[
        {
          key: 'name',
          header: 'Name',
          className: 'w-52 max-w-52',
          cell: ({ name }) => <span title={name}>{name || 'No name'}</span>,
        },
        {
          key: 'phone',
          header: 'Phone as sent',
          cell: ({ phoneNumber }) => phoneNumber || <span className="text-muted-foreground">None</span>,
        },
        {
          key: 'read',
          header: 'Read as',
          from: 'lg',
          cell: ({ phoneNumber, readAs, mayBe }) => <ReadNumber written={phoneNumber} e164={readAs} mayBe={mayBe} />,
        },
        {
          key: 'reason',
          header: 'Why it was rejected',
          className: 'w-full min-w-72 whitespace-normal py-2',
          cell: ({ reason }) => reason,
        },
        ...byColumn,
        { key: 'row', header: 'Row', align: 'right', cell: ({ recordNumber }) => formatNumber(recordNumber) },
      ]}
      phone={({ name, recordNumber, phoneNumber, readAs, reason }) => ({
        primary: name || 'No name',
        aside: <span className="text-muted-foreground">Row {formatNumber(recordNumber)}</span>,
        secondary: (
          <>
            <WrittenAndRead written={phoneNumber} e164={readAs} />
            <span className="basis-full text-foreground">{reason}</span>
          </>
        ),
      })}
      empty={empty}
    />
  )
}
