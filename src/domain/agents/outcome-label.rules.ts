import type { AgentOutcome } from './agent.schema'

/** Returns an outcome as people read it: its label, else its name in words (`not_interested` → `Not interested`). */
export function outcomeLabel({ name, label }: Pick<AgentOutcome, 'name' | 'label'>): string {
  if (label?.trim()) return label.trim()
  const words = name.replace(/[_-]+/g, ' ').trim()
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1)
}
