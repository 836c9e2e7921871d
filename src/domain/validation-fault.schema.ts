import { z } from 'zod'

/**
 * One fault of a request, in the same shape at every door. `path` is written with dots (`contacts`,
 * `callWindows.monday.0.end`) and empty for the request as a whole. For a contact's fault, `code` is its stable code
 * and `field` the field or variable.
 */
export const validationFaultSchema = z.object({
  path: z.string().describe('What is meant, in dots: `contacts`, `limit`. Empty for the request as a whole.'),
  message: z.string().describe('What is wrong and what to do, for people.'),
  code: z.string().optional(),
  field: z.string().optional().describe('The field or variable of that contact.'),
})

export type ValidationFault = z.output<typeof validationFaultSchema>
