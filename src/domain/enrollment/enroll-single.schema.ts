import { z } from 'zod'
import { enrollBatchShape } from './enrollment.schema'

/** The options of a single enrollment. They stand on one level with the contact's fields and variables. */
export const enrollSingleOptionsSchema = z.object({
  groupByField: enrollBatchShape.groupByField,
  bypassAllowedCallWindow: enrollBatchShape.bypassAllowedCallWindow,
  priority: enrollBatchShape.priority,
})

/** The names that belong to the request and not to the contact. */
const SINGLE_OPTION_NAMES = Object.keys(enrollSingleOptionsSchema.shape)

/**
 * Parts a request into its options and its contact. `priority` is a common name: of an agent that declares a variable by
 * that name it is the variable, as it was before there was the option.
 */
export function partSingleRequest(
  body: Readonly<Record<string, unknown>>,
  variables: readonly { name: string }[],
): { options: Record<string, unknown>; contact: Record<string, unknown> } {
  const isVariable = variables.some(({ name }) => name === 'priority')
  const names = new Set(SINGLE_OPTION_NAMES.filter((name) => name !== 'priority' || !isVariable))
  const part = (isOption: boolean) =>
    Object.fromEntries(Object.entries(body).filter(([name]) => names.has(name) === isOption))
  return { options: part(true), contact: part(false) }
}
