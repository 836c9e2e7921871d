import { count } from '@/ui/components/format-number'
import { formatTimeOfDay } from '@/ui/components/format-time'
import type { KeptDraft } from './kept-draft'

/** Writes "1,204 rows, 3 fixes, from 14:03", or with the date when that was another day. */
export function describeDraft(
  { rows, fixes, changedAtMs }: Pick<KeptDraft, 'rows' | 'fixes' | 'changedAtMs'>,
  nowMs: number,
  timeZone?: string,
): string {
  return [
    count(rows, 'row'),
    fixes > 0 ? count(fixes, 'fix', 'fixes') : 'no fixes yet',
    `from ${formatTimeOfDay(changedAtMs, nowMs, timeZone)}`,
  ].join(', ')
}
