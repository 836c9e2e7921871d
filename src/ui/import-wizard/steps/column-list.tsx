'use client'

import { useId, useState } from 'react'
import type { Target } from '@/domain/mappings/mapping.rules'
import { Button } from '@/ui/components/button'
import { classNames } from '@/ui/components/class-names'
import { formatNumber } from '@/ui/components/format-number'
import { ArrowRight } from '@/ui/components/icons/arrow-right'
import { Input } from '@/ui/components/input'
import { columnNamesOf } from '@/ui/import-wizard/state/map-moves'
import type { Draft } from '@/ui/import-wizard/state/wizard-state'
import { useSecondDraw } from '@/ui/import-wizard/use-second-draw'
import type { AgentDetails } from '@/ui/router-outputs'
import { Confidence } from './confidence'
import { TargetSelect } from './target-select'

/** From this many columns on, the list has a search field. */
const SEARCHED_FROM = 16
const SHOWN_AT_FIRST = 60
/** About as many columns as fit on a screen. */
const DRAWN_AT_ONCE = 8
const ROW_GRID = 'sm:grid-cols-[minmax(0,1fr)_20px_minmax(0,220px)_minmax(0,170px)]'

type ColumnListProps = {
  draft: Draft
  agent: AgentDetails
  onMap: (column: number, target: Target | null) => void
  onNewVariable: (column: number) => void
}

/**
 * Lists the columns of the file, with examples and targets. Columns with a target are always shown, however many
 * columns there are.
 */
export function ColumnList({ draft, agent, onMap, onNewVariable }: ColumnListProps) {
  const [query, setQuery] = useState('')
  const [limit, setLimit] = useState(SHOWN_AT_FIRST)
  const second = useSecondDraw()
  const columnNames = columnNamesOf(draft)
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = columnNames
    .map((_, index) => index)
    .filter((index) => words.every((word) => columnNames[index]?.toLowerCase().includes(word)))
  const drawn = second ? found : found.slice(0, DRAWN_AT_ONCE)
  const shown = drawn.filter((index, place) => place < limit || draft.mapping.columns[index] !== null)
  const more = drawn.length - shown.length
  return (
    <section aria-labelledby="columns-heading">
      <h3 id="columns-heading" className="sr-only">
        Columns of the file
      </h3>
      {columnNames.length >= SEARCHED_FROM && (
        <div className="mb-3 flex items-center gap-3">
          <Input
            type="search"
            aria-label="Find a column"
            placeholder="Find a column"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            className="max-w-64"
          />
          <p className="text-sm text-muted-foreground" role="status">
            {words.length > 0 && `${formatNumber(found.length)} of ${formatNumber(columnNames.length)}`}
          </p>
        </div>
      )}
      <div
        aria-hidden
        className={classNames(
          'hidden h-9 items-center gap-3 border-b text-xs font-medium text-muted-foreground sm:grid',
          ROW_GRID,
        )}
      >
        <span>Column of the file</span>
        <span />
        <span>Becomes</span>
        <span>Suggested</span>
      </div>
      <ul>
        {shown.map((index) => (
          <ColumnRow
            key={columnNames[index]}
            index={index}
            draft={draft}
            columnNames={columnNames}
            agent={agent}
            onMap={(target) => onMap(index, target)}
            onNewVariable={() => onNewVariable(index)}
          />
        ))}
      </ul>
      {found.length === 0 && <p className="py-6 text-muted-foreground">No column is called “{query.trim()}”.</p>}
      {more > 0 && (
        <Button className="mt-3" onClick={() => setLimit(limit + SHOWN_AT_FIRST)}>
          Show {formatNumber(Math.min(more, SHOWN_AT_FIRST))} more of {formatNumber(more)}
        </Button>
      )}
    </section>
  )
}

type ColumnRowProps = {
  index: number
  draft: Draft
  columnNames: readonly string[]
  agent: AgentDetails
  onMap: (target: Target | null) => void
  onNewVariable: () => void
}

function ColumnRow({ index, draft, columnNames, agent, onMap, onNewVariable }: ColumnRowProps) {
  const id = useId()
  const { mapping, suggestions, preview } = draft
  const name = columnNames[index] ?? ''
  const target = mapping.columns[index] ?? null
  const suggestion = suggestions[index]
  const { examples, filled } = preview.columns[index]?.profile ?? { examples: [], filled: 0 }
  const example = examples.join(' · ').replaceAll(/\s+/g, ' ')
  return (
    <li
      className={classNames(
        'grid grid-cols-1 items-center gap-x-3 gap-y-2 border-b py-3 sm:min-h-14 sm:py-2',
        ROW_GRID,
      )}
    >
      <div className="min-w-0">
        <p className={classNames('truncate font-medium', target === null && 'text-muted-foreground')} title={name}>
          {name}
        </p>
        <p id={`${id}holds`} className="truncate text-sm text-muted-foreground" title={example}>
          <span className="sr-only">Holds </span>
          {filled === 0 ? 'Blank in every row' : example}
        </p>
      </div>
      <ArrowRight
        className={classNames(
          'hidden size-4 sm:block',
          target === null ? 'text-muted-foreground/40' : 'text-muted-foreground',
        )}
        aria-hidden
      />
      <TargetSelect
        label={`What ${name} becomes`}
        describedBy={`${id}holds ${id}why`}
        mapping={mapping}
        column={index}
        columnNames={columnNames}
        agent={agent}
        onMap={onMap}
        onNewVariable={onNewVariable}
      />
      <div id={`${id}why`} className="min-w-0 text-xs max-sm:empty:hidden">
        {suggestion && suggestion.target === target && <Confidence suggestion={suggestion} />}
      </div>
    </li>
  )
}
