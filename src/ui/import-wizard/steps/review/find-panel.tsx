'use client'

import { useEffect, useRef, useState } from 'react'
import type { Target } from '@/domain/mappings/mapping.rules'
import { Button } from '@/ui/components/button'
import { CheckboxField } from '@/ui/components/checkbox'
import { count } from '@/ui/components/format-number'
import { X } from '@/ui/components/icons/x'
import { Input } from '@/ui/components/input'
import { Select, SelectContent, SelectItem, SelectTrigger } from '@/ui/components/select'
import { useFocusBefore } from '@/ui/components/use-focus-before'
import { targetLabel } from '@/ui/import-wizard/state/import-target'
import type { FindQuery } from '@/ui/import-wizard/worker/review-messages'

const EVERY_COLUMN = 'every'

export const EMPTY_FIND: FindQuery = { text: '', target: null, matchCase: false, wholeCell: false }

type FindPanelProps = {
  targets: readonly Target[]
  find: FindQuery
  /** Null until it is known. */
  found: { cells: number; rows: number } | null
  onFind: (find: FindQuery) => void
  onReplace: (replacement: string) => void
  onClose: () => void
}

/** Finds a text in the shown rows, shows only rows that have it, and replaces it. Escape closes the panel. */
export function FindPanel({ targets, find, found, onFind, onReplace, onClose }: FindPanelProps) {
  const [replacement, setReplacement] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const focusBefore = useFocusBefore()
  useEffect(() => {
    field.current?.focus()
    // The focus moves after the panel is removed, and with it the focused field.
    return () => void requestAnimationFrame(focusBefore)
  }, [focusBefore])
  return (
    <search
      aria-label="Find and replace"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border bg-muted/60 px-3 py-2"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      <Input
        ref={field}
        aria-label="Find"
        placeholder="Find"
        value={find.text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onFind({ ...find, text: event.target.value })}
        className="w-44 max-sm:flex-1"
      />
      <Select
        value={find.target === null ? EVERY_COLUMN : `=${find.target}`}
        onValueChange={(value) =>
          onFind({ ...find, target: value === EVERY_COLUMN ? null : (value.slice(1) as Target) })
        }
      >
        <SelectTrigger aria-label="Column to search" className="w-40 max-sm:order-1 max-sm:w-full" />
        <SelectContent>
          <SelectItem value={EVERY_COLUMN}>Every column</SelectItem>
          {targets.map((target) => (
            <SelectItem key={target} value={`=${target}`}>
              {targetLabel(target)}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      <div className="contents max-sm:order-1 max-sm:flex max-sm:w-full max-sm:flex-wrap max-sm:gap-x-4">
        <CheckboxField
          label="Match case"
          checked={find.matchCase}
          onCheckedChange={(checked) => onFind({ ...find, matchCase: checked === true })}
        />
        <CheckboxField
          label="Whole cell"
          checked={find.wholeCell}
          onCheckedChange={(checked) => onFind({ ...find, wholeCell: checked === true })}
        />
      </div>
      <p
        role="status"
        className="min-w-28 text-sm text-muted-foreground max-sm:order-1 max-sm:w-full max-sm:empty:hidden"
      >
        {find.text !== '' && found && describeFound(found)}
      </p>
      <div className="ml-auto flex items-center gap-2 max-sm:order-last max-sm:ml-0 max-sm:w-full">
        <Input
          aria-label="Replace with"
          placeholder="Replace with"
          value={replacement}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setReplacement(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && found && found.cells > 0) onReplace(replacement)
          }}
          className="w-44 max-sm:w-0 max-sm:flex-1"
        />
        <Button disabled={!found || found.cells === 0} onClick={() => onReplace(replacement)}>
          Replace all
        </Button>
      </div>
      <Button variant="ghost" size="icon-sm" aria-label="Close find and replace" onClick={onClose}>
        <X aria-hidden />
      </Button>
    </search>
  )
}

function describeFound({ cells, rows }: { cells: number; rows: number }): string {
  return cells === 0 ? 'Not found' : `${count(cells, 'cell')} in ${count(rows, 'row')}`
}
