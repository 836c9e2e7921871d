import type { MappingTarget } from './mapping.schema'
import { type DateOrder, NAME_PARTS, VARIABLE_PREFIX } from './mapping-words.rules'

/** What a column becomes: a field, a part of the name, or a variable, written `variable:account_id`. */
export type Target = MappingTarget

/** The target of each column; null for a column that is left out. */
export type ColumnMapping = readonly (Target | null)[]

/** How rows of a file become contacts. A target is filled by a column or by a constant, never by two of them. */
export type Mapping = {
  columns: ColumnMapping
  /** One value for all rows. A blank one is chosen and not typed yet. */
  constants: Readonly<Partial<Record<Target, string>>>
  /** Joins the parts of a name family name first, as in Japan or Hungary. */
  familyNameFirst: boolean
  /** How all dates of the file are written (`DATE_TARGETS`); null for ISO 8601. */
  dateOrder: DateOrder | null
}

export const EMPTY_MAPPING: Mapping = { columns: [], constants: {}, familyNameFirst: false, dateOrder: null }

const PARTS: ReadonlySet<Target> = new Set<Target>(NAME_PARTS)

export function variableTarget(name: string): Target {
  return `${VARIABLE_PREFIX}${name}`
}

/** Returns the variable's name, or null for a field. */
export function variableOf(target: Target): string | null {
  return target.startsWith(VARIABLE_PREFIX) ? target.slice(VARIABLE_PREFIX.length) : null
}

export function isNamePart(target: Target): boolean {
  return PARTS.has(target)
}

/** Lists the targets that have one value for all rows. */
export function constantTargets(mapping: Mapping): Target[] {
  return Object.keys(mapping.constants) as Target[]
}

/** Lists the targets that columns and constants fill, including blank ones. */
export function filledTargets(mapping: Mapping): Set<Target> {
  return new Set([...mapping.columns.filter((target) => target !== null), ...constantTargets(mapping)])
}

/** Lists the columns that join into the name, in their order. A column that has the whole name stands alone. */
export function nameColumnsOf({ columns, familyNameFirst }: Mapping): number[] {
  const order: readonly Target[] = familyNameFirst
    ? ['name', 'namePrefix', 'lastName', 'firstName', 'middleName', 'nameSuffix']
    : ['name', ...NAME_PARTS]
  return order.map((target) => columns.indexOf(target)).filter((column) => column >= 0)
}

/** Joins the parts of a name with one blank, without blank parts. */
export function joinName(parts: readonly (string | undefined)[]): string {
  return parts
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(' ')
}
