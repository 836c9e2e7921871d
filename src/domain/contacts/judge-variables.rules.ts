import { isLongerThan, toStorable } from '@/domain/text/sanitize.rules'
import { toTitleCase } from '@/domain/text/title-case.rules'
import { isConsent } from './judge-consent.rules'
import type { PreparedValidation } from './prepare-validation.rules'
import { has, isAbsent, type JsonObject, judgeText, quote, type Report } from './read-contact.rules'
import { VARIABLE_NAME_LENGTH_MAX } from './variable-name.rules'
import type { ContactWarning } from './warning.schema'

export const VARIABLES_MAX = 100
export const VARIABLE_LENGTH_MAX = 2_000

/**
 * Judges the variables of a contact and returns them trimmed, as they are stored, compared and sent to the dialer.
 * Variables beyond the allowed number are only counted, so that the answer to a hostile contact stays small.
 *
 * @param warn receives what is doubtful about the contact
 */
export function judgeVariables(
  contact: JsonObject,
  prepared: PreparedValidation,
  report: Report,
  warn: (warning: ContactWarning) => void,
): Record<string, string> {
  const variables: Record<string, string> = {}
  let count = 0
  for (const name of Object.keys(contact)) {
    const verdict = prepared.judgeName(name)
    if (verdict.kind === 'field') continue
    const value = contact[name]
    if (isAbsent(value) || isConsent(name, value)) continue
    count += 1
    if (count > VARIABLES_MAX) continue
    if (verdict.kind === 'unusable') {
      const message = `${quote(name)} cannot be the name of a variable. Use 1 to ${VARIABLE_NAME_LENGTH_MAX} characters, and not __proto__, constructor or prototype.`
      report('CONTACT_INVALID', toStorable(name, VARIABLE_NAME_LENGTH_MAX), message)
    } else if (verdict.kind === 'mistaken') {
      report('FIELD_NAME_MISTAKEN', name, verdict.message)
    } else if (typeof value !== 'string') {
      report('VARIABLE_INVALID', name, `${name} is not a text. Send it as a string.`)
    } else {
      judgeText(value, name, report)
      const trimmed = value.trim()
      if (isLongerThan(trimmed, VARIABLE_LENGTH_MAX)) {
        const limit = VARIABLE_LENGTH_MAX.toLocaleString('en-US')
        report('VARIABLE_INVALID', name, `${name} is over ${limit} characters. Shorten it.`)
      }
      variables[name] = storedVariable(name, value, prepared)
      if (verdict.kind === 'suspect') warn({ code: 'FIELD_NAME_SUSPECT', field: name, message: verdict.message })
    }
  }
  if (count > VARIABLES_MAX) {
    const message = `The contact has ${count} custom variables. Send at most ${VARIABLES_MAX}.`
    report('CONTACT_INVALID', null, message)
  }
  return variables
}

/** Returns a variable's value as it is stored and compared. */
function storedVariable(name: string, value: string, { titleCased }: PreparedValidation): string {
  const trimmed = value.trim()
  return titleCased.has(name) ? toTitleCase(trimmed) : trimmed
}

/**
 * Returns the group value of a contact that is not judged yet; null when it has none or the request makes no chains.
 */
export function groupValueOf(contact: Readonly<Record<string, string>>, prepared: PreparedValidation): string | null {
  const { groupByField } = prepared
  if (groupByField === null || !has(contact, groupByField)) return null
  return storedVariable(groupByField, contact[groupByField] ?? '', prepared)
}

/**
 * Returns the required variables that the contact lacks, in the order of the agent's list, and reports them all in one
 * fault.
 */
export function judgeRequiredVariables(contact: JsonObject, prepared: PreparedValidation, report: Report): string[] {
  const missing = prepared.requiredVariables.filter((name) => !has(contact, name))
  const [first] = missing
  if (first !== undefined) {
    report('VARIABLE_REQUIRED', first, `Missing custom input variables: ${missing.join(', ')}.`)
  }
  return missing
}

/**
 * Returns the contact's group value as it is stored, or null. Reports a contact without one when the request asks for
 * it.
 */
export function judgeGroupValue(
  contact: JsonObject,
  variables: Readonly<Record<string, string>>,
  prepared: PreparedValidation,
  report: Report,
): string | null {
  const { groupByField } = prepared
  if (groupByField === null) return null
  if (!has(contact, groupByField)) {
    const message = `The contact has no value for ${groupByField}, by which contacts are grouped. Add it.`
    report('GROUP_VALUE_REQUIRED', groupByField, message)
    return null
  }
  return Object.hasOwn(variables, groupByField) ? (variables[groupByField] ?? null) : null
}
