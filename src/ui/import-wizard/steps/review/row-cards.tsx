'use client'

import { useRef, useState } from 'react'
import { Button } from '../../../components/button'
import { classNames } from '../../../components/class-names'
import { Dialog, DialogContent } from '../../../components/dialog'
import { formatNumber } from '../../../components/format-number'
import { Skeleton } from '../../../components/skeleton'
import { targetLabel } from '../../state/import-target'
import type { GridRow } from '../../worker/review-messages'
import { VerdictIcon } from './grid-cells'
import type { ReviewGridProps } from './review-grid'
import { useGridRows } from './use-grid-rows'
import { useLongList } from './use-long-list'

const CARD_PX = 60
const OVERSCAN_CARDS = 6

/** The rows on a phone: two lines each, all of one in a dialog. Rows can be left out; cells are edited on a wider screen. */
export function RowCards({ worker, version, query, total, targets, onLeaveOut }: ReviewGridProps) {
  const list = useRef<HTMLDivElement>(null)
  const [opened, setOpened] = useState<number | null>(null)
  const { rows, heightPx } = useLongList({
    scroller: list,
    count: total,
    rowPx: CARD_PX,
    overscan: OVERSCAN_CARDS,
    headerPx: 0,
  })
  const { rowAt } = useGridRows(worker, query, version, rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0)
  const row = opened === null ? undefined : rowAt(opened)
  return (
    <div ref={list} className="-mx-4 min-h-0 flex-1 overflow-auto overscroll-contain border-t">
      <ul aria-label="Rows of the file" className="relative" style={{ height: heightPx }}>
        {rows.map(({ index, startPx }) => (
          <li
            key={index}
            className="absolute inset-x-0 top-0 border-b"
            style={{ height: CARD_PX, transform: `translateY(${startPx}px)` }}
          >
            <RowCard row={rowAt(index)} onOpen={() => setOpened(index)} />
          </li>
        ))}
      </ul>
      {row && (
        <Dialog open onOpenChange={(open) => !open && setOpened(null)}>
          <DialogContent
            title={`Row ${formatNumber(row.recordNumber)}`}
            description="Cells can be edited on a wider screen."
            footer={
              <Button onClick={() => onLeaveOut(row.row, !row.leftOut)}>
                {row.leftOut ? 'Take this row back in' : 'Leave this row out'}
              </Button>
            }
          >
            <RowDetails row={row} labels={targets.map(targetLabel)} />
          </DialogContent>
        </Dialog>
      )}
    </div>
  )
}

/** The first thing that is to be said of a row. */
function firstMessage(row: GridRow): string | null {
  return row.faults.flat()[0] ?? row.rowFaults[0] ?? row.warnings.flat()[0] ?? null
}

function RowCard({ row, onOpen }: { row: GridRow | undefined; onOpen: () => void }) {
  if (!row) {
    return (
      <div className="grid h-full content-center gap-2 px-4">
        <Skeleton className="w-32" />
        <Skeleton className="w-48" />
      </div>
    )
  }
  const [name, phoneNumber] = row.values
  const message = row.leftOut ? 'Left out' : firstMessage(row)
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex h-full w-full items-center gap-3 px-4 text-left focus-visible:-outline-offset-2"
    >
      <VerdictIcon row={row} className="size-4" />
      <span className="grid min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className={classNames('min-w-0 flex-1 truncate font-medium', row.leftOut && 'line-through')}>
            {name || 'No name'}
          </span>
          <span className="shrink-0 font-mono text-xs text-muted-foreground">{formatNumber(row.recordNumber)}</span>
        </span>
        <span
          className={classNames(
            'truncate text-sm',
            message && row.faults.flat().length + row.rowFaults.length > 0
              ? 'text-destructive'
              : 'text-muted-foreground',
          )}
        >
          {message ?? phoneNumber}
        </span>
      </span>
    </button>
  )
}

function RowDetails({ row, labels }: { row: GridRow; labels: readonly string[] }) {
  return (
    <dl className="grid">
      {labels.map((label, at) => {
        const messages = [...(row.faults[at] ?? []), ...(row.warnings[at] ?? [])]
        return (
          <div key={label} className="border-b py-2">
            <dt className="text-xs text-muted-foreground">{label}</dt>
            <dd className="break-words">{row.values[at] || '—'}</dd>
            {messages.map((message) => (
              <dd
                key={message}
                className={classNames(
                  'mt-0.5 text-sm',
                  (row.faults[at]?.length ?? 0) > 0 ? 'text-destructive' : 'text-warning',
                )}
              >
                {message}
              </dd>
            ))}
          </div>
        )
      })}
      {row.rowFaults.map((message) => (
        <dd key={message} className="pt-2 text-sm text-destructive">
          {message}
        </dd>
      ))}
    </dl>
  )
}
