'use client'

import { Wand2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '../../../components/button'
import { count } from '../../../components/format-number'
import { targetLabel } from '../../state/import-target'
import type { Damage } from '../../worker/damages'
import type { DamageFound, RowFilter, TableSummary, ValueFix } from '../../worker/review-messages'
import { useMediaQuery } from '../use-media-query'

const SHOWN_AT_FIRST = 3
/** Where the rows have little room they get it. */
const LOW = '(max-height: 719px), (max-width: 639px)'

type SuggestedFixesProps = {
  summary: TableSummary
  onFix: (fix: ValueFix) => void
  onRepair: (found: DamageFound) => void
  onShow: (filter: RowFilter) => void
}

type Line = { key: string; text: ReactNode; action: ReactNode }

/** What many rows have wrong in the same way, with what is most likely meant. Offered, never done unasked. */
export function SuggestedFixes({ summary, onFix, onRepair, onShow }: SuggestedFixesProps) {
  const [open, setOpen] = useState(false)
  const shownAtFirst = useMediaQuery(LOW) ? 1 : SHOWN_AT_FIRST
  const lines: Line[] = [
    ...summary.damages.map((found) => damageLine(found, onRepair, onShow)),
    ...summary.fixes.map((fix) => ({
      key: fix.value,
      text: (
        <>
          {count(fix.rows, 'row')} {fix.rows === 1 ? 'says' : 'say'} “{fix.value}” for{' '}
          {targetLabel(fix.target).toLowerCase()}
        </>
      ),
      action: (
        <Button size="sm" onClick={() => onFix(fix)}>
          Use {fix.replacement}
        </Button>
      ),
    })),
  ]
  if (lines.length === 0) return null
  const hidden = open ? 0 : Math.max(0, lines.length - shownAtFirst)
  return (
    <section aria-label="Suggested fixes" className="rounded-lg border border-warning/30 bg-warning/8 px-3 py-1.5">
      <ul className="max-h-[30dvh] overflow-y-auto">
        {lines.slice(0, lines.length - hidden).map(({ key, text, action }) => (
          <li key={key} className="flex min-h-9 items-center gap-x-2.5 gap-y-1 py-1 max-sm:flex-wrap">
            <Wand2 className="size-4 shrink-0 text-warning" aria-hidden />
            <span className="min-w-0 flex-1 break-words max-sm:basis-[calc(100%-2rem)]">{text}</span>
            <span className="shrink-0 max-sm:pl-6.5">{action}</span>
          </li>
        ))}
      </ul>
      {lines.length > shownAtFirst && (
        <Button
          variant="link"
          size="sm"
          className="mb-1 ml-6.5"
          aria-expanded={open}
          onClick={() => setOpen((current) => !current)}
        >
          {open ? 'Fewer suggestions' : count(hidden, 'more suggestion')}
        </Button>
      )}
    </section>
  )
}

function damageLine(
  found: DamageFound,
  onRepair: SuggestedFixesProps['onRepair'],
  onShow: SuggestedFixesProps['onShow'],
): Line {
  const { damage, rows, example } = found
  const change = example.repaired && (
    <span className="text-muted-foreground">
      {' '}
      ({example.value} → {example.repaired})
    </span>
  )
  return {
    key: damage,
    text: (
      <>
        {DAMAGE_TEXTS[damage].says(rows, example.value)}
        {change}
      </>
    ),
    action: example.repaired ? (
      <Button size="sm" onClick={() => onRepair(found)}>
        {DAMAGE_TEXTS[damage].action}
      </Button>
    ) : (
      <Button size="sm" onClick={() => onShow(damage)}>
        {DAMAGE_TEXTS[damage].action}
      </Button>
    ),
  }
}

const DAMAGE_TEXTS: Record<Damage, { says: (rows: number, example: string) => string; action: string }> = {
  PHONE_CUT_SHORT: {
    says: (rows, example) =>
      `Excel has cut ${count(rows, 'phone number')} short (${example}); the last digits are gone, take them from the source`,
    action: 'Show',
  },
  PHONE_LOST_PLUS: {
    says: (rows) => `${count(rows, 'phone number')} lost the + before the country code in a spreadsheet`,
    action: 'Put the + back',
  },
  PHONE_LOST_ZERO: {
    says: (rows) => `${count(rows, 'phone number')} lost the leading 0 in a spreadsheet`,
    action: 'Put the 0 back',
  },
  PHONE_WRITTEN_ODDLY: {
    says: (rows, example) => `${count(rows, 'phone number')} came with more than a number (${example.trim()})`,
    action: 'Keep the number',
  },
  TIME_AS_NUMBER: {
    says: (rows) => `${count(rows, 'time')} became a number in a spreadsheet`,
    action: 'Write times',
  },
  VALUE_CUT_SHORT: {
    says: (rows, example) => `Excel has cut ${count(rows, 'value')} short (${example}); take them from the source`,
    action: 'Show',
  },
  VALUE_IS_ERROR: {
    says: (rows, example) =>
      `In ${count(rows, 'row')} a formula has failed (${example}); take the value from the source`,
    action: 'Show',
  },
}
