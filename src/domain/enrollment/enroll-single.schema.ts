import { z } from 'zod'
import { enrollBatchShape } from './enrollment.schema'

/** What a single enrollment says beside its contact, whose fields and variables are on the same level. */
export const enrollSingleOptionsSchema = z.object({
  groupByField: enrollBatchShape.groupByField,
  bypassAllowedCallWindow: enrollBatchShape.bypassAllowedCallWindow,
})

/** Names that belong to the request and not to the contact. */
export const SINGLE_OPTION_NAMES: ReadonlySet<string> = new Set(Object.keys(enrollSingleOptionsSchema.shape))
