import { z } from 'zod'
import { enrollBatchShape } from './enrollment.schema'

/** The options of a single enrollment. They stand on one level with the contact's fields and variables. */
export const enrollSingleOptionsSchema = z.object({
  groupByField: enrollBatchShape.groupByField,
  bypassAllowedCallWindow: enrollBatchShape.bypassAllowedCallWindow,
  priority: enrollBatchShape.priority,
  ifActive: enrollBatchShape.ifActive,
  notCalledWithinDays: enrollBatchShape.notCalledWithinDays,
})

/** The names that belong to the request and not to the contact. */
const SINGLE_OPTION_NAMES = Object.keys(enrollSingleOptionsSchema.shape)

/** Options that came later: an agent may have declared variables by their names. */
const LATER_OPTION_NAMES: ReadonlySet<string> = new Set(['priority', 'ifActive', 'notCalledWithinDays'])

/**
 * Parts a request into its options and its contact. Of an agent that declares a variable by the name of an option that
 * came later it is the variable, as it was before there was the option.
 */
export function partSingleRequest(
  body: Readonly<Record<string, unknown>>,
  variables: readonly { name: string }[],
): { options: Record<string, unknown>; contact: Record<string, unknown> } {
  const declared = new Set(variables.map(({ name }) => name))
  const names = new Set(SINGLE_OPTION_NAMES.filter((name) => !LATER_OPTION_NAMES.has(name) || !declared.has(name)))
  const part = (isOption: boolean) =>
    Object.fromEntries(Object.entries(body).filter(([name]) => names.has(name) === isOption))
  return { options: part(true), contact: part(false) }
}
