import type { LifecycleStatus } from './sequence.schema'

/**
 * Returns the status of a new sequence: `scheduled` for the first of a chain and for a contact without one, else
 * `waiting`. This status is also reported for a sequence that does not exist yet. The SQL function `first_status` does
 * the same.
 */
export function firstStatusOf({ chainPosition }: { chainPosition: number | null }): LifecycleStatus {
  return (chainPosition ?? 0) === 0 ? 'scheduled' : 'waiting'
}
