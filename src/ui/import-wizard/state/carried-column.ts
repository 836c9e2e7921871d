import { isUsableVariableName } from '@/domain/contacts/variable-name.rules'
import { CARRIED_COLUMN_PREFIX } from '@/domain/mappings/header-fingerprint.rules'
import { type Mapping, type Target, variableOf, variableTarget } from '@/domain/mappings/mapping.rules'
import { MAPPING_FIELDS } from '@/domain/mappings/mapping.schema'
import { type FieldTarget, mapColumn } from './import-target'

/**
 * The column of a rejection file for a target that has none in the operator's own file, such as one that was given a
 * single value for all rows and was typed over in some.
 */
export function carriedColumn(target: Target): string {
  return CARRIED_COLUMN_PREFIX + (variableOf(target) ?? target)
}

/** The target that a column of our own carries back; null for a column of anybody else's. */
export function carriedTarget(columnName: string): Target | null {
  const column = columnName.trim()
  if (!column.startsWith(CARRIED_COLUMN_PREFIX)) return null
  const name = column.slice(CARRIED_COLUMN_PREFIX.length)
  if (MAPPING_FIELDS.includes(name as FieldTarget)) return name as FieldTarget
  return isUsableVariableName(name) ? variableTarget(name) : null
}

/** The mapping with the columns that are our own: they fill their targets, whatever else did. */
export function mapCarried(mapping: Mapping, columnNames: readonly string[]): Mapping {
  return columnNames.reduce((mapped, name, column) => {
    const target = carriedTarget(name)
    return target === null ? mapped : mapColumn(mapped, column, target)
  }, mapping)
}
