'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '@/ui/components/button'
import { count } from '@/ui/components/format-number'
import { Wand2 } from '@/ui/components/icons/wand-2'
import { targetLabel } from '@/ui/import-wizard/state/import-target'
import { useMediaQuery } from '@/ui/import-wizard/steps/use-media-query'
import type {
  DamageFound,
  RepairOffered,
  RowFilter,
  TableSummary,
  ValueFix,
} from '@/ui/import-wizard/worker/review-messages'
import { DAMAGE_TEXTS, repairExample, repairLabel, rowsWithoutRepair } from './damage-texts'

const SHOWN_AT_FIRST = 3
/** Small windows show one suggestion at first, so that rows have room. */
const LOW = '(max-height: 719px), (max-width: 639px)'

type SuggestedFixesProps = {
  summary: TableSummary
  onFix: (fix: ValueFix, replacement: string) => void
  onRepair: (found: DamageFound, offer: RepairOffered) => void
  onTakeBackIn: () => void
  onLeaveOut: (filter: RowFilter) => void
  onShow: (filter: RowFilter) => void
}

type Line = { key: string; text: ReactNode; action: ReactNode }

/**
 * Shows what many rows have wrong in the same way, with the likely repairs. They are offered and never applied unasked.
 */
export function SuggestedFixes(props: SuggestedFixesProps) {
  const { summary, onFix, onTakeBackIn } = props
  const [open, setOpen] = useState(false)
  const shownAtFirst = useMediaQuery(LOW) ? 1 : SHOWN_AT_FIRST
  const groups = [
    ...summary.damages.map((found) => ({ rows: found.rows, lines: damageLines(found, props) })),
    ...summary.fixes.map((fix) => ({ rows: fix.rows, lines: [fixLine(fix, onFix)] })),
  ]
  const lines: Line[] = [
    ...(summary.saidNotToCall > 0 ? [saidLine(summary.saidNotToCall, onTakeBackIn)] : []),
    // Groups with the most rows come first, so that they show without opening the list.
    ...groups.sort((a, b) => b.rows - a.rows).flatMap((group) => group.lines),
  ]
  if (lines.length === 0) return null
  const hidden = open ? 0 : Math.max(0, lines.length - shownAtFirst)
  return (
    <section aria-label="Suggested fixes" className="rounded-lg border border-warning/30 bg-warning/8 px-3 py-1.5">
      <ul className="max-h-[30dvh] overflow-y-auto">
        {lines.slice(0, lines.length - hidden).map(({ key, text, action }) => (
          <li key={key} className="flex min-h-9 items-center gap-x-2.5 gap-y-1 py-1 max-sm:flex-wrap">
            <Wand2 className="size-4 shrink-0 text-warning max-sm:mt-0.5 max-sm:self-start" aria-hidden />
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

function fixLine(fix: ValueFix, onFix: SuggestedFixesProps['onFix']): Line {
  return {
    key: fix.value,
    text: (
      <>
        {count(fix.rows, 'row')} {fix.rows === 1 ? 'says' : 'say'} “{fix.value}” for{' '}
        {targetLabel(fix.target).toLowerCase()}
        {fix.isTaken && ', which has no summer time'}
      </>
    ),
    action: (
      <span className="flex flex-wrap gap-1.5">
        {fix.replacements.map((replacement) => (
          <Button key={replacement} size="sm" onClick={() => onFix(fix, replacement)}>
            Use {replacement}
          </Button>
        ))}
      </span>
    ),
  }
}

function saidLine(rows: number, onTakeBackIn: () => void): Line {
  return {
    key: 'said',
    text: `${count(rows, 'row')} ${rows === 1 ? 'says' : 'say'} not to call, and ${rows === 1 ? 'is' : 'are'} left out`,
    action: (
      <Button size="sm" onClick={onTakeBackIn}>
        Take back in
      </Button>
    ),
  }
}

/** Describes a damage with its repair. When there are several repairs, each has a line of its own. */
function damageLines(found: DamageFound, { onRepair, onLeaveOut, onShow }: SuggestedFixesProps): Line[] {
  const { damage, rows, example, repairs } = found
  const mend = (offer: RepairOffered) => (
    <Button size="sm" onClick={() => onRepair(found, offer)}>
      {repairLabel(damage, offer)}
    </Button>
  )
  const show = (
    <Button size="sm" onClick={() => onShow(damage)}>
      Show
    </Button>
  )
  const says = DAMAGE_TEXTS[damage].says(rows, example)
  const [only] = repairs
  if (damage === 'SAYS_DO_NOT_CALL') {
    const action = (
      <Button size="sm" onClick={() => onLeaveOut(damage)}>
        Leave {rows === 1 ? 'it' : 'them'} out
      </Button>
    )
    return [{ key: damage, text: says, action }]
  }
  if (only && repairs.length === 1 && rowsWithoutRepair(found) === 0) {
    const text = (
      <>
        {says}
        {only.after !== '' && <span className="text-muted-foreground"> ({repairExample(only)})</span>}
      </>
    )
    return [{ key: damage, text, action: mend(only) }]
  }
  const offered = repairs.map((offer) => ({
    key: `${damage} ${offer.choice}`,
    text: <span className="text-muted-foreground">{repairExample(offer)}</span>,
    action: mend(offer),
  }))
  return [{ key: damage, text: says, action: show }, ...offered]
}
