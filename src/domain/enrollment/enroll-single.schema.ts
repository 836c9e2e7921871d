import { z } from 'zod'
import { enrollBatchShape } from './enrollment.schema'

/** The options of a single enrollment. They stand on one level with the contact's fields and variables. */
export const enrollSingleOptionsSchema = z.object({
  groupByField: enrollBatchShape.groupByField,
  bypassAllowedCallWindow: enrollBatchShape.bypassAllowedCallWindow,
})

/** The names that belong to the request and not to the contact. */
export const SINGLE_OPTION_NAMES: ReadonlySet<string> = new Set(Object.keys(enrollSingleOptionsSchema.shape))
