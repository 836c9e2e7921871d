// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot show a window of its rows
'use client'

import { Fragment, memo, useLayoutEffect, useRef } from 'react'
import type { Target } from '@/domain/mappings/mapping.rules'
import { Checkbox } from '@/ui/components/checkbox'
import { classNames } from '@/ui/components/class-names'
import { formatNumber } from '@/ui/components/format-number'
import { CircleAlert } from '@/ui/components/icons/circle-alert'
import { CircleCheck } from '@/ui/components/icons/circle-check'
import { CircleMinus } from '@/ui/components/icons/circle-minus'
import { TriangleAlert } from '@/ui/components/icons/triangle-alert'
import { ReadablePhone } from '@/ui/components/phone-number'
import { describeNumber } from '@/ui/components/readable-number'
import { Skeleton } from '@/ui/components/skeleton'
import { targetLabel } from '@/ui/import-wizard/state/import-target'
import type { GridRow } from '@/ui/import-wizard/worker/review-messages'
import { trackOf, WILL_CALL, willCallTrack } from './grid-tracks'

/**
 * What a row can ask of the grid. A row keeps one object for its whole life, so that only changed rows are rendered
 * again.
 */
export type RowActions = {
  press: () => void
  edit: (at: number, column: number) => void
  toggle: (at: number, row: GridRow) => void
  finish: (value: string | null, key: 'Enter' | 'Tab' | null, shiftKey: boolean) => void
}

/** The cell that is being edited. A null `text` starts with the cell's own text. */
export type Editing = { text: string | null }

type GridRowViewProps = {
  /** The grid's id. A cell's id is `${id}-${at}-${column}`. */
  id: string
  at: number
  startPx: number
  template: string
  rowPx: number
  row: GridRow | undefined
  targets: readonly Target[]
  /** The column with the group values, or -1. */
  chainColumn: number
  /** The column of the active cell when it is in this row; otherwise null. */
  activeColumn: number | null
  /** The first and last selected column of this row; both are 0 when none is selected. */
  selectedFrom: number
  selectedTo: number
  editing: Editing | null
  describedBy: string
  actions: RowActions
}

export const GridRowView = memo(function GridRowView(props: GridRowViewProps) {
  const { id, at, startPx, template, rowPx, row, targets, chainColumn, activeColumn, selectedFrom, selectedTo } = props
  const { editing, describedBy, actions } = props
  return (
    <div
      role="row"
      aria-rowindex={at + 2}
      tabIndex={-1}
      className={classNames(
        'absolute inset-x-0 top-0 grid border-b hover:bg-accent/50',
        row?.leftOut && 'text-muted-foreground',
      )}
      style={{ gridTemplateColumns: template, height: rowPx, transform: `translateY(${startPx}px)` }}
    >
      {row ? (
        <>
          <GutterCell id={`${id}-${at}-0`} at={at} row={row} active={activeColumn === 0} actions={actions} />
          {targets.map((target, index) => (
            <Fragment key={target}>
              <ValueCell
                id={`${id}-${at}-${index + 1}`}
                at={at}
                column={index + 1}
                track={trackOf(targets, index)}
                label={targetLabel(target)}
                row={row}
                chain={index === chainColumn}
                active={activeColumn === index + 1}
                selected={index + 1 >= selectedFrom && index + 1 <= selectedTo}
                editing={activeColumn === index + 1 ? editing : null}
                describedBy={describedBy}
                actions={actions}
              />
              {target === WILL_CALL.after && <WillCallCell track={willCallTrack(targets)} row={row} />}
            </Fragment>
          ))}
        </>
      ) : (
        <div role="gridcell" tabIndex={-1} className="flex items-center px-6">
          <Skeleton className="w-32" />
        </div>
      )}
    </div>
  )
})

type SelectionFrameProps = {
  targets: readonly Target[]
  range: { fromTarget: number; toTarget: number }
  topPx: number
  heightPx: number
  template: string
}

/** Shades the selection and draws a line around it. It lies below the rows, through which it shows. */
export function SelectionFrame({ targets, range, topPx, heightPx, template }: SelectionFrameProps) {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-x-0 top-0 grid"
      style={{ gridTemplateColumns: template, height: heightPx, transform: `translateY(${topPx}px)` }}
    >
      <div
        className="border-2 border-ring/60 bg-ring/10"
        style={{ gridColumn: `${trackOf(targets, range.fromTarget)} / ${trackOf(targets, range.toTarget) + 1}` }}
      />
    </div>
  )
}

export function verdictOf(row: GridRow): keyof typeof VERDICTS {
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

/** Shows the state of a row by shape and colour, with a label for screen readers. */
export function VerdictIcon({ row, className }: { row: GridRow; className?: string }) {
  const { icon: Icon, label, className: tone } = VERDICTS[verdictOf(row)]
  return <Icon className={classNames('size-3.5 shrink-0', tone, className)} aria-label={label} role="img" />
}

const CURRENT = 'group-focus/grid:outline-2 group-focus/grid:-outline-offset-2 group-focus/grid:outline-ring'

type GutterCellProps = { id: string; at: number; row: GridRow; active: boolean; actions: RowActions }

function GutterCell({ id, at, row, active, actions }: GutterCellProps) {
  return (
    <div
      id={id}
      role="gridcell"
      tabIndex={-1}
      aria-colindex={1}
      data-column={0}
      className={classNames('sticky left-0 z-2 flex items-center gap-2 bg-background pl-4 sm:pl-6', active && CURRENT)}
    >
      <Checkbox
        tabIndex={-1}
        checked={!row.leftOut}
        onCheckedChange={() => actions.toggle(at, row)}
        aria-label={`Enroll row ${row.recordNumber}`}
        title={row.leftOut ? 'Take this row back in' : 'Leave this row out'}
      />
      <VerdictIcon row={row} />
      <span className="font-mono text-xs text-muted-foreground">{formatNumber(row.recordNumber)}</span>
    </div>
  )
}

type ValueCellProps = {
  id: string
  at: number
  column: number
  /** The cell's column in the grid, counted from 1 at the gutter. */
  track: number
  label: string
  row: GridRow
  chain: boolean
  active: boolean
  selected: boolean
  editing: Editing | null
  describedBy: string
  actions: RowActions
}

function ValueCell(props: ValueCellProps) {
  const { id, at, column, track, label, row, chain, active, selected, editing, describedBy, actions } = props
  const value = row.values[column - 1] ?? ''
  const faults = row.faults[column - 1] ?? []
  const warnings = row.warnings[column - 1] ?? []
  const messages = [...faults, ...warnings]
  const edited = row.edited[column - 1]
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself has the keyboard
    <div
      id={id}
      role="gridcell"
      tabIndex={-1}
      aria-colindex={track}
      data-column={column}
      aria-selected={selected}
      aria-invalid={faults.length > 0 || undefined}
      aria-describedby={active && messages.length > 0 ? describedBy : undefined}
      data-message={editing ? undefined : messages.join(' ') || undefined}
      title={editing || messages.length > 0 ? undefined : value}
      onClick={editing ? undefined : actions.press}
      onDoubleClick={() => actions.edit(at, column)}
      className={classNames(
        'relative flex min-w-0 items-center gap-1.5 px-3',
        faults.length > 0 ? 'bg-destructive/8' : warnings.length > 0 && 'bg-warning/8',
        active && !editing && CURRENT,
      )}
    >
      {editing ? (
        <CellEditor
          label={`${label}, row ${row.recordNumber}`}
          value={editing.text ?? value}
          selected={editing.text === null}
          onFinish={actions.finish}
        />
      ) : (
        <>
          {edited && (
            <span
              aria-hidden
              className="absolute top-0 left-0 border-4 border-r-transparent border-b-transparent border-t-ring border-l-ring"
            />
          )}
          <span className={classNames('min-w-0 flex-1 truncate', row.leftOut && 'line-through')}>
            {value || (faults.length > 0 ? <span className="text-destructive">Missing</span> : '')}
          </span>
          {chain && row.chain && row.chain.size > 1 && (
            <span className="shrink-0 text-xs text-muted-foreground">
              {formatNumber(row.chain.position + 1)} of {formatNumber(row.chain.size)}
            </span>
          )}
          {faults.length > 0 && <CircleAlert className="size-3.5 shrink-0 text-destructive" aria-hidden />}
          {faults.length === 0 && warnings.length > 0 && (
            <TriangleAlert className="size-3.5 shrink-0 text-warning" aria-hidden />
          )}
          {messages.length > 0 && <span className="sr-only">. {messages.join(' ')}</span>}
          {edited && <span className="sr-only">. Edited</span>}
        </>
      )}
    </div>
  )
}

function WillCallCell({ track, row }: { track: number; row: GridRow }) {
  return (
    <div
      role="gridcell"
      tabIndex={-1}
      aria-colindex={track}
      // A press here means the written number, which stands in the cell before.
      data-beside={track - 2}
      aria-readonly
      title={row.willCall === null ? (row.unsure ?? undefined) : describeNumber(row.willCall)}
      className="flex min-w-0 items-center px-3"
    >
      {row.willCall !== null && (
        <ReadablePhone
          number={row.willCall}
          country="beside"
          className={classNames('min-w-0 truncate', row.leftOut && 'line-through')}
        />
      )}
      {row.unsure !== null && <span className="min-w-0 truncate text-muted-foreground">{row.unsure}</span>}
    </div>
  )
}

type CellEditorProps = { label: string; value: string; selected: boolean; onFinish: RowActions['finish'] }

function CellEditor({ label, value, selected, onFinish }: CellEditorProps) {
  const input = useRef<HTMLInputElement>(null)
  // Leaving by Escape or Enter also blurs the field. Only the first event counts.
  const finished = useRef(false)
  // As it appears, and not after: what is typed in between would go to the grid, which has handed its text over already.
  useLayoutEffect(() => {
    input.current?.focus()
    if (selected) input.current?.select()
  }, [selected])
  const finish: RowActions['finish'] = (kept, key, shiftKey) => {
    if (finished.current) return
    finished.current = true
    onFinish(kept, key, shiftKey)
  }
  return (
    <input
      ref={input}
      aria-label={label}
      defaultValue={value}
      spellCheck={false}
      autoComplete="off"
      onKeyDown={(event) => {
        const typed = event.currentTarget.value
        // Enter ends a composition (Japanese, Chinese) without committing the cell.
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter' || event.key === 'Tab') finish(typed, event.key, event.shiftKey)
        else if (event.key === 'Escape') finish(null, null, false)
        else {
          event.stopPropagation()
          return
        }
        event.preventDefault()
        event.stopPropagation()
      }}
      onBlur={(event) => finish(event.currentTarget.value, null, false)}
      className="absolute inset-0 z-1 w-full bg-background px-3 text-sm text-foreground outline-2 -outline-offset-2 outline-ring"
    />
  )
}
