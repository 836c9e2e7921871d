import { CONTACT_FIELDS, type ContactField } from '@/domain/contacts/contact-fields.rules'
import { type Target, variableOf, variableTarget } from '@/domain/mappings/mapping.rules'

/**
 * Lists the grid's columns: the whole name and the phone number, then the other mapped fields, then the variables.
 * Required variables are included even if no column fills them.
 */
export function gridTargets(mapped: ReadonlySet<Target>, required: readonly string[]): Target[] {
  const shown: Target[] = CONTACT_FIELDS.filter(
    (target) => target === 'name' || target === 'phoneNumber' || mapped.has(target),
  )
  // The country stands beside the number that is read in it.
  if (mapped.has('phoneCountry')) shown.splice(shown.indexOf('phoneNumber') + 1, 0, 'phoneCountry')
  const variables = [...mapped].filter((target) => variableOf(target) !== null)
  return [...new Set<Target>([...shown, ...required.map(variableTarget), ...variables])]
}

/** Returns the grid's column to which a fault's field belongs. */
export function targetOfField(field: string): Target {
  return CONTACT_FIELDS.includes(field as ContactField) ? (field as Target) : variableTarget(field)
}
