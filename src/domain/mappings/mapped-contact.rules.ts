import { joinName, type Mapping, nameColumnsOf, type Target } from './mapping.rules'
import { joinAreaCode } from './phone-parts.rules'
import { readDate } from './read-date.rules'

const FALLBACKS: Partial<Record<Target, Target>> = { phoneNumber: 'phoneFallback', toEmailAddress: 'emailFallback' }

/** What one row of the file gives for a target: the cell of its column, the parts of the name joined, or the constant. */
export function valueFor(mapping: Mapping, target: Target, cells: readonly string[]): string {
  const column = mapping.columns.indexOf(target)
  if (column >= 0) return completeCell(mapping, target, cells[column] ?? '', cells)
  const parts = target === 'name' ? nameColumnsOf(mapping) : []
  return parts.length > 0 ? joinName(parts.map((part) => cells[part])) : (mapping.constants[target] ?? '')
}

/** Whether other columns, or the order of its date, have a say in what a target's cell is. */
export function isCompleted({ columns, dateOrder }: Mapping, target: Target): boolean {
  if (target === 'scheduledAt') return dateOrder !== null
  const fallback = FALLBACKS[target]
  if (fallback !== undefined && columns.includes(fallback)) return true
  return target === 'phoneNumber' && columns.includes('phoneAreaCode')
}

/** A target's own cell with what the row's other cells add to it. */
export function completeCell(mapping: Mapping, target: Target, cell: string, cells: readonly string[]): string {
  const other = (name: Target) => cells[mapping.columns.indexOf(name)] ?? ''
  if (target === 'scheduledAt') return writeTime(mapping, cell)
  const fallback = FALLBACKS[target]
  if (fallback === undefined) return cell
  const own = target === 'phoneNumber' && cell.trim() !== '' ? joinAreaCode(other('phoneAreaCode'), cell) : cell
  return own.trim() === '' ? other(fallback) || cell : own
}

/** A time as it is sent; one that does not read in the chosen order stays as it is written, and is refused. */
export function writeTime({ dateOrder }: Mapping, text: string): string {
  return dateOrder === null ? text : (readDate(text, dateOrder) ?? text)
}
