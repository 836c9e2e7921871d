import { z } from 'zod'

/**
 * The query of an enrollment request. The switch must be written out: `dryRun=1` might mean anything, and would call
 * people if it were taken for false.
 */
export const dryRunQuerySchema = z.object({
  dryRun: z
    .string()
    .refine((text) => text === 'true' || text === 'false', 'dryRun is either true or false.')
    .transform((text) => text === 'true')
    .optional()
    .meta({ type: 'boolean', description: 'With true, the same checks, and nothing is written.' }),
})
