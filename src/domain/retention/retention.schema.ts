import { z } from 'zod'
import { RETENTION_DAYS_MAX, RETENTION_DAYS_MIN } from './retention.rules'

const days = z
  .int('Give a whole number of days.')
  .min(RETENTION_DAYS_MIN, `Keep it for ${RETENTION_DAYS_MIN} days or more.`)
  .max(RETENTION_DAYS_MAX, `Keep it for ${RETENTION_DAYS_MAX} days at most, or for good.`)
  .nullable()
  .optional()

/** Days for each kind, null for good. A kind that is left out stays as it is. */
export const updateRetentionSchema = z.strictObject({
  transcripts: days,
  rejectedRows: days,
  deliveries: days,
  decisions: days,
})

export type UpdateRetentionInput = z.input<typeof updateRetentionSchema>
