import { z } from 'zod'

/** The public literals of a sequence's life. Between its steps a sequence is `in progress`. */
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

/** A sequence in one of these has ended. */
export const ENDED_STATUSES = ['done', 'failed', 'cancelled', 'skipped'] as const satisfies readonly LifecycleStatus[]
