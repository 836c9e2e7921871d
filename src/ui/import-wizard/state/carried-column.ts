import { isUsableVariableName } from '@/domain/contacts/variable-name.rules'
import { CARRIED_COLUMN_PREFIX } from '@/domain/mappings/header-fingerprint.rules'
import { type Mapping, type Target, variableOf, variableTarget } from '@/domain/mappings/mapping.rules'
import { MAPPING_FIELDS } from '@/domain/mappings/mapping-words.rules'
import { type FieldTarget, mapColumn } from './import-target'

/**
 * Returns the name of the column in a rejection file for a target without a column in the operator's file. An example
 * is a target with a single value for all rows that was edited in some rows.
 */
export function carriedColumn(target: Target): string {
  return CARRIED_COLUMN_PREFIX + (variableOf(target) ?? target)
}

/** Returns the target of a column that an earlier rejection file added; null for any other column. */
export function carriedTarget(columnName: string): Target | null {
  const column = columnName.trim()
  if (!column.startsWith(CARRIED_COLUMN_PREFIX)) return null
  const name = column.slice(CARRIED_COLUMN_PREFIX.length)
  if (MAPPING_FIELDS.includes(name as FieldTarget)) return name as FieldTarget
  return isUsableVariableName(name) ? variableTarget(name) : null
}

/** Maps every column that an earlier rejection file added to its target, and takes the target from whatever had it. */
export function mapCarried(mapping: Mapping, columnNames: readonly string[]): Mapping {
  return columnNames.reduce((mapped, name, column) => {
    const target = carriedTarget(name)
    return target === null ? mapped : mapColumn(mapped, column, target)
  }, mapping)
}
