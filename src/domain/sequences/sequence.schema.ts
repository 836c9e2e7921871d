import { z } from 'zod'
import { LIFECYCLE_STATUSES } from './sequence-statuses.rules'

export const lifecycleStatusSchema = z.enum(LIFECYCLE_STATUSES)

export type LifecycleStatus = z.infer<typeof lifecycleStatusSchema>
