// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot show a window of its rows
'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { CircleAlert, CircleCheck, CircleMinus, TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { Checkbox } from '../../components/checkbox'
import { classNames } from '../../components/class-names'
import { EmptyState } from '../../components/empty-state'
import { formatNumber } from '../../components/format-number'
import { Skeleton } from '../../components/skeleton'
import { type Target, targetLabel, variableOf } from '../state/import-target'
import type { ImportWorker } from '../worker/import-worker'
import type { GridRow, RowFilter } from '../worker/messages'
import { useGridRows } from './use-grid-rows'

const ROW_PX = 36
const OVERSCAN_ROWS = 12
const PAGE_JUMP_ROWS = 15

const WIDTHS: Partial<Record<Target, number>> = {
  name: 200,
  phoneNumber: 190,
  phoneNumberExt: 100,
  timezone: 190,
  scheduledAt: 200,
  toEmailAddress: 240,
}
const VARIABLE_PX = 170
const GUTTER_PX = 92

type ReviewGridProps = {
  worker: ImportWorker
  version: number
  filter: RowFilter
  total: number
  targets: readonly Target[]
  onEdit: (row: number, target: Target, value: string) => Promise<void>
  onLeaveOut: (row: number, out: boolean) => Promise<void>
}

/** Column 0 is the gutter, in which a row is left out; the others are the targets. */
type Position = { at: number; column: number }

/**
 * All rows in a window that shows some forty of them. Arrows move, Enter edits, Escape takes an edit back, Tab goes on
 * to the next cell, Space in the first column leaves a row out. The focus stays on the grid; the current cell is its
 * active descendant.
 */
export function ReviewGrid({ worker, version, filter, total, targets, onEdit, onLeaveOut }: ReviewGridProps) {
  const id = useId()
  const grid = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<Position>({ at: 0, column: 1 })
  const [editing, setEditing] = useState(false)
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
    // The header stands over the first row of the scrolled area.
    scrollPaddingStart: ROW_PX,
  })
  const items = virtualizer.getVirtualItems()
  const rowAt = useGridRows(worker, filter, version, items[0]?.index ?? 0, items.at(-1)?.index ?? 0)
  const widths = targets.map((target) => WIDTHS[target] ?? VARIABLE_PX)
  const template = `${GUTTER_PX}px ${widths.map((width) => `minmax(${width}px, ${width}fr)`).join(' ')}`
  const minWidth = widths.reduce((sum, width) => sum + width, GUTTER_PX)
  const activeRow = rowAt(active.at)
  const cellId = ({ at, column }: Position) => `${id}-${at}-${column}`

  useEffect(() => {
    if (active.at >= total && total > 0) setActive((current) => ({ ...current, at: total - 1 }))
  }, [active.at, total])

  const goTo = (next: Position) => {
    const at = Math.max(0, Math.min(total - 1, next.at))
    const column = Math.max(0, Math.min(targets.length, next.column))
    setActive({ at, column })
    virtualizer.scrollToIndex(at)
    // Sideways the browser does it, once the cell is there.
    requestAnimationFrame(() =>
      document.getElementById(cellId({ at, column }))?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    )
  }
  const finishEdit = (value: string | null, move: Position | null) => {
    setEditing(false)
    grid.current?.focus()
    const target = targets[active.column - 1]
    if (value !== null && activeRow && target && value !== activeRow.values[active.column - 1]) {
      onEdit(activeRow.row, target, value)
    }
    if (move) goTo(move)
  }
  const toggleRow = (row: GridRow) => onLeaveOut(row.row, !row.leftOut)

  const handleKey = (event: KeyboardEvent) => {
    if (event.target !== grid.current) return
    const { at, column } = active
    const moves: Record<string, Position> = {
      ArrowDown: { at: at + 1, column },
      ArrowUp: { at: at - 1, column },
      ArrowRight: { at, column: column + 1 },
      ArrowLeft: { at, column: column - 1 },
      PageDown: { at: at + PAGE_JUMP_ROWS, column },
      PageUp: { at: at - PAGE_JUMP_ROWS, column },
      Home: event.ctrlKey ? { at: 0, column } : { at, column: 0 },
      End: event.ctrlKey ? { at: total - 1, column } : { at, column: targets.length },
    }
    const move = moves[event.key]
    if (move) goTo(move)
    else if ((event.key === 'Enter' || event.key === 'F2') && column > 0 && activeRow && !activeRow.leftOut)
      setEditing(true)
    else if ((event.key === ' ' || event.key === 'Enter') && column === 0 && activeRow) toggleRow(activeRow)
    else return
    event.preventDefault()
  }

  if (total === 0) return <EmptyState title="No row to show here">Choose another filter above.</EmptyState>
  return (
    <div className="-mx-4 flex min-h-0 flex-1 flex-col border-t max-sm:h-[70dvh] max-sm:flex-none sm:-mx-6">
      <div
        ref={grid}
        role="grid"
        tabIndex={0}
        aria-label="Rows of the file"
        aria-rowcount={total + 1}
        aria-colcount={targets.length + 1}
        aria-activedescendant={editing ? undefined : cellId(active)}
        onKeyDown={handleKey}
        className="group/grid min-h-0 flex-1 overflow-auto text-sm outline-none"
      >
        <div style={{ minWidth }}>
          <div role="rowgroup" className="sticky top-0 z-3">
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
          </div>
          <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
            {items.map(({ index, start }) => {
              const row = rowAt(index)
              return (
                <div
                  key={index}
                  role="row"
                  aria-rowindex={index + 2}
                  tabIndex={-1}
                  className={classNames(
                    'absolute inset-x-0 top-0 grid border-b',
                    row?.leftOut && 'text-muted-foreground',
                  )}
                  style={{ gridTemplateColumns: template, height: ROW_PX, transform: `translateY(${start}px)` }}
                >
                  {row ? (
                    <>
                      <GutterCell
                        id={cellId({ at: index, column: 0 })}
                        row={row}
                        active={active.at === index && active.column === 0}
                        onToggle={() => {
                          goTo({ at: index, column: 0 })
                          toggleRow(row)
                        }}
                      />
                      {targets.map((target, at) => {
                        const here = active.at === index && active.column === at + 1
                        return (
                          <ValueCell
                            key={target}
                            id={cellId({ at: index, column: at + 1 })}
                            colIndex={at + 2}
                            label={targetLabel(target)}
                            row={row}
                            at={at}
                            active={here}
                            editing={here && editing}
                            onPress={() => {
                              if (here && !row.leftOut) setEditing(true)
                              else goTo({ at: index, column: at + 1 })
                            }}
                            onEdit={() => {
                              if (row.leftOut) return
                              goTo({ at: index, column: at + 1 })
                              setEditing(true)
                            }}
                            onFinish={finishEdit}
                            position={{ at: index, column: at + 1 }}
                          />
                        )
                      })}
                    </>
                  ) : (
                    <div role="gridcell" tabIndex={-1} className="flex items-center px-6">
                      <Skeleton className="w-32" />
                    </div>
                  )}
                </div>
              )
            })}
          </div>
        </div>
      </div>
      <ActiveCellBar row={activeRow} column={active.column} targets={targets} />
    </div>
  )
}

function verdictOf(row: GridRow): 'left out' | 'faulty' | 'doubtful' | 'valid' {
  if (row.leftOut) return 'left out'
  if (row.rowFaults.length > 0 || row.faults.some((faults) => faults.length > 0)) return 'faulty'
  return row.warnings.some((warnings) => warnings.length > 0) ? 'doubtful' : 'valid'
}

const VERDICTS = {
  'left out': { icon: CircleMinus, label: 'Left out', className: 'text-muted-foreground' },
  faulty: { icon: CircleAlert, label: 'Needs attention', className: 'text-destructive' },
  doubtful: { icon: TriangleAlert, label: 'Valid, with a warning', className: 'text-warning' },
  valid: { icon: CircleCheck, label: 'Valid', className: 'text-success' },
} as const

const CURRENT = 'group-focus/grid:outline-2 group-focus/grid:-outline-offset-2 group-focus/grid:outline-ring'

function GutterCell({
  id,
  row,
  active,
  onToggle,
}: {
  id: string
  row: GridRow
  active: boolean
  onToggle: () => void
}) {
  const { icon: Icon, label, className } = VERDICTS[verdictOf(row)]
  return (
    <div
      id={id}
      role="gridcell"
      tabIndex={-1}
      aria-colindex={1}
      className={classNames('sticky left-0 z-2 flex items-center gap-2 bg-background pl-4 sm:pl-6', active && CURRENT)}
    >
      <Checkbox
        tabIndex={-1}
        checked={!row.leftOut}
        onCheckedChange={onToggle}
        aria-label={`Enroll row ${row.recordNumber}`}
        title={row.leftOut ? 'Take this row back in' : 'Leave this row out'}
      />
      <Icon className={classNames('size-3.5 shrink-0', className)} aria-label={label} role="img" />
      <span className="font-mono text-xs text-muted-foreground">{row.recordNumber}</span>
    </div>
  )
}

type ValueCellProps = {
  id: string
  colIndex: number
  label: string
  row: GridRow
  /** Index of the target. */
  at: number
  active: boolean
  editing: boolean
  position: Position
  onPress: () => void
  onEdit: () => void
  onFinish: (value: string | null, move: Position | null) => void
}

function ValueCell({
  id,
  colIndex,
  label,
  row,
  at,
  active,
  editing,
  position,
  onPress,
  onEdit,
  onFinish,
}: ValueCellProps) {
  const value = row.values[at] ?? ''
  const faults = row.faults[at] ?? []
  const warnings = row.warnings[at] ?? []
  const messages = [...faults, ...warnings]
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself has the keyboard
    <div
      id={id}
      role="gridcell"
      tabIndex={-1}
      aria-colindex={colIndex}
      aria-invalid={faults.length > 0 || undefined}
      title={editing ? undefined : messages.length > 0 ? messages.join(' ') : value}
      onClick={editing ? undefined : onPress}
      onDoubleClick={onEdit}
      className={classNames(
        'relative flex min-w-0 items-center gap-1.5 px-3',
        faults.length > 0 && 'bg-destructive/8',
        active && !editing && CURRENT,
      )}
    >
      {editing ? (
        <CellEditor label={`${label}, row ${row.recordNumber}`} value={value} position={position} onFinish={onFinish} />
      ) : (
        <>
          <span
            className={classNames(
              'min-w-0 flex-1 truncate',
              row.leftOut && 'line-through',
              row.edited[at] && 'font-medium',
            )}
          >
            {value || (faults.length > 0 ? <span className="text-destructive">Missing</span> : '')}
          </span>
          {faults.length > 0 && <CircleAlert className="size-3.5 shrink-0 text-destructive" aria-hidden />}
          {faults.length === 0 && warnings.length > 0 && (
            <TriangleAlert className="size-3.5 shrink-0 text-warning" aria-hidden />
          )}
          {messages.length > 0 && <span className="sr-only">. {messages.join(' ')}</span>}
          {row.edited[at] && <span className="sr-only">. Edited</span>}
        </>
      )}
    </div>
  )
}

type CellEditorProps = Pick<ValueCellProps, 'label' | 'position' | 'onFinish'> & { value: string }

function CellEditor({ label, value, position, onFinish }: CellEditorProps) {
  const input = useRef<HTMLInputElement>(null)
  // Leaving by Escape or Enter blurs the field too; the first of them counts.
  const finished = useRef(false)
  useEffect(() => input.current?.select(), [])
  const finish = (kept: string | null, move: Position | null) => {
    if (finished.current) return
    finished.current = true
    onFinish(kept, move)
  }
  const { at, column } = position
  return (
    <input
      ref={input}
      aria-label={label}
      defaultValue={value}
      spellCheck={false}
      onKeyDown={(event) => {
        const typed = event.currentTarget.value
        if (event.key === 'Enter') finish(typed, { at: at + 1, column })
        else if (event.key === 'Tab') finish(typed, { at, column: column + (event.shiftKey ? -1 : 1) })
        else if (event.key === 'Escape') finish(null, null)
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
      onBlur={(event) => finish(event.currentTarget.value, null)}
      className="absolute inset-0 z-1 w-full bg-background px-3 text-sm outline-2 -outline-offset-2 outline-ring"
    />
  )
}

/** What is wrong with the current cell, in full: hover is not for everybody. */
function ActiveCellBar({
  row,
  column,
  targets,
}: {
  row: GridRow | undefined
  column: number
  targets: readonly Target[]
}) {
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
      <span className={classNames('min-w-0 flex-1', text === '' && 'text-muted-foreground')}>
        {text || (row.leftOut ? 'Left out: it is not sent.' : 'Nothing to mend.')}
      </span>
      <span className="hidden shrink-0 text-xs text-muted-foreground lg:inline">
        {column === 0 ? 'Space leaves the row out' : 'Enter edits · arrows move'}
      </span>
    </div>
  )
}
