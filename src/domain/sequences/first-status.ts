import type { LifecycleStatus } from './sequence.schema'

/**
 * The status that the sequence of a contact is made with: whoever is first in a chain, or in none, is scheduled. What is
 * asked about before it is made is told as it will be. Statements ask `first_status` of the database.
 */
export function firstStatusOf({ chainPosition }: { chainPosition: number | null }): LifecycleStatus {
  return (chainPosition ?? 0) === 0 ? 'scheduled' : 'waiting'
}
