import { joinName, type Mapping, nameColumnsOf, type Target } from './import-target'

/** What one row of the file gives for a target: the cell of its column, the parts of the name joined, or the constant. */
export function valueFor(mapping: Mapping, target: Target, cells: readonly string[]): string {
  const column = mapping.columns.indexOf(target)
  if (column >= 0) return cells[column] ?? ''
  const parts = target === 'name' ? nameColumnsOf(mapping) : []
  return parts.length > 0 ? joinName(parts.map((part) => cells[part])) : (mapping.constants[target] ?? '')
}
