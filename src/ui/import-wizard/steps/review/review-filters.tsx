'use client'

import { FAULT_TABLE } from '@/domain/contacts/fault.schema'
import { Button } from '@/ui/components/button'
import { classNames } from '@/ui/components/class-names'
import { formatNumber } from '@/ui/components/format-number'
import { Select, SelectContent, SelectGroup, SelectItem, SelectLabel, SelectTrigger } from '@/ui/components/select'
import { ROW_STATES, type RowFilter, type TableSummary } from '@/ui/import-wizard/worker/review-messages'
import { isDamage, isFaultCode } from '@/ui/import-wizard/worker/row-filters'
import { DAMAGE_NAMES } from './damage-names'

const ANY_FAULT = 'any'

const STATE_LABELS: Record<(typeof ROW_STATES)[number], string> = {
  all: 'All',
  valid: 'Valid',
  faulty: 'Need attention',
  duplicate: 'Duplicates',
  chained: 'Chained',
  warning: 'Warnings',
  edited: 'Edited',
  leftOut: 'Left out',
}

/** States that are offered even when no row has them. */
const ALWAYS_SHOWN: readonly RowFilter[] = ['all', 'valid', 'faulty']

/** Returns how many rows a filter shows. */
export function rowsOf(summary: TableSummary, filter: RowFilter): number {
  switch (filter) {
    case 'all':
      return summary.rows
    case 'valid':
      return summary.valid
    case 'faulty':
      return summary.faulty
    case 'duplicate':
      return summary.duplicates
    case 'chained':
      return summary.chained
    case 'warning':
      return summary.warnings
    case 'edited':
      return summary.edits
    case 'leftOut':
      return summary.leftOut
  }
  if (isDamage(filter)) return summary.damages.find(({ damage }) => damage === filter)?.rows ?? 0
  return summary.faults.find(({ code }) => code === filter)?.rows ?? 0
}

type FilterProps = { summary: TableSummary; filter: RowFilter; onFilter: (filter: RowFilter) => void }

/** Filters rows by state, with the count of each state. */
export function StateFilter({ summary, filter, onFilter }: FilterProps) {
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">Rows to show</legend>
      {ROW_STATES.map((key) => {
        const rows = rowsOf(summary, key)
        if (rows === 0 && !ALWAYS_SHOWN.includes(key) && key !== filter) return null
        return (
          <Button
            key={key}
            size="sm"
            variant={filter === key ? 'secondary' : 'ghost'}
            aria-pressed={filter === key}
            onClick={() => onFilter(key)}
            className={classNames('font-normal', filter === key && 'bg-accent font-medium')}
          >
            {STATE_LABELS[key]} <span className="text-muted-foreground">{formatNumber(rows)}</span>
          </Button>
        )
      })}
    </fieldset>
  )
}

/** Filters rows by one fault or one kind of damage. */
export function FaultFilter({ summary, filter, onFilter }: FilterProps) {
  if (summary.faults.length === 0 && summary.damages.length === 0) return null
  const chosen = isFaultCode(filter) || isDamage(filter) ? filter : ANY_FAULT
  return (
    <Select value={chosen} onValueChange={(value) => onFilter(value === ANY_FAULT ? 'faulty' : (value as RowFilter))}>
      <SelectTrigger aria-label="Fault" className="h-7 w-56 text-sm pointer-coarse:h-9" />
      <SelectContent>
        <SelectItem value={ANY_FAULT}>Any fault</SelectItem>
        {summary.faults.map(({ code, rows }) => (
          <SelectItem key={code} value={code} aside={formatNumber(rows)}>
            {FAULT_TABLE[code].label}
          </SelectItem>
        ))}
        {summary.damages.length > 0 && (
          <SelectGroup>
            <SelectLabel>What has happened</SelectLabel>
            {summary.damages.map(({ damage, rows }) => (
              <SelectItem key={damage} value={damage} aside={formatNumber(rows)}>
                {DAMAGE_NAMES[damage]}
              </SelectItem>
            ))}
          </SelectGroup>
        )}
      </SelectContent>
    </Select>
  )
}
