import { classNames } from '../../../components/class-names'
import { formatNumber } from '../../../components/format-number'
import { describeNumber } from '../../../components/phone-number'
import { type Target, targetLabel } from '../../state/import-target'
import type { GridRow } from '../../worker/review-messages'
import { WILL_CALL } from './grid-tracks'

type ActiveCellBarProps = {
  id: string
  row: GridRow | undefined
  column: number
  targets: readonly Target[]
  /** What is selected, or what was done with it. */
  status: string
}

/** What is wrong with the current cell, in full: hover is not for everybody. */
export function ActiveCellBar({ id, row, column, targets, status }: ActiveCellBarProps) {
  return (
    <div className="flex min-h-9 items-center gap-3 border-t bg-muted/60 px-4 py-1.5 text-sm sm:px-6">
      {row && <CellFacts id={id} row={row} column={column} targets={targets} />}
      <span role="status" className="ml-auto shrink-0 text-muted-foreground">
        {status}
      </span>
      {row && status === '' && (
        <span className="hidden shrink-0 text-xs text-muted-foreground lg:inline">
          {column === 0 ? 'Space leaves the row out' : 'Enter edits · Space leaves the row out · F8 next fault'}
        </span>
      )}
    </div>
  )
}

type CellFactsProps = Omit<ActiveCellBarProps, 'row' | 'status'> & { row: GridRow }

function CellFacts({ id, row, column, targets }: CellFactsProps) {
  const target = targets[column - 1]
  const messages = target ? [...(row.faults[column - 1] ?? []), ...(row.warnings[column - 1] ?? [])] : []
  // A sound cell of a faulty row points to the cells that are not.
  const elsewhere = row.faults.flatMap((faults, at) =>
    faults.map((fault) => `${targetLabel(targets[at] ?? 'name')}: ${fault}`),
  )
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
        {text || (row.leftOut ? 'Left out: it is not sent.' : 'Nothing to mend.')}
      </span>
    </>
  )
}
