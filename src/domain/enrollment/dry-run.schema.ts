import { z } from 'zod'

/** The query of a request that enrolls. A switch is written out: `dryRun=1` may mean anything, and would call people. */
export const dryRunQuerySchema = z.object({
  dryRun: z
    .string()
    .refine((text) => text === 'true' || text === 'false', 'dryRun is either true or false.')
    .transform((text) => text === 'true')
    .optional()
    .meta({ type: 'boolean', description: 'With true, the same checks, and nothing is written.' }),
})
