import type { Priority } from '@/domain/schedule/priority.rules'

/** How the console names each priority, and what the operator should know of it. */
export const PRIORITY_WORDS: Readonly<Record<Priority, { name: string; hint: string }>> = {
  now: { name: 'Before all others', hint: 'They get the next free lines. Call windows still apply.' },
  normal: {
    name: 'In turn with other lists',
    hint: 'Free lines go from list to list, however long each of them is.',
  },
  low: { name: 'When nothing else waits', hint: 'They get the lines that no other contact of the agent can use.' },
}
