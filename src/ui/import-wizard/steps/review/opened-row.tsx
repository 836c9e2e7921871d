'use client'

import { useId, useState } from 'react'
import type { Target } from '@/domain/mappings/mapping.rules'
import { Button } from '@/ui/components/button'
import { Dialog, DialogClose, DialogContent } from '@/ui/components/dialog'
import { formatNumber } from '@/ui/components/format-number'
import { CircleAlert } from '@/ui/components/icons/circle-alert'
import { TriangleAlert } from '@/ui/components/icons/triangle-alert'
import { Input } from '@/ui/components/input'
import { describeNumber } from '@/ui/components/readable-number'
import { targetLabel } from '@/ui/import-wizard/state/import-target'
import type { ImportWorker } from '@/ui/import-wizard/worker/import-worker'
import type { CellEdit, GridRow, RowQuery } from '@/ui/import-wizard/worker/review-messages'
import { cellRepairLabel, leftOutText } from './damage-texts'
import { WILL_CALL } from './grid-tracks'
import { useGridRows } from './use-grid-rows'

/**
 * In the list of all rows, a row's place is its id. An edited row therefore stays open, even when it leaves the filter.
 */
const ALL_ROWS: RowQuery = { filter: 'all', find: null }

type OpenedRowProps = {
  worker: ImportWorker
  version: number
  /** The row's place among the rows of the file, from 0. */
  row: number
  targets: readonly Target[]
  onEdit: (cell: CellEdit) => void
  onLeaveOut: (row: number, out: boolean) => void
  onClose: () => void
}

/** Shows all cells of one row for reading and editing, where a grid has no room. */
export function OpenedRow({ worker, version, row: id, targets, onEdit, onLeaveOut, onClose }: OpenedRowProps) {
  const { rowAt } = useGridRows(worker, ALL_ROWS, version, id, id)
  const row = rowAt(id)
  if (!row) return null
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`Row ${formatNumber(row.recordNumber)}`}
        description={row.leftOut ? leftOutText(row) : undefined}
        // A focused field would bring up a phone's keyboard over the row, which should be read first.
        onOpenAutoFocus={(event) => {
          event.preventDefault()
          if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
        }}
        footer={
          <>
            <Button onClick={() => onLeaveOut(row.row, !row.leftOut)}>
              {row.leftOut ? 'Take this row back in' : 'Leave this row out'}
            </Button>
            <DialogClose asChild>
              <Button variant="primary">Done</Button>
            </DialogClose>
          </>
        }
      >
        <div className="grid gap-3">
          {targets.map((target, at) => (
            <CellField
              key={target}
              label={targetLabel(target)}
              row={row}
              at={at}
              note={
                target === WILL_CALL.after && row.willCall ? `${WILL_CALL.label} ${describeNumber(row.willCall)}` : null
              }
              onEdit={(value) => onEdit({ row: row.row, target, value })}
            />
          ))}
          {row.rowFaults.map((message) => (
            <p key={message} className="text-sm text-destructive">
              {message}
            </p>
          ))}
        </div>
      </DialogContent>
    </Dialog>
  )
}

type CellFieldProps = {
  label: string
  row: GridRow
  at: number
  /** What the value is read as. */
  note: string | null
  onEdit: (value: string) => void
}

/** Edits a cell in a field. The text counts once the field is left, or Enter is pressed. */
function CellField({ label, row, at, note, onEdit }: CellFieldProps) {
  const id = useId()
  /** Null while the field shows the table's value. */
  const [typed, setTyped] = useState<string | null>(null)
  const value = row.values[at] ?? ''
  const faults = row.faults[at] ?? []
  const messages = [...faults, ...(row.warnings[at] ?? [])]
  const repairs = row.repairs[at] ?? []
  const faulty = faults.length > 0
  const Icon = faulty ? CircleAlert : TriangleAlert
  const keep = () => {
    if (typed !== null && typed !== value) onEdit(typed)
    setTyped(null)
  }
  return (
    <div className="grid min-w-0 gap-1">
      <label htmlFor={id} className="w-fit text-sm font-medium">
        {label}
      </label>
      <Input
        id={id}
        value={typed ?? value}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={faulty || undefined}
        aria-describedby={
          [note !== null && `${id}note`, messages.length > 0 && `${id}messages`].filter(Boolean).join(' ') || undefined
        }
        onChange={(event) => setTyped(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) keep()
        }}
      />
      {note !== null && (
        <p id={`${id}note`} className="text-sm text-muted-foreground">
          {note}
        </p>
      )}
      {messages.length > 0 && (
        <p
          id={`${id}messages`}
          className={`flex items-start gap-1.5 text-sm ${faulty ? 'text-destructive' : 'text-warning'}`}
        >
          <Icon className="mt-0.5 size-4 shrink-0" aria-hidden />
          {messages.join(' ')}
        </p>
      )}
      {repairs.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          {repairs.map((repair) => (
            <Button
              key={repair.choice}
              size="sm"
              onClick={() => {
                setTyped(null)
                onEdit(repair.value)
              }}
            >
              {cellRepairLabel(repair)}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}
