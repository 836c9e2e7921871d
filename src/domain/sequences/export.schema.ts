import { z } from 'zod'
import { sequenceFilterSchema, sequenceOrderSchema } from './sequence-filter.schema'

export const EXPORT_FORMATS = ['csv', 'xlsx'] as const

const FILTER_LENGTH_MAX = 16_000

/** The query of a download: the filter is JSON, as `sequences.results` takes it. */
export const exportQuerySchema = z.strictObject({
  format: z.enum(EXPORT_FORMATS, 'Choose csv or xlsx.'),
  order: sequenceOrderSchema.default('oldest'),
  filter: z
    .string()
    .max(FILTER_LENGTH_MAX)
    .default('{}')
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue({ code: 'custom', message: 'Write the filter as JSON.' })
        return z.NEVER
      }
    })
    .pipe(sequenceFilterSchema),
})

export type ExportInput = z.output<typeof exportQuerySchema>
