import { outcomeLabel } from '@/domain/agents/outcome-label.rules'

/** Writes outcomes for people: "Not interested, Callback". */
export function outcomesInWords(names: readonly string[]): string {
  return names.map((name) => outcomeLabel({ name })).join(', ')
}
