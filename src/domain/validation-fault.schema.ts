import { z } from 'zod'

/**
 * One fault of a request, the same at every door: `path` in dots (`contacts`, `callWindows.monday.0.end`), empty for the
 * whole. `code` is the stable one and `field` the standard field or variable, where a contact is meant.
 */
export const validationFaultSchema = z.object({
  path: z.string().describe('What is meant, in dots: `contacts`, `limit`. Empty for the request as a whole.'),
  message: z.string().describe('What is wrong and what to do, for people.'),
  code: z.string().optional(),
  field: z.string().optional().describe('The field or variable of that contact.'),
})

export type ValidationFault = z.output<typeof validationFaultSchema>
