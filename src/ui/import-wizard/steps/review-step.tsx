'use client'

import { type KeyboardEvent, type RefObject, useEffect, useMemo, useState } from 'react'
import { FAULT_TABLE } from '@/domain/contacts/fault.schema'
import { filledTargets, type Target, variableTarget } from '@/domain/mappings/mapping.rules'
import { Button } from '@/ui/components/button'
import { EmptyState } from '@/ui/components/empty-state'
import { count, formatNumber } from '@/ui/components/format-number'
import { Redo2 } from '@/ui/components/icons/redo-2'
import { Search } from '@/ui/components/icons/search'
import { Undo2 } from '@/ui/components/icons/undo-2'
import { Notice } from '@/ui/components/notice'
import { Progress } from '@/ui/components/progress'
import { Skeleton } from '@/ui/components/skeleton'
import { toast } from '@/ui/components/toast'
import { Tooltip } from '@/ui/components/tooltip'
import { timeAnswer } from '@/ui/import-wizard/state/column-questions'
import { targetLabel } from '@/ui/import-wizard/state/import-target'
import type { Draft } from '@/ui/import-wizard/state/wizard-state'
import type { Judgement } from '@/ui/import-wizard/use-judgement'
import { useSecondDraw } from '@/ui/import-wizard/use-second-draw'
import { gridTargets } from '@/ui/import-wizard/worker/grid-targets'
import type { ImportWorker } from '@/ui/import-wizard/worker/import-worker'
import type { Changed, FindQuery, RowFilter, RowQuery, TableSummary } from '@/ui/import-wizard/worker/review-messages'
import { isFaultCode } from '@/ui/import-wizard/worker/row-filters'
import type { AgentDetails } from '@/ui/router-outputs'
import { describeLeftOut, warnOfCountries } from './column-questions'
import { MidnightNotice } from './midnight-notice'
import { FillDialog } from './review/fill-dialog'
import { EMPTY_FIND, FindPanel } from './review/find-panel'
import { GridHelp } from './review/grid-help'
import { FaultFilter, rowsOf, StateFilter } from './review/review-filters'
import { ReviewGrid } from './review/review-grid'
import { RowCards } from './review/row-cards'
import { SuggestedFixes } from './review/suggested-fixes'
import { useFound } from './review/use-found'
import { StepHeading } from './step-heading'
import { useMediaQuery } from './use-media-query'

/** Windows narrower than this show rows as cards instead of a grid. */
const NARROW = '(max-width: 639px)'

type ReviewStepProps = {
  heading: RefObject<HTMLHeadingElement | null>
  draft: Draft
  agent: AgentDetails
  worker: ImportWorker
  judgement: Judgement
  /** The country in which numbers without + are read, unless their row names another. */
  defaultCountry: string
}

/** Shows every row with its verdict. Cells can be edited and rows left out before anything is sent. */
export function ReviewStep({ heading, draft, agent, worker, judgement, defaultCountry }: ReviewStepProps) {
  const [filter, setFilter] = useState<RowFilter>('all')
  const [find, setFind] = useState<FindQuery | null>(null)
  const [filling, setFilling] = useState(false)
  const { summary, progress, failed, version, change } = judgement
  const second = useSecondDraw()
  const narrow = useMediaQuery(NARROW)
  // An undo offered here must not reach rows that have been sent since.
  useEffect(() => () => void toast.dismiss(), [])
  const targets = useMemo(
    () =>
      gridTargets(
        filledTargets(draft.mapping),
        agent.variables.filter(({ required }) => required).map(({ name }) => name),
      ),
    [draft.mapping, agent.variables],
  )
  const query: RowQuery = useMemo(() => ({ filter, find: find && find.text !== '' ? find : null }), [filter, find])
  const found = useFound(worker, query, version)
  const { groupByField } = draft.options
  const countryWarning = warnOfCountries(draft, defaultCountry)
  // The notice about midnights concerns the file. It is not needed once every row has a time that was typed.
  const areTimesTyped = summary !== null && summary.timesTyped >= summary.rows - summary.leftOut

  if (failed) {
    return (
      <div className="grid gap-4 p-4 sm:p-6">
        <StepHeading ref={heading} title="Review the rows" />
        <Notice tone="error" live title="The rows could not be checked">
          This is our fault. Reload the page and open the file again.
        </Notice>
      </div>
    )
  }
  const undo = () => change('undo', null)
  const redo = () => change('redo', null)
  /** Shows what was done to rows that are not all on the screen, with a way to undo it. */
  const tell = (text: string) => toast(text, { action: { label: 'Undo', onClick: undo } })
  const tellCells = ({ changed }: Changed) =>
    changed > 0 ? tell(`${count(changed, 'cell')} changed`) : toast('No cell had to be changed')
  const leaveOutShown = async (out: boolean) => {
    const { changed } = await change('leaveOutShown', { query, out })
    setFilter('all')
    tell(`${count(changed, 'row')} ${out ? 'left out' : 'taken back in'}`)
  }
  const handleKey = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return
    const key = event.key.toLowerCase()
    const typing = event.target instanceof HTMLInputElement && event.target.type === 'text'
    if ((key === 'f' && !event.shiftKey) || key === 'h') setFind((current) => current ?? EMPTY_FIND)
    else if (typing) return
    else if (key === 'y' || (key === 'z' && event.shiftKey)) redo()
    else if (key === 'z') undo()
    else return
    event.preventDefault()
  }
  const shown = summary ? (query.find ? (found?.rows ?? 0) : rowsOf(summary, filter)) : draft.preview.rows
  const Rows = narrow ? RowCards : ReviewGrid

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: shortcuts for all that is in it
    <div className="flex flex-1 flex-col gap-3 px-4 pt-4 sm:px-6 sm:pt-6 low:gap-1.5 low:pt-2" onKeyDown={handleKey}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <StepHeading ref={heading} title="Review the rows" />
        <div className="flex gap-1.5">
          <Tooltip content={summary?.undo ? `Undo ${summary.undo} (Ctrl+Z)` : 'Nothing to undo'}>
            <Button size="icon" aria-label="Undo" aria-disabled={!summary?.undo} onClick={undo}>
              <Undo2 aria-hidden />
            </Button>
          </Tooltip>
          <Tooltip content={summary?.redo ? `Redo ${summary.redo} (Ctrl+Y)` : 'Nothing to redo'}>
            <Button size="icon" aria-label="Redo" aria-disabled={!summary?.redo} onClick={redo}>
              <Redo2 aria-hidden />
            </Button>
          </Tooltip>
          <Button aria-expanded={find !== null} onClick={() => setFind(find ? null : EMPTY_FIND)}>
            <Search aria-hidden />
            <span>
              Find<span className="max-sm:sr-only"> and replace</span>
            </span>
          </Button>
          {!narrow && <GridHelp />}
        </div>
      </div>
      {progress && <Checking progress={progress} />}
      {summary ? (
        <>
          {countryWarning && (
            <Notice tone="warning" title={countryWarning}>
              {describeLeftOut(defaultCountry)}
            </Notice>
          )}
          {!areTimesTyped && <MidnightNotice time={timeAnswer(draft)} />}
          {summary.forbidden > 0 && (
            <Notice
              tone="info"
              title={`${count(summary.forbidden, 'row')} ${summary.forbidden === 1 ? 'is' : 'are'} left out: the file says not to call`}
              action={
                <Button size="sm" onClick={() => setFilter('leftOut')}>
                  Show
                </Button>
              }
            />
          )}
          <SuggestedFixes
            summary={summary}
            onFix={async ({ target, value }, replacement) =>
              tellCells(await change('fix', { target, value, replacement }))
            }
            onRepair={async ({ damage }, { choice }) => tellCells(await change('repair', { damage, choice }))}
            onTakeBackIn={async () => {
              const { changed } = await change('takeBackIn', null)
              tell(`${count(changed, 'row')} taken back in`)
            }}
            onLeaveOut={async (damaged) => {
              const { changed } = await change('leaveOutShown', { query: { filter: damaged, find: null }, out: true })
              tell(`${count(changed, 'row')} left out`)
            }}
            onShow={setFilter}
          />
          <div className="flex flex-wrap items-center gap-2">
            <StateFilter summary={summary} filter={filter} onFilter={setFilter} />
            <FaultFilter summary={summary} filter={filter} onFilter={setFilter} />
            {shown > 0 && (filter !== 'all' || query.find) && (
              <div className="flex flex-wrap gap-2 sm:ml-auto">
                {filter === 'leftOut' ? (
                  <Button size="sm" onClick={() => leaveOutShown(false)}>
                    Take {count(shown, 'row')} back in
                  </Button>
                ) : (
                  <>
                    <Button size="sm" onClick={() => setFilling(true)}>
                      Set a value
                    </Button>
                    <Button size="sm" onClick={() => leaveOutShown(true)}>
                      Leave out {count(shown, 'row')}
                    </Button>
                  </>
                )}
              </div>
            )}
          </div>
        </>
      ) : (
        !progress && <LoadingFilters />
      )}
      {find && (
        <FindPanel
          targets={targets}
          find={find}
          found={found}
          onFind={setFind}
          onReplace={async (replacement) => tellCells(await change('replace', { query, replacement }))}
          onClose={() => setFind(null)}
        />
      )}
      {shown === 0 && summary && (!query.find || found) ? (
        <EmptyState title="No row to show here">
          {!query.find
            ? 'Choose another filter above.'
            : filter === 'all'
              ? 'No cell has this text. Try another one, or another column.'
              : 'No cell of the rows in this filter has this text. Try another filter, text or column.'}
        </EmptyState>
      ) : !second ? (
        <div className="flex-1" />
      ) : (
        <Rows
          // A different query is a different list, which starts at its top.
          key={JSON.stringify(query)}
          worker={worker}
          version={version}
          query={query}
          total={shown}
          targets={targets}
          lastRecord={draft.preview.rows + draft.preview.skippedAbove + draft.preview.blankRecords + 1}
          chainColumn={groupByField === null ? -1 : targets.indexOf(variableTarget(groupByField))}
          change={change}
          onEdit={async (cell) => {
            const { summary: next } = await change('edit', { cells: [cell] })
            return !next || query.find !== null || rowsOf(next, filter) >= shown
          }}
          onLeaveOut={(row, out) => change('leaveOut', { rows: [row], out })}
        />
      )}
      {filling && (
        <FillDialog
          rows={shown}
          targets={targets}
          suggested={suggestedTarget(filter, summary?.faults ?? [], targets)}
          onClose={() => setFilling(false)}
          onFill={async (target, value) => {
            setFilling(false)
            const changed = await change('fill', { query, target, value })
            const done = value === '' ? 'emptied' : 'set'
            tell(`${count(changed.changed, 'cell')} of ${targetLabel(target).toLowerCase()} ${done}`)
          }}
        />
      )}
    </div>
  )
}

/**
 * Suggests the column to fill: that of the filter's fault, or of the fault with the most rows. Otherwise the last
 * column.
 */
function suggestedTarget(filter: RowFilter, faults: TableSummary['faults'], targets: readonly Target[]): Target {
  const [most] = filter === 'faulty' ? faults.toSorted((a, b) => b.rows - a.rows) : []
  const code = isFaultCode(filter) ? filter : most?.code
  const target = code && (code === 'CONSENT_INVALID' ? 'consentBasis' : FAULT_TABLE[code].field)
  return target && targets.includes(target) ? target : (targets.at(-1) ?? 'name')
}

function Checking({ progress: { judged, rows } }: { progress: { judged: number; rows: number } }) {
  return (
    <div className="grid gap-1.5">
      <p className="text-sm text-muted-foreground" role="status">
        Checking {count(rows, 'row')}
      </p>
      <Progress label="Rows checked" value={judged} max={rows} />
      <p className="text-xs text-muted-foreground" aria-hidden>
        {formatNumber(judged)} of {formatNumber(rows)}
      </p>
    </div>
  )
}

function LoadingFilters() {
  return (
    <div aria-busy="true">
      <p className="sr-only" role="status">
        Checking the rows
      </p>
      <Skeleton className="h-8 w-96 max-w-full" />
    </div>
  )
}
