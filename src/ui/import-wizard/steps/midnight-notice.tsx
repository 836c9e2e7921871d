import { Notice } from '@/ui/components/notice'
import type { TimeAnswer } from '@/ui/import-wizard/state/column-questions'

/**
 * Warns when every time in the column is midnight. Shows nothing for other times or without a column. Used in mapping
 * and review.
 */
export function MidnightNotice({ time }: { time: TimeAnswer | null }) {
  if (!time?.midnight) return null
  return (
    <Notice tone="warning" title={`Every time in “${time.name}” is midnight`}>
      That is a date, and no time to call. Leave the column out, or give each row the time of its call.
    </Notice>
  )
}
