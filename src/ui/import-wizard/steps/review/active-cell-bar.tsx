import type { Target } from '@/domain/mappings/mapping.rules'
import { Button } from '@/ui/components/button'
import { classNames } from '@/ui/components/class-names'
import { formatNumber } from '@/ui/components/format-number'
import { describeNumber } from '@/ui/components/readable-number'
import { targetLabel } from '@/ui/import-wizard/state/import-target'
import type { GridRow } from '@/ui/import-wizard/worker/review-messages'
import { cellRepairLabel, leftOutText } from './damage-texts'
import { WILL_CALL } from './grid-tracks'

type ActiveCellBarProps = {
  id: string
  row: GridRow | undefined
  column: number
  targets: readonly Target[]
  /** What is selected, or what was last done with it. */
  status: string
  /** Called with the value that repairs the current cell. */
  onRepair: (value: string) => void
}

/** Shows in full what is wrong with the current cell, for everyone who cannot hover. */
export function ActiveCellBar({ id, row, column, targets, status, onRepair }: ActiveCellBarProps) {
  const repairs = row?.repairs[column - 1] ?? []
  return (
    <div className="flex min-h-9 items-center gap-3 border-t bg-muted/60 px-4 py-1.5 text-sm sm:px-6 low:min-h-7 low:py-0.5">
      {row && <CellFacts id={id} row={row} column={column} targets={targets} />}
      {repairs.map((repair) => (
        <Button key={repair.choice} size="sm" onClick={() => onRepair(repair.value)}>
          {cellRepairLabel(repair)}
        </Button>
      ))}
      <span role="status" className="ml-auto shrink-0 text-muted-foreground">
        {status}
      </span>
      {row && status === '' && repairs.length === 0 && (
        <span className="hidden shrink-0 text-xs text-muted-foreground lg:inline">
          {column === 0 ? 'Space leaves the row out' : 'Enter edits · Space leaves the row out · F8 next fault'}
        </span>
      )}
    </div>
  )
}

type CellFactsProps = Omit<ActiveCellBarProps, 'row' | 'status' | 'onRepair'> & { row: GridRow }

function CellFacts({ id, row, column, targets }: CellFactsProps) {
  const target = targets[column - 1]
  const messages = target ? [...(row.faults[column - 1] ?? []), ...(row.warnings[column - 1] ?? [])] : []
  // For a cell without messages, lists the messages of the row's other cells.
  const inCells = (texts: GridRow['faults']) =>
    texts.flatMap((cell, at) => cell.map((text) => `${targetLabel(targets[at] ?? 'name')}: ${text}`))
  const faultsElsewhere = inCells(row.faults)
  const elsewhere = faultsElsewhere.length > 0 ? faultsElsewhere : inCells(row.warnings)
  const number =
    target === WILL_CALL.after && row.willCall !== null ? `${WILL_CALL.label} ${describeNumber(row.willCall)}.` : ''
  const text = [number, ...(messages.length > 0 ? messages : elsewhere), ...row.rowFaults].filter(Boolean).join(' ')
  return (
    <>
      <span className="shrink-0 font-medium">
        Row {formatNumber(row.recordNumber)}
        {target && `, ${targetLabel(target)}`}
      </span>
      <span id={id} className={classNames('min-w-0 flex-1', text === '' && 'text-muted-foreground')}>
        {text || (row.leftOut ? leftOutText(row) : 'Nothing to fix.')}
      </span>
    </>
  )
}
