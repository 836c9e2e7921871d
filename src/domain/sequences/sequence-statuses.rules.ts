/**
 * The states of a sequence, in the words of the public contract. Between its steps a sequence is `in progress`. Apart
 * from the schema, so that a list of sequences loads no zod.
 */
export const LIFECYCLE_STATUSES = [
  'waiting',
  'scheduled',
  'in progress',
  'done',
  'failed',
  'cancelled',
  'skipped',
] as const

export type LifecycleStatus = (typeof LIFECYCLE_STATUSES)[number]

/** The states in which a sequence has ended. */
export const ENDED_STATUSES = ['done', 'failed', 'cancelled', 'skipped'] as const satisfies readonly LifecycleStatus[]
