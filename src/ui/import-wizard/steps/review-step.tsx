'use client'

import { Undo2 } from 'lucide-react'
import { type RefObject, useEffect, useState } from 'react'
import { toast } from 'sonner'
import { FAULT_CODES, type FaultCode } from '@/domain/enrollment/fault.schema'
import { Button } from '../../components/button'
import { classNames } from '../../components/class-names'
import { count, formatNumber } from '../../components/format-number'
import { Notice } from '../../components/notice'
import { Select, SelectContent, SelectItem, SelectTrigger } from '../../components/select'
import { Skeleton } from '../../components/skeleton'
import type { AgentDetails } from '../../router-outputs'
import { filledTargets, targetLabel } from '../state/import-target'
import type { Draft } from '../state/wizard-state'
import type { Judgement } from '../use-judgement'
import { gridTargets } from '../worker/grid-targets'
import type { ImportWorker } from '../worker/import-worker'
import { ROW_FILTERS, type RowFilter, type TableSummary, type ValueFix } from '../worker/messages'
import { FAULT_NAMES } from './fault-names'
import { ReviewGrid } from './review-grid'
import { StepHeading } from './step-heading'

const ANY_FAULT = 'any'
const FILTER_LABELS: Record<(typeof ROW_FILTERS)[number], string> = {
  all: 'All',
  valid: 'Valid',
  invalid: 'Need attention',
  duplicate: 'Duplicates',
  warning: 'Warnings',
  leftOut: 'Left out',
}

type ReviewStepProps = {
  heading: RefObject<HTMLHeadingElement | null>
  draft: Draft
  agent: AgentDetails
  worker: ImportWorker
  judgement: Judgement
}

/** Every row with its verdict; cells can be mended and rows left out before anything is sent. */
export function ReviewStep({ heading, draft, agent, worker, judgement }: ReviewStepProps) {
  const [filter, setFilter] = useState<RowFilter>('all')
  const { summary, version, change } = judgement
  // An undo that is offered here must not reach rows that were sent since.
  useEffect(() => () => void toast.dismiss(), [])
  const targets = gridTargets(
    filledTargets(draft.mapping),
    agent.variables.filter(({ required }) => required).map(({ name }) => name),
  )

  const applyFix = async (fix: ValueFix) => {
    await change('replace', fix)
    toast(`${count(fix.rows, 'cell')} changed to ${fix.replacement}`, {
      action: { label: 'Undo', onClick: () => change('undo', null) },
    })
  }
  const leaveOutShown = async (shown: number) => {
    await change('leaveOutFiltered', { filter, out: true })
    setFilter('all')
    toast(`${count(shown, 'row')} left out`, { action: { label: 'Undo', onClick: () => change('undo', null) } })
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 px-4 pt-4 sm:px-6 sm:pt-6">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <StepHeading ref={heading} title="Review the rows" />
        <div className="flex gap-2">
          <Button disabled={!summary?.canUndo} onClick={() => change('undo', null)}>
            <Undo2 aria-hidden />
            Undo
          </Button>
        </div>
      </div>
      {summary ? (
        <>
          {summary.fixes.map((fix) => (
            <Notice
              key={fix.value}
              tone="warning"
              title={`${count(fix.rows, 'row')} ${fix.rows === 1 ? 'says' : 'say'} “${fix.value}” for ${targetLabel(fix.target).toLowerCase()}`}
              action={
                <Button size="sm" onClick={() => applyFix(fix)}>
                  Use {fix.replacement}
                </Button>
              }
            >
              That is no IANA name. {fix.replacement} is most likely meant.
            </Notice>
          ))}
          <div className="flex flex-wrap items-center gap-x-2 gap-y-2">
            <FilterChips summary={summary} filter={filter} onFilter={setFilter} />
            <FaultSelect summary={summary} filter={filter} onFilter={setFilter} />
            {filter !== 'all' && filter !== 'leftOut' && (
              <LeaveOutButton summary={summary} filter={filter} onLeaveOut={leaveOutShown} />
            )}
            {filter === 'leftOut' && summary.leftOut > 0 && (
              <Button
                size="sm"
                onClick={async () => {
                  await change('leaveOutFiltered', { filter, out: false })
                  setFilter('all')
                }}
              >
                Take {count(summary.leftOut, 'row')} back in
              </Button>
            )}
          </div>
          <ReviewGrid
            // Another filter is another list: it starts at its top.
            key={filter}
            worker={worker}
            version={version}
            filter={filter}
            total={rowsOf(summary, filter)}
            targets={targets}
            onEdit={(row, target, value) => change('edit', { row, target, value })}
            onLeaveOut={(row, out) => change('leaveOut', { rows: [row], out })}
          />
        </>
      ) : (
        <div className="grid gap-3" aria-busy="true">
          <p className="sr-only" role="status">
            Checking the rows
          </p>
          <Skeleton className="h-8 w-96 max-w-full" />
          <Skeleton className="h-64 w-full" />
        </div>
      )}
    </div>
  )
}

/** How many rows a filter shows. */
function rowsOf(summary: TableSummary, filter: RowFilter): number {
  if (filter === 'all') return summary.rows
  if (filter === 'valid') return summary.valid
  if (filter === 'invalid') return summary.invalid
  if (filter === 'duplicate') return summary.duplicates
  if (filter === 'warning') return summary.warnings
  if (filter === 'leftOut') return summary.leftOut
  return summary.faults.find(({ code }) => code === filter)?.rows ?? 0
}

type FilterProps = { summary: TableSummary; filter: RowFilter; onFilter: (filter: RowFilter) => void }

function FilterChips({ summary, filter, onFilter }: FilterProps) {
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">Rows to show</legend>
      {ROW_FILTERS.map((key) => {
        const rows = rowsOf(summary, key)
        if (rows === 0 && key !== 'all' && key !== 'valid' && key !== filter) return null
        return (
          <Button
            key={key}
            size="sm"
            variant={filter === key ? 'secondary' : 'ghost'}
            aria-pressed={filter === key}
            onClick={() => onFilter(key)}
            className={classNames('font-normal', filter === key && 'bg-accent font-medium')}
          >
            {FILTER_LABELS[key]} <span className="text-muted-foreground">{formatNumber(rows)}</span>
          </Button>
        )
      })}
    </fieldset>
  )
}

function FaultSelect({ summary, filter, onFilter }: FilterProps) {
  if (summary.faults.length === 0) return null
  const chosen = FAULT_CODES.find((code) => code === filter)
  return (
    <Select
      value={chosen ?? ANY_FAULT}
      onValueChange={(value) => onFilter(value === ANY_FAULT ? 'invalid' : (value as FaultCode))}
    >
      <SelectTrigger aria-label="Fault" className="h-7 w-56 text-sm pointer-coarse:h-9" />
      <SelectContent>
        <SelectItem value={ANY_FAULT}>Any fault</SelectItem>
        {summary.faults.map(({ code, rows }) => (
          <SelectItem key={code} value={code} aside={formatNumber(rows)}>
            {FAULT_NAMES[code]}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}

function LeaveOutButton({
  summary,
  filter,
  onLeaveOut,
}: {
  summary: TableSummary
  filter: RowFilter
  onLeaveOut: (rows: number) => void
}) {
  const rows = rowsOf(summary, filter)
  if (rows === 0) return null
  return (
    <Button size="sm" onClick={() => onLeaveOut(rows)}>
      Leave out {count(rows, 'row')}
    </Button>
  )
}
