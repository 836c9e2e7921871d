'use client'

import { useRef, useState } from 'react'
import { classNames } from '@/ui/components/class-names'
import { formatNumber } from '@/ui/components/format-number'
import { ReadablePhone } from '@/ui/components/phone-number'
import { Skeleton } from '@/ui/components/skeleton'
import type { GridRow } from '@/ui/import-wizard/worker/review-messages'
import { leftOutText } from './damage-texts'
import { VerdictIcon } from './grid-cells'
import { OpenedRow } from './opened-row'
import type { ReviewGridProps } from './review-grid'
import { useGridRows } from './use-grid-rows'
import { useLongList } from './use-long-list'

const CARD_PX = 76
const OVERSCAN_CARDS = 6
/** How many cards are seen in any window. In a very low one the page scrolls to them. */
const CARDS_SEEN_MIN = 3

/**
 * Shows the rows on a phone, in two lines each, and a third line for a message. A pressed row opens for editing or
 * leaving out.
 */
export function RowCards({ worker, version, query, total, targets, onEdit, onLeaveOut }: ReviewGridProps) {
  const list = useRef<HTMLDivElement>(null)
  /** The id of the open row. */
  const [opened, setOpened] = useState<number | null>(null)
  const { rows, heightPx } = useLongList({
    scroller: list,
    count: total,
    rowPx: CARD_PX,
    overscan: OVERSCAN_CARDS,
    headerPx: 0,
  })
  const { rowAt } = useGridRows(worker, query, version, rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0)
  return (
    // A basis in px: one in per cent of a height that is not given would be that of all cards, and all would be drawn.
    <div
      ref={list}
      className="-mx-4 flex-[1_1_0px] overflow-auto overscroll-contain border-t"
      style={{ minHeight: Math.min(total, CARDS_SEEN_MIN) * CARD_PX }}
    >
      <ul aria-label="Rows of the file" className="relative" style={{ height: heightPx }}>
        {rows.map(({ index, startPx }) => (
          <li
            key={index}
            className="absolute inset-x-0 top-0 border-b"
            style={{ height: CARD_PX, transform: `translateY(${startPx}px)` }}
          >
            <RowCard row={rowAt(index)} onOpen={setOpened} />
          </li>
        ))}
      </ul>
      {opened !== null && (
        <OpenedRow
          worker={worker}
          version={version}
          row={opened}
          targets={targets}
          onEdit={onEdit}
          onLeaveOut={onLeaveOut}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  )
}

/** Returns the row's most important message; null without one. */
function firstMessage(row: GridRow): string | null {
  return row.faults.flat()[0] ?? row.rowFaults[0] ?? row.warnings.flat()[0] ?? null
}

function RowCard({ row, onOpen }: { row: GridRow | undefined; onOpen: (row: number) => void }) {
  if (!row) {
    return (
      <div className="grid h-full content-center gap-2 px-4">
        <Skeleton className="w-32" />
        <Skeleton className="w-48" />
      </div>
    )
  }
  const [name, phoneNumber] = row.values
  // A number that is written as it is read is shown once, with its country.
  const isWrittenAsRead =
    row.willCall !== null && [row.willCall.written, row.willCall.e164].includes(phoneNumber?.trim() ?? '')
  const message = row.leftOut ? leftOutText(row) : firstMessage(row)
  return (
    <button
      type="button"
      onClick={() => onOpen(row.row)}
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
        <span className="flex min-w-0 gap-1.5 text-sm text-muted-foreground">
          {isWrittenAsRead ? (
            <span className="sr-only">Will call</span>
          ) : (
            <span className="max-w-1/2 shrink-0 truncate">{phoneNumber}</span>
          )}
          {row.willCall !== null && (
            <>
              {!isWrittenAsRead && (
                <>
                  <span aria-hidden>→</span>
                  <span className="sr-only">, will call</span>
                </>
              )}
              <ReadablePhone number={row.willCall} country="beside" className="min-w-0 flex-1 truncate" />
            </>
          )}
        </span>
        {message !== null && (
          <span
            className={classNames(
              'truncate text-sm',
              row.faults.flat().length + row.rowFaults.length > 0 ? 'text-destructive' : 'text-muted-foreground',
            )}
          >
            {message}
          </span>
        )}
      </span>
    </button>
  )
}
