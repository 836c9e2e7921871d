import { CONTACT_FIELD_NAMES, CONTACT_FIELDS } from '@/domain/contacts/contact-fields.rules'
import { type Target, variableOf, variableTarget } from '@/domain/mappings/mapping.rules'
import { CONSENT_FIELDS } from '@/domain/mappings/mapping-words.rules'

/**
 * Lists the grid's columns: the whole name and the phone number, then the other mapped fields, the consent, and the
 * variables.
 * Required variables are included even if no column fills them.
 */
export function gridTargets(mapped: ReadonlySet<Target>, required: readonly string[]): Target[] {
  const shown: Target[] = CONTACT_FIELDS.filter(
    (target) => target === 'name' || target === 'phoneNumber' || mapped.has(target),
  )
  // The country stands beside the number that is read in it.
  if (mapped.has('phoneCountry')) shown.splice(shown.indexOf('phoneNumber') + 1, 0, 'phoneCountry')
  shown.push(...CONSENT_FIELDS.filter((field) => mapped.has(field)))
  const variables = [...mapped].filter((target) => variableOf(target) !== null)
  return [...new Set<Target>([...shown, ...required.map(variableTarget), ...variables])]
}

/**
 * Returns the grid's column to which a fault's field belongs. A field that came later may be a variable of the agent: then
 * the grid has that.
 */
export function targetOfField(field: string, targets: readonly Target[]): Target {
  const variable = variableTarget(field)
  return CONTACT_FIELD_NAMES.has(field) && !targets.includes(variable) ? (field as Target) : variable
}
