import { CONTACT_FIELDS } from '@/domain/contacts/contact-fields.rules'
import {
  filledTargets,
  isNamePart,
  joinName,
  type Mapping,
  nameColumnsOf,
  type Target,
  variableOf,
} from './mapping.rules'
import { joinAreaCode } from './phone-parts.rules'
import { readDate } from './read-date.rules'
import { inCountryOfRow } from './row-country.rules'

/** The columns that have a say in what a target's own cell becomes. */
const COMPLETED_BY: Partial<Record<Target, readonly Target[]>> = {
  phoneNumber: ['phoneAreaCode', 'phoneFallback'],
  toEmailAddress: ['emailFallback'],
}
const FALLBACKS: Partial<Record<Target, Target>> = { phoneNumber: 'phoneFallback', toEmailAddress: 'emailFallback' }

type CellReader = (cells: readonly string[]) => string

/** What one row of the file gives for a target: the cell of its column, the parts of the name joined, or the constant. */
export function valueFor(mapping: Mapping, target: Target, cells: readonly string[]): string {
  return readerOf(mapping, target)(cells)
}

/** The same for many rows: where a target's value stands is looked up once. */
function readerOf(mapping: Mapping, target: Target): CellReader {
  const column = mapping.columns.indexOf(target)
  if (column >= 0) {
    return isCompleted(mapping, target)
      ? (cells) => completeCell(mapping, target, cells[column] ?? '', cells)
      : (cells) => cells[column] ?? ''
  }
  const parts = target === 'name' ? nameColumnsOf(mapping) : []
  if (parts.length > 0) return (cells) => joinName(parts.map((part) => cells[part]))
  const constant = mapping.constants[target] ?? ''
  return () => constant
}

/** Whether other columns, or the order of its date, have a say in what a target's cell is. */
export function isCompleted({ columns, dateOrder }: Mapping, target: Target): boolean {
  if (target === 'scheduledAt') return dateOrder !== null
  const fallback = FALLBACKS[target]
  if (fallback !== undefined && columns.includes(fallback)) return true
  return target === 'phoneNumber' && columns.includes('phoneAreaCode')
}

/** The target that a column completes, such as the number of an area code; null for a column that has one of its own. */
export function completedBy(target: Target): Target | null {
  const [completed] = Object.entries(COMPLETED_BY).find(([, others]) => others?.includes(target)) ?? []
  return (completed as Target | undefined) ?? null
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

/** A contact as its row gives it, and as it is enrolled: what a column says of the country of its number is read into it. */
export type MappedContact = { written: Record<string, string>; sent: Record<string, string> }

/**
 * Makes contacts of the rows of a file. Blank values are left out: to the rules they are the same as absent.
 *
 * @returns what is asked for each row, with its cells in the order of the mapping's columns
 */
export function contactMapper(mapping: Mapping): (cells: readonly string[]) => MappedContact {
  const filled = filledTargets(mapping)
  const hasName = [...filled].some((target) => target === 'name' || isNamePart(target))
  const fields: Target[] = CONTACT_FIELDS.filter((field) => (field === 'name' ? hasName : filled.has(field)))
  const targets = [...fields, ...[...filled].filter((target) => variableOf(target) !== null)]
  const values = targets.map((target) => [variableOf(target) ?? target, readerOf(mapping, target)] as const)
  const country = mapping.columns.indexOf('phoneCountry')
  return (cells) => {
    const written: Record<string, string> = {}
    for (const [name, read] of values) {
      const value = read(cells)
      if (value.trim() !== '') written[name] = value
    }
    return { written, sent: country < 0 ? written : inCountryOfRow(written, cells[country] ?? '') }
  }
}

/**
 * The mapping of rows of which only some columns are sent, and behind them values that are final as they stand: those of
 * targets that have no column of their own in the file.
 *
 * @param kept places of the file's columns, in the order in which they are sent
 * @param carried the targets of the values behind them
 */
export function mappingOfSent(mapping: Mapping, kept: readonly number[], carried: readonly Target[]): Mapping {
  const filled = new Set(carried.flatMap((target) => COMPLETED_BY[target] ?? []))
  const own = kept.map((column) => mapping.columns[column] ?? null)
  const constants = { ...mapping.constants }
  for (const target of carried) delete constants[target]
  return {
    ...mapping,
    columns: [...own.map((target) => (target !== null && filled.has(target) ? null : target)), ...carried],
    constants,
    dateOrder: carried.includes('scheduledAt') ? null : mapping.dateOrder,
  }
}
