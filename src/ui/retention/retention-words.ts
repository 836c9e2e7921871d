import { deliveryDaysOf, type Retention, type RetentionKind } from '@/domain/retention/retention.rules'
import { count } from '@/ui/components/format-number'

/** What is kept for a while only, as operators call it, and what of it goes. */
export const RETENTION_WORDS: readonly { kind: RetentionKind; label: string; goes: string }[] = [
  {
    kind: 'transcripts',
    label: 'Transcripts of calls',
    goes: 'The words spoken in a call are deleted. Its result, summary, duration and time stay.',
  },
  {
    kind: 'rejectedRows',
    label: 'Rows and contacts that were rejected',
    goes: 'What was sent is deleted, so they can no longer be downloaded and corrected. Name, number and reason stay.',
  },
  {
    kind: 'deliveries',
    label: 'Deliveries to webhooks',
    goes: 'They are deleted with their attempts, and can no longer be sent again.',
  },
  {
    kind: 'decisions',
    label: 'Decisions whether to call',
    goes: 'They are the proof of why somebody was called, or was not. Germany asks for five years of it.',
  },
]

const USUAL_DAYS = [7, 30, 90, 180, 365, 730, 1_825, 3_650]
const DAYS_OF_A_YEAR = 365

/** Writes a time as people say it: "90 days", "2 years", "For good". */
export function retentionTime(days: number | null): string {
  if (days === null) return 'For good'
  return days % DAYS_OF_A_YEAR === 0 ? count(days / DAYS_OF_A_YEAR, 'year') : count(days, 'day')
}

/** Lists the times to choose from, with the one that is chosen though it is none of them. */
export function retentionChoices(chosen: number | null): { value: string; label: string }[] {
  const days = [...new Set([...USUAL_DAYS, ...(chosen === null ? [] : [chosen])])].sort((a, b) => a - b)
  return [...days, null].map((each) => ({ value: String(each), label: retentionTime(each) }))
}

/** Says that deliveries go sooner than chosen; null when they do not. */
export function soonerDeliveries(retention: Retention): string | null {
  const days = deliveryDaysOf(retention)
  if (days === retention.deliveries) return null
  return `They go after ${retentionTime(days)} already, with the transcripts that they repeat.`
}
