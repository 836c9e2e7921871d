import type { ReactNode } from 'react'
import { Checkbox } from './checkbox'
import { classNames } from './class-names'
import { HoverLink } from './hover-link'
import { oneTabStop } from './one-tab-stop'
import { Skeleton } from './skeleton'

export type Column<Row> = {
  key: string
  header: string
  cell: (row: Row) => ReactNode
  align?: 'left' | 'right'
  /** The narrowest window in which the column is shown. */
  from?: 'lg' | 'xl'
  className?: string
}

type DataTableProps<Row> = {
  /** What the table lists, for screen readers. */
  caption: string
  /** The first column names the row: it has the link, and is at least 160 px wide. */
  columns: Column<Row>[]
  /** `undefined` while loading. */
  rows: readonly Row[] | undefined
  rowKey: (row: Row) => string
  /** Where a press on the row leads; null for a row that leads nowhere. */
  rowHref?: (row: Row) => string | null
  /** The row on a phone: two lines, the second quieter. */
  phone: (row: Row) => { primary: ReactNode; secondary: ReactNode; aside?: ReactNode }
  empty: ReactNode
  skeletonRows?: number
  /** Lets rows be chosen, each by a box before it. */
  selection?: Selection<Row>
}

export type Selection<Row> = {
  keys: ReadonlySet<string>
  onChange: (keys: ReadonlySet<string>) => void
  /** What a screen reader says of a row's box: "Choose Ada Lovelace". */
  label: (row: Row) => string
}

const FROM_CLASSES = { lg: 'hidden lg:table-cell', xl: 'hidden xl:table-cell' }

function cellClasses<Row>(column: Column<Row>, first: boolean): string {
  return classNames(
    'px-3 first:pl-0 last:pr-0',
    column.align === 'right' ? 'text-right' : 'text-left',
    first ? 'w-full min-w-40 max-w-0' : 'whitespace-nowrap',
    column.from && FROM_CLASSES[column.from],
    column.className,
  )
}

/**
 * Lists things: as a table with a sticky header from 640 px on, and below that as rows of two lines. While loading it
 * shows empty rows of the right height. Without rows it shows `empty`. Tab stops at it once, and arrows go from row to
 * row.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, rowHref, phone, empty, skeletonRows = 6, selection } = props
  if (rows?.length === 0) return <>{empty}</>
  const skeletons = Array.from({ length: skeletonRows }, (_, index) => index)
  return (
    <div aria-busy={rows === undefined}>
      <table
        ref={oneTabStop}
        // The sticky header would lie over a row that arrows bring into sight.
        className="hidden w-full border-separate border-spacing-0 text-sm sm:table [&_tbody_*]:scroll-mt-10"
      >
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {selection && (
              <th scope="col" className="sticky top-0 z-2 h-9 w-7 border-b bg-background">
                <ChooseAll rows={rows} rowKey={rowKey} selection={selection} />
              </th>
            )}
            {columns.map((column, index) => (
              <th
                key={column.key}
                scope="col"
                className={classNames(
                  cellClasses(column, index === 0),
                  'sticky top-0 z-2 h-9 border-b bg-background text-xs font-medium text-muted-foreground',
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows === undefined
            ? skeletons.map((index) => (
                <tr key={index}>
                  {selection && <td className="border-b" />}
                  {columns.map((column, columnIndex) => (
                    <td
                      key={column.key}
                      className={classNames(cellClasses(column, columnIndex === 0), 'h-10 border-b')}
                    >
                      <Skeleton
                        className={
                          columnIndex === 0 ? 'w-40' : classNames('w-16', column.align === 'right' && 'ml-auto')
                        }
                      />
                    </td>
                  ))}
                </tr>
              ))
            : rows.map((row) => (
                <tr
                  key={rowKey(row)}
                  className={classNames('relative', rowHref?.(row) && 'hover:bg-muted has-[a:focus-visible]:bg-muted')}
                >
                  {selection && (
                    <td className="border-b">
                      <ChooseRow row={row} rowKey={rowKey} selection={selection} />
                    </td>
                  )}
                  {columns.map((column, index) => (
                    <td key={column.key} className={classNames(cellClasses(column, index === 0), 'h-10 border-b')}>
                      {index === 0 && rowHref?.(row) ? (
                        // The link lies over the whole row, so the whole row opens, with a middle click too.
                        <HoverLink
                          href={rowHref(row) ?? ''}
                          className="block truncate font-medium outline-none before:absolute before:inset-0 before:rounded-sm focus-visible:before:outline-2 focus-visible:before:-outline-offset-2 focus-visible:before:outline-ring"
                        >
                          {column.cell(row)}
                        </HoverLink>
                      ) : index === 0 ? (
                        <div className="truncate font-medium">{column.cell(row)}</div>
                      ) : (
                        column.cell(row)
                      )}
                    </td>
                  ))}
                </tr>
              ))}
        </tbody>
      </table>

      <ul ref={oneTabStop} aria-label={caption} className="border-t sm:hidden">
        {rows === undefined
          ? skeletons.map((index) => (
              <li key={index} className="grid gap-2 border-b py-3">
                <Skeleton className="w-40" />
                <Skeleton className="w-56" />
              </li>
            ))
          : rows.map((row) => {
              const { primary, secondary, aside } = phone(row)
              return (
                <li key={rowKey(row)} className="relative border-b py-2.5">
                  <div className="flex items-baseline justify-between gap-3">
                    {selection && <ChooseRow row={row} rowKey={rowKey} selection={selection} />}
                    {rowHref?.(row) ? (
                      <HoverLink
                        href={rowHref(row) ?? ''}
                        className="min-w-0 flex-1 truncate font-medium before:absolute before:inset-0"
                      >
                        {primary}
                      </HoverLink>
                    ) : (
                      <div className="min-w-0 truncate font-medium">{primary}</div>
                    )}
                    {aside && <div className="shrink-0 text-sm">{aside}</div>}
                  </div>
                  <div className="mt-0.5 flex flex-wrap items-center gap-x-3 text-sm text-muted-foreground">
                    {secondary}
                  </div>
                </li>
              )
            })}
      </ul>
    </div>
  )
}

type ChooseProps<Row> = { rowKey: (row: Row) => string; selection: Selection<Row> }

/** Lies above the link of the row. */
function ChooseRow<Row>({ row, rowKey, selection }: ChooseProps<Row> & { row: Row }) {
  const key = rowKey(row)
  return (
    <Checkbox
      className="relative z-1 align-middle pointer-coarse:size-6"
      aria-label={selection.label(row)}
      checked={selection.keys.has(key)}
      onCheckedChange={(checked) => {
        const keys = new Set(selection.keys)
        if (checked === true) keys.add(key)
        else keys.delete(key)
        selection.onChange(keys)
      }}
    />
  )
}

function ChooseAll<Row>({ rows, rowKey, selection }: ChooseProps<Row> & { rows: readonly Row[] | undefined }) {
  const shown = (rows ?? []).map(rowKey)
  const isAll = shown.length > 0 && shown.every((key) => selection.keys.has(key))
  return (
    <Checkbox
      className="align-middle"
      aria-label="Choose all on this page"
      checked={isAll}
      disabled={shown.length === 0}
      onCheckedChange={(checked) => {
        const others = [...selection.keys].filter((key) => !shown.includes(key))
        selection.onChange(new Set(checked === true ? [...others, ...shown] : others))
      }}
    />
  )
}
