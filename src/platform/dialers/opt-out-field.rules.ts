import { isTrueWord } from './success-field.rules'

/** Names of fields by which an analysis says that somebody is not to be called again, without blanks and signs. */
const OPT_OUT_NAMES: ReadonlySet<string> = new Set(['optout', 'optedout', 'donotcall', 'donotcontact', 'dnc'])

/**
 * Tells whether the person asked not to be called again, by a field of the analysis that is named so: `opt_out`,
 * `do_not_call`, `dnc` and their like, in any spelling. No provider has a field of its own for it; who wants it asked
 * adds one to the analysis of the assistant.
 */
export function asksNotToBeCalled(analysis: Record<string, unknown>): boolean {
  return Object.entries(analysis).some(
    ([name, value]) => OPT_OUT_NAMES.has(name.toLowerCase().replace(/[^a-z]/g, '')) && isTrueWord(value),
  )
}
