import type { LifecycleStatus } from './sequence.schema'

/**
 * The status of a new sequence: `scheduled` for the first of a chain and for a contact without one, else `waiting`. It
 * is also reported for a sequence that does not exist yet. In SQL it is the function `first_status`.
 */
export function firstStatusOf({ chainPosition }: { chainPosition: number | null }): LifecycleStatus {
  return (chainPosition ?? 0) === 0 ? 'scheduled' : 'waiting'
}
