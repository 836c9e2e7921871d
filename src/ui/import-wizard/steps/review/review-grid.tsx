// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot show a window of its rows
'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { classNames } from '../../../components/class-names'
import { formatNumber } from '../../../components/format-number'
import { type Target, targetLabel, variableOf } from '../../state/import-target'
import type { ImportWorker } from '../../worker/import-worker'
import type { CellEdit, FaultPosition, GridRow, RowQuery } from '../../worker/review-messages'
import { CellMessage } from './cell-message'
import { type Editing, GridRowView, ROW_PX, type RowActions } from './grid-cells'
import { type GridPosition, gridCommand, positionAfterEdit } from './grid-keys'
import { useGridRows } from './use-grid-rows'

const OVERSCAN_ROWS = 8

const WIDTHS: Partial<Record<Target, number>> = {
  name: 200,
  phoneNumber: 190,
  phoneNumberExt: 100,
  timezone: 190,
  scheduledAt: 200,
  toEmailAddress: 240,
}
const VARIABLE_PX = 170
const GUTTER_PX = 104

export type ReviewGridProps = {
  worker: ImportWorker
  version: number
  query: RowQuery
  /** Rows of the query. */
  total: number
  targets: readonly Target[]
  /** The column by which contacts are grouped, or -1. */
  groupColumn: number
  /** Answers whether the row is still among those that are shown. */
  onEdit: (cell: CellEdit) => Promise<boolean>
  onLeaveOut: (row: number, out: boolean) => void
}

/**
 * All rows in a window that shows some of them. The keys are those of spreadsheets (`grid-keys.ts`). The focus stays on
 * the grid, the current cell is its active descendant.
 */
export function ReviewGrid({
  worker,
  version,
  query,
  total,
  targets,
  groupColumn,
  onEdit,
  onLeaveOut,
}: ReviewGridProps) {
  const id = useId()
  const grid = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<GridPosition>({ at: 0, column: 1 })
  const [editing, setEditing] = useState<Editing | null>(null)
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
    // The header stands over the first row of the scrolled area.
    scrollPaddingStart: ROW_PX,
    // Drawn within the scroll event itself, rows would hold up the frame that they are for.
    useFlushSync: false,
  })
  const items = virtualizer.getVirtualItems()
  const rowAt = useGridRows(worker, query, version, items[0]?.index ?? 0, items.at(-1)?.index ?? 0)
  const { template, minWidth } = useMemo(() => layOut(targets), [targets])
  const activeRow = rowAt(active.at)
  const cellId = ({ at, column }: GridPosition) => `${id}-${at}-${column}`
  const barId = `${id}-bar`
  const size = { rows: total, columns: targets.length }

  useEffect(() => {
    if (active.at >= total && total > 0) setActive((current) => ({ ...current, at: total - 1 }))
  }, [active.at, total])

  const goTo = (to: GridPosition) => {
    setActive(to)
    virtualizer.scrollToIndex(to.at)
    // Sideways the browser does it, once the cell is there.
    requestAnimationFrame(() =>
      document.getElementById(cellId(to))?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    )
  }
  const startEdit = (text: string | null) => {
    if (activeRow && !activeRow.leftOut) setEditing({ text })
  }
  const write = async (value: string): Promise<boolean> => {
    const target = targets[active.column - 1]
    if (!activeRow || !target || value === activeRow.values[active.column - 1]) return true
    return onEdit({ row: activeRow.row, target, value })
  }
  const goToFault = async (backwards: boolean) => {
    const from: FaultPosition = { at: active.at, column: active.column - 1 }
    const found = await worker.call('nextFault', { query, from, backwards })
    if (found) goTo({ at: found.at, column: found.column + 1 })
  }

  // Rows keep one object of actions for life; what it does is of this very rendering.
  const handlers: RowActions = {
    press: (at, column) => {
      if (at === active.at && column === active.column) startEdit(null)
      else goTo({ at, column })
    },
    edit: (at, column) => {
      goTo({ at, column })
      const row = rowAt(at)
      if (row && !row.leftOut) setEditing({ text: null })
    },
    toggle: (at, row) => {
      goTo({ at, column: 0 })
      onLeaveOut(row.row, !row.leftOut)
    },
    finish: async (value, key, shiftKey) => {
      setEditing(null)
      grid.current?.focus({ preventScroll: true })
      const position = active
      const stays = value === null || (await write(value))
      // A row that was mended leaves a list of faults, and the next one comes up into its place.
      if (key && (stays || key === 'Tab')) goTo(positionAfterEdit(key, shiftKey, position, size))
    },
  }
  const latest = useRef(handlers)
  useEffect(() => {
    latest.current = handlers
  })
  const [actions] = useState<RowActions>(() => ({
    press: (at, column) => latest.current.press(at, column),
    edit: (at, column) => latest.current.edit(at, column),
    toggle: (at, row) => latest.current.toggle(at, row),
    finish: (value, key, shiftKey) => latest.current.finish(value, key, shiftKey),
  }))

  const handleKey = (event: KeyboardEvent) => {
    if (event.target !== grid.current) return
    const pageRows = Math.max(1, Math.floor((grid.current?.clientHeight ?? 0) / ROW_PX) - 2)
    const command = gridCommand(event, active, { ...size, pageRows })
    if (!command) return
    event.preventDefault()
    if (command.kind === 'move') goTo(command.to)
    else if (command.kind === 'edit') startEdit(command.text)
    else if (command.kind === 'next fault') goToFault(command.backwards)
    else if (activeRow && command.kind === 'toggle row') onLeaveOut(activeRow.row, !activeRow.leftOut)
    else if (activeRow && !activeRow.leftOut) write('')
  }

  return (
    <div className="-mx-4 flex min-h-0 flex-1 flex-col border-t sm:-mx-6">
      <div
        ref={grid}
        role="grid"
        tabIndex={0}
        aria-label="Rows of the file"
        aria-rowcount={total + 1}
        aria-colcount={targets.length + 1}
        aria-activedescendant={editing ? undefined : cellId(active)}
        onKeyDown={handleKey}
        className="group/grid min-h-0 flex-1 overflow-auto overscroll-contain text-sm outline-none"
      >
        <div style={{ minWidth }}>
          <div role="rowgroup" className="sticky top-0 z-3">
            <HeaderRow targets={targets} template={template} />
          </div>
          <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
            {items.map(({ index, start }) => (
              <GridRowView
                key={index}
                id={id}
                at={index}
                startPx={start}
                template={template}
                row={rowAt(index)}
                targets={targets}
                groupColumn={groupColumn}
                activeColumn={active.at === index ? active.column : null}
                editing={active.at === index ? editing : null}
                describedBy={barId}
                actions={actions}
              />
            ))}
          </div>
        </div>
      </div>
      <CellMessage grid={grid} />
      <ActiveCellBar id={barId} row={activeRow} column={active.column} targets={targets} />
    </div>
  )
}

function layOut(targets: readonly Target[]): { template: string; minWidth: number } {
  const widths = targets.map((target) => WIDTHS[target] ?? VARIABLE_PX)
  return {
    template: `${GUTTER_PX}px ${widths.map((width) => `minmax(${width}px, ${width}fr)`).join(' ')}`,
    minWidth: widths.reduce((sum, width) => sum + width, GUTTER_PX),
  }
}

function HeaderRow({ targets, template }: { targets: readonly Target[]; template: string }) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      tabIndex={-1}
      className="grid border-b bg-background text-xs font-medium text-muted-foreground"
      style={{ gridTemplateColumns: template, height: ROW_PX }}
    >
      <div
        role="columnheader"
        tabIndex={-1}
        aria-colindex={1}
        className="sticky left-0 flex items-center bg-background pl-4 sm:pl-6"
      >
        Row
      </div>
      {targets.map((target, index) => (
        <div
          key={target}
          role="columnheader"
          tabIndex={-1}
          aria-colindex={index + 2}
          className="flex items-center truncate px-3"
        >
          <span className={classNames('truncate', variableOf(target) !== null && 'font-mono')}>
            {targetLabel(target)}
          </span>
        </div>
      ))}
    </div>
  )
}

type ActiveCellBarProps = { id: string; row: GridRow | undefined; column: number; targets: readonly Target[] }

/** What is wrong with the current cell, in full: hover is not for everybody. */
function ActiveCellBar({ id, row, column, targets }: ActiveCellBarProps) {
  if (!row) return <div className="min-h-9 border-t" />
  const target = targets[column - 1]
  const messages = target ? [...(row.faults[column - 1] ?? []), ...(row.warnings[column - 1] ?? [])] : []
  // A sound cell of a faulty row points to the cells that are not.
  const elsewhere = row.faults.flatMap((faults, at) =>
    faults.map((fault) => `${targetLabel(targets[at] ?? 'name')}: ${fault}`),
  )
  const text = [...(messages.length > 0 ? messages : elsewhere), ...row.rowFaults].join(' ')
  return (
    <div className="flex min-h-9 items-center gap-3 border-t bg-muted/60 px-4 py-1.5 text-sm sm:px-6">
      <span className="shrink-0 font-medium">
        Row {formatNumber(row.recordNumber)}
        {target && `, ${targetLabel(target)}`}
      </span>
      <span id={id} className={classNames('min-w-0 flex-1', text === '' && 'text-muted-foreground')}>
        {text || (row.leftOut ? 'Left out: it is not sent.' : 'Nothing to mend.')}
      </span>
      <span className="hidden shrink-0 text-xs text-muted-foreground lg:inline">
        {column === 0 ? 'Space leaves the row out' : 'Enter edits · Space leaves the row out · F8 next fault'}
      </span>
    </div>
  )
}
