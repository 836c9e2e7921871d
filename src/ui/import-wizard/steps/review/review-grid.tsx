// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot show a window of its rows
'use client'

import { type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { Target } from '@/domain/mappings/mapping.rules'
import { formatNumber } from '@/ui/components/format-number'
import { useMediaQuery } from '@/ui/import-wizard/steps/use-media-query'
import type { Judgement } from '@/ui/import-wizard/use-judgement'
import type { ImportWorker } from '@/ui/import-wizard/worker/import-worker'
import { cellsIn } from '@/ui/import-wizard/worker/place-cells'
import type { CellEdit, FaultPosition, RowQuery } from '@/ui/import-wizard/worker/review-messages'
import { ActiveCellBar } from './active-cell-bar'
import { CellMessage } from './cell-message'
import { type CellSelection, describeRange, rangeOf, selectAll, widen } from './cell-selection'
import { type Editing, GridRowView, type RowActions, SelectionFrame } from './grid-cells'
import { HeaderRow } from './grid-header'
import { type GridPosition, gridCommand, positionAfterEdit } from './grid-keys'
import { WILL_CALL } from './grid-tracks'
import { useCellClipboard } from './use-cell-clipboard'
import { cellOf, useCellDrag } from './use-cell-drag'
import { useGridRows } from './use-grid-rows'
import { useLongList } from './use-long-list'

const OVERSCAN_ROWS = 8

/** The height of a row in px, and that in a low window (the variant `low` of globals.css). */
const ROW_PX = 36
const LOW_ROW_PX = 26
const LOW_WINDOW = '(max-height: 640px)'
/** How many rows are seen in any window, beside the header and the scrollbar. */
const ROWS_SEEN_MIN = 10
const SCROLLBAR_PX = 16

const WIDTHS: Partial<Record<Target, number>> = {
  name: 200,
  phoneNumber: 190,
  phoneNumberExt: 100,
  timezone: 190,
  scheduledAt: 200,
  toEmailAddress: 240,
}
const VARIABLE_PX = 170
/** Room for check box and verdict, and for each character of the row's number. */
const GUTTER_PX = 80
const DIGIT_PX = 7.25

export type ReviewGridProps = {
  worker: ImportWorker
  version: number
  query: RowQuery
  /** How many rows the query has. */
  total: number
  targets: readonly Target[]
  /** The number of the file's last record, which is the longest in the gutter. */
  lastRecord: number
  /** The column with the group values, or -1. */
  chainColumn: number
  change: Judgement['change']
  /** Edits a cell. Answers whether its row is still among the shown rows. */
  onEdit: (cell: CellEdit) => Promise<boolean>
  onLeaveOut: (row: number, out: boolean) => void
}

/**
 * Shows all rows in a window that renders only some of them. Its keys are those of spreadsheets (`grid-keys.ts`). The
 * grid itself keeps the focus, and the current cell is its active descendant.
 */
export function ReviewGrid({
  worker,
  version,
  query,
  total,
  targets,
  lastRecord,
  chainColumn,
  change,
  onEdit,
  onLeaveOut,
}: ReviewGridProps) {
  const id = useId()
  const grid = useRef<HTMLDivElement>(null)
  const rowPx = useMediaQuery(LOW_WINDOW) ? LOW_ROW_PX : ROW_PX
  const [active, setActive] = useState<GridPosition>({ at: 0, column: 1 })
  /** Null while only the current cell is selected. */
  const [selection, setSelection] = useState<CellSelection | null>(null)
  const [editing, setEditing] = useState<Editing | null>(null)
  const { rows, heightPx, startOf, scrollTo } = useLongList({
    scroller: grid,
    count: total,
    rowPx,
    overscan: OVERSCAN_ROWS,
    headerPx: rowPx,
  })
  const firstDrawn = rows[0]?.index ?? 0
  const lastDrawn = rows.at(-1)?.index ?? 0
  const { rowAt, list } = useGridRows(worker, query, version, firstDrawn, lastDrawn)
  const { template, minWidth, gutterPx } = useMemo(() => layOut(targets, lastRecord), [targets, lastRecord])
  const activeRow = rowAt(active.at)
  const cellId = ({ at, column }: GridPosition) => `${id}-${at}-${column}`
  const barId = `${id}-bar`
  const size = { rows: total, columns: targets.length }
  const range = rangeOf(selection ?? { anchor: active, extent: active }, size)
  const clipboard = useCellClipboard({
    grid,
    worker,
    change,
    query,
    list,
    range,
    onPlaced: ({ fromAt, toAt, fromTarget, toTarget }) => {
      // Pasted values may move rows out of the filter, and others then take their places.
      if (query.filter !== 'all' || query.find) return
      const anchor = { at: fromAt, column: fromTarget + 1 }
      setActive(anchor)
      setSelection(toSelection(anchor, { at: toAt, column: toTarget + 1 }))
    },
  })

  useEffect(() => {
    if (active.at >= total && total > 0) setActive((current) => ({ ...current, at: total - 1 }))
  }, [active.at, total])

  const show = (to: GridPosition) => {
    scrollTo(to.at)
    // The browser scrolls sideways itself, once the cell exists.
    requestAnimationFrame(() =>
      document.getElementById(cellId(to))?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    )
  }
  const select = (next: CellSelection | null) => {
    setSelection(next)
    clipboard.forget()
  }
  const goTo = (to: GridPosition) => {
    setActive(to)
    setEditing(null)
    select(null)
    show(to)
  }
  const extend = (to: GridPosition) => select(toSelection(selection?.anchor ?? active, to))
  const startEdit = (text: string | null) => {
    select(null)
    // A cell that is out of sight is first scrolled into view. Characters typed until then are kept.
    setEditing((waiting) => ({ text: waiting?.text && text ? waiting.text + text : text }))
    if (!activeRow) show(active)
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

  /** Whether the mouse button was pressed on the current cell. The click then edits that cell. */
  const pressedAgain = useRef(false)
  const drag = useCellDrag(grid, { top: rowPx, left: gutterPx }, (to) => {
    pressedAgain.current = false
    extend(to)
  })
  const handleMouseDown = (event: MouseEvent) => {
    const { target } = event
    if (event.button !== 0 || !(target instanceof Element) || target.closest('input')) return
    const at = cellOf(target)
    if (!at) return
    // Prevents text selection and keeps the focus on the grid. Moving the focus here also commits a cell that is being
    // edited.
    event.preventDefault()
    grid.current?.focus({ preventScroll: true })
    if (target.closest('button')) return
    pressedAgain.current = !event.shiftKey && !selection && at.at === active.at && at.column === active.column
    if (event.shiftKey) {
      extend(at)
      return
    }
    if (!pressedAgain.current) goTo(at)
    drag(at)
  }

  // Rows keep one object of actions for life, which calls the handlers of the latest rendering.
  const handlers: RowActions = {
    press: () => {
      if (pressedAgain.current) startEdit(null)
    },
    edit: (at, column) => {
      goTo({ at, column })
      setEditing({ text: null })
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
      // An edited row may leave a list of faults, and the next row then takes its place.
      if (key && (stays || key === 'Tab')) goTo(positionAfterEdit(key, shiftKey, position, size))
    },
  }
  const latest = useRef(handlers)
  useEffect(() => {
    latest.current = handlers
  })
  const [actions] = useState<RowActions>(() => ({
    press: () => latest.current.press(),
    edit: (at, column) => latest.current.edit(at, column),
    toggle: (at, row) => latest.current.toggle(at, row),
    finish: (value, key, shiftKey) => latest.current.finish(value, key, shiftKey),
  }))

  const handleKey = (event: KeyboardEvent) => {
    if (event.target !== grid.current) return
    const pageRows = Math.max(1, Math.floor((grid.current?.clientHeight ?? 0) / rowPx) - 2)
    const command = gridCommand(event, active, selection, { ...size, pageRows })
    if (!command) return
    event.preventDefault()
    switch (command.kind) {
      case 'move':
        return goTo(command.to)
      case 'extend':
        extend(command.to)
        return show(command.to)
      case 'select':
        if (command.what === 'one') return select(null)
        if (command.what === 'all') return select(selectAll(total))
        return select(widen(selection ?? { anchor: active, extent: active }, command.what, total))
      case 'edit':
        return startEdit(command.text)
      case 'next fault':
        return goToFault(command.backwards)
      case 'toggle row':
        return toggleRows()
      case 'clear':
        return clipboard.clear()
    }
  }
  const toggleRows = () => {
    if (selection && range && range.toAt > range.fromAt) {
      change('leaveOutRange', { query, list, range, out: !activeRow?.leftOut })
    } else if (activeRow) onLeaveOut(activeRow.row, !activeRow.leftOut)
  }
  const selectedColumns = (at: number) =>
    marked && at >= marked.fromAt && at <= marked.toAt
      ? { selectedFrom: marked.fromTarget + 1, selectedTo: marked.toTarget + 1 }
      : { selectedFrom: 0, selectedTo: 0 }
  // A list that is shorter needs no more than its rows.
  const rowsSeenPx = (Math.min(total, ROWS_SEEN_MIN) + 1) * rowPx + SCROLLBAR_PX
  const activeIsDrawn = activeRow !== undefined && active.at >= firstDrawn && active.at <= lastDrawn
  /** What is shown as selected. The active row of the gutter is shown as selected only after a selection was made. */
  const marked = selection || active.column > 0 ? range : null
  const many = selection && range && cellsIn(range) > 1 ? range : null

  return (
    <div className="-mx-4 flex flex-1 flex-col border-t sm:-mx-6">
      <div
        ref={grid}
        role="grid"
        tabIndex={0}
        aria-label="Rows of the file"
        aria-rowcount={total + 1}
        aria-colcount={targets.length + 2}
        aria-multiselectable
        aria-activedescendant={activeIsDrawn && !editing ? cellId(active) : undefined}
        onKeyDown={handleKey}
        onMouseDown={handleMouseDown}
        // Cells behind the gutter or the header count as out of sight.
        style={{ scrollPaddingLeft: gutterPx, scrollPaddingTop: rowPx, minHeight: rowsSeenPx }}
        className="group/grid flex-[1_1_0px] cursor-default select-none overflow-auto overscroll-contain text-sm outline-none"
      >
        <div style={{ minWidth }}>
          <div role="rowgroup" className="sticky top-0 z-3">
            <HeaderRow targets={targets} template={template} rowPx={rowPx} />
          </div>
          <div role="rowgroup" className="relative" style={{ height: heightPx }}>
            {many && many.toAt >= firstDrawn && many.fromAt <= lastDrawn && (
              <SelectionFrame
                targets={targets}
                range={many}
                topPx={startOf(Math.max(many.fromAt, firstDrawn))}
                heightPx={(Math.min(many.toAt, lastDrawn) - Math.max(many.fromAt, firstDrawn) + 1) * rowPx}
                template={template}
              />
            )}
            {rows.map(({ index, startPx }) => (
              <GridRowView
                key={index}
                id={id}
                at={index}
                startPx={startPx}
                template={template}
                rowPx={rowPx}
                row={rowAt(index)}
                targets={targets}
                chainColumn={chainColumn}
                activeColumn={active.at === index ? active.column : null}
                {...selectedColumns(index)}
                editing={active.at === index ? editing : null}
                describedBy={barId}
                actions={actions}
              />
            ))}
          </div>
        </div>
      </div>
      <CellMessage grid={grid} />
      <ActiveCellBar
        id={barId}
        row={activeRow}
        column={active.column}
        targets={targets}
        onRepair={(value) => {
          write(value)
          grid.current?.focus({ preventScroll: true })
        }}
        status={clipboard.message || (many ? describeRange(many) : '')}
      />
    </div>
  )
}

function layOut(targets: readonly Target[], lastRecord: number) {
  const gutterPx = GUTTER_PX + Math.ceil(formatNumber(lastRecord).length * DIGIT_PX)
  const widths = targets.flatMap((target) => {
    const width = WIDTHS[target] ?? VARIABLE_PX
    return target === WILL_CALL.after ? [width, WILL_CALL.widthPx] : [width]
  })
  return {
    gutterPx,
    template: `${gutterPx}px ${widths.map((width) => `minmax(${width}px, ${width}fr)`).join(' ')}`,
    minWidth: widths.reduce((sum, width) => sum + width, gutterPx),
  }
}

/** Returns null for a single cell, which is current anyway. A single position in the gutter is a whole row. */
function toSelection(anchor: GridPosition, extent: GridPosition): CellSelection | null {
  return anchor.column > 0 && anchor.at === extent.at && anchor.column === extent.column ? null : { anchor, extent }
}
