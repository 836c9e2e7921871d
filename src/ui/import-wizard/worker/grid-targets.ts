import { CONTACT_FIELDS, type ContactField } from '@/domain/contacts/contact-fields.rules'
import { type Target, variableOf, variableTarget } from '@/domain/mappings/mapping.rules'

/** The columns of the grid: the name whole, then the fields, then the variables, those that are required even if no column has them. */
export function gridTargets(mapped: ReadonlySet<Target>, required: readonly string[]): Target[] {
  const shown: Target[] = CONTACT_FIELDS.filter(
    (target) => target === 'name' || target === 'phoneNumber' || mapped.has(target),
  )
  // Beside the number that is read in it.
  if (mapped.has('phoneCountry')) shown.splice(shown.indexOf('phoneNumber') + 1, 0, 'phoneCountry')
  const variables = [...mapped].filter((target) => variableOf(target) !== null)
  return [...new Set<Target>([...shown, ...required.map(variableTarget), ...variables])]
}

/** The column of the grid that a fault's field belongs to. */
export function targetOfField(field: string): Target {
  return CONTACT_FIELDS.includes(field as ContactField) ? (field as Target) : variableTarget(field)
}
