import { z } from 'zod'

/** The states of a sequence, in the words of the public contract. Between its steps a sequence is `in progress`. */
export const LIFECYCLE_STATUSES = [
  'waiting',
  'scheduled',
  'in progress',
  'done',
  'failed',
  'cancelled',
  'skipped',
] as const

export const lifecycleStatusSchema = z.enum(LIFECYCLE_STATUSES)

export type LifecycleStatus = z.infer<typeof lifecycleStatusSchema>

/** The states in which a sequence has ended. */
export const ENDED_STATUSES = ['done', 'failed', 'cancelled', 'skipped'] as const satisfies readonly LifecycleStatus[]
