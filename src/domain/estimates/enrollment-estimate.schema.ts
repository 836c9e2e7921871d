import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { ROWS_PER_IMPORT_MAX } from '@/domain/imports/import.schema'

/** Asks when contacts would be done that are not enrolled yet. */
export const enrollmentEstimateQuerySchema = z.strictObject({
  agentId: idSchema,
  contacts: z.int().min(1).max(ROWS_PER_IMPORT_MAX),
  bypassAllowedCallWindow: z.boolean(),
})

export type EnrollmentEstimateQuery = z.output<typeof enrollmentEstimateQuerySchema>
