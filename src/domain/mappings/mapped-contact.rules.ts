import { CONTACT_FIELDS } from '@/domain/contacts/contact-fields.rules'
import { filledTargets, joinName, type Mapping, nameColumnsOf, type Target, variableOf } from './mapping.rules'
import { CONSENT_FIELDS, DATE_TARGETS } from './mapping-words.rules'
import { joinAreaCode } from './phone-parts.rules'
import { readDate, readDay } from './read-date.rules'
import { consentOfRow, consentZone, type RowConsent } from './row-consent.rules'
import { inCountryOfRow } from './row-country.rules'

/** For some targets, the other columns that complete the target's cell. */
const COMPLETED_BY: Partial<Record<Target, readonly Target[]>> = {
  phoneNumber: ['phoneAreaCode', 'phoneFallback'],
  toEmailAddress: ['emailFallback'],
}
const FALLBACKS: Partial<Record<Target, Target>> = { phoneNumber: 'phoneFallback', toEmailAddress: 'emailFallback' }

type CellReader = (cells: readonly string[]) => string

/** Returns what one row gives for a target: the cell of its column, the joined parts of the name, or the constant. */
export function valueFor(mapping: Mapping, target: Target, cells: readonly string[]): string {
  return readerOf(mapping, target)(cells)
}

/**
 * Returns a function that does what `valueFor` does for many rows. It looks up only once where the value comes from.
 */
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

/** Tells whether other columns, or the order of dates, change what a target's cell means. */
export function isCompleted({ columns, dateOrder }: Mapping, target: Target): boolean {
  if (isDate(target)) return dateOrder !== null
  const fallback = FALLBACKS[target]
  if (fallback !== undefined && columns.includes(fallback)) return true
  return target === 'phoneNumber' && columns.includes('phoneAreaCode')
}

/**
 * Returns the target that a column completes: an area code completes the phone number. Null for a column with a target
 * of its own.
 */
export function completedBy(target: Target): Target | null {
  const [completed] = Object.entries(COMPLETED_BY).find(([, others]) => others?.includes(target)) ?? []
  return (completed as Target | undefined) ?? null
}

/** Returns a target's cell, completed by the row's other cells. */
export function completeCell(mapping: Mapping, target: Target, cell: string, cells: readonly string[]): string {
  const other = (name: Target) => cells[mapping.columns.indexOf(name)] ?? ''
  if (isDate(target)) return writeDate(mapping, target, cell)
  const fallback = FALLBACKS[target]
  if (fallback === undefined) return cell
  const own = target === 'phoneNumber' ? joinAreaCode(other('phoneAreaCode'), cell) : cell
  return own.trim() === '' ? other(fallback) || cell : own
}

type DateTarget = (typeof DATE_TARGETS)[number]

export function isDate(target: Target): target is DateTarget {
  return DATE_TARGETS.some((date) => date === target)
}

/**
 * Writes a date as ISO 8601. A text that cannot be read in the chosen order stays as it is, and is refused later. Nobody is
 * called at a date without a time, while a consent may have one.
 */
export function writeDate({ dateOrder }: Mapping, target: DateTarget, text: string): string {
  if (dateOrder === null) return text
  const day = target === 'consentAt' ? readDay(text, dateOrder) : null
  return day ?? readDate(text, dateOrder) ?? text
}

/**
 * A contact twice: as its row has it (`written`), and as it is enrolled (`sent`). The number of `sent` is already read
 * in the country that another column names. Its consent stands beside it, null without one.
 */
export type MappedContact = {
  written: Record<string, string>
  sent: Record<string, string>
  consent: RowConsent | null
}

/**
 * Returns a function that turns rows of a file into contacts. It takes a row's cells in the order of the mapping's
 * columns, and leaves out blank values, which mean the same as absent to the rules.
 *
 * @param timezone of contacts without one, in which the dates of their consents are read; null for UTC
 */
export function contactMapper(
  mapping: Mapping,
  timezone: string | null = null,
): (cells: readonly string[]) => MappedContact {
  const filled = filledTargets(mapping)
  const variables = [...filled].filter((target) => variableOf(target) !== null)
  const consents = CONSENT_FIELDS.filter((field) => filled.has(field)).map(
    (field) => [field, readerOf(mapping, field)] as const,
  )
  const values = [...CONTACT_FIELDS, ...variables].map(
    (target) => [variableOf(target) ?? target, readerOf(mapping, target)] as const,
  )
  const country = mapping.columns.indexOf('phoneCountry')
  return (cells) => {
    const written: Record<string, string> = {}
    for (const [name, read] of values) {
      const value = read(cells)
      if (value.trim() !== '') written[name] = value
    }
    const sent = country < 0 ? written : inCountryOfRow(written, cells[country] ?? '')
    if (consents.length === 0) return { written, sent, consent: null }
    const consentCells = Object.fromEntries(consents.map(([field, read]) => [field, read(cells)]))
    return { written, sent, consent: consentOfRow(consentCells, consentZone(written.timezone, timezone)) }
  }
}

/**
 * Returns the mapping of rows as they are sent: some of the file's columns, and behind them the carried values. Those
 * are final as they stand, and fill targets that have no column of their own in the file. Where one of them is a date, all
 * dates are: the mapping has no order then, and the cells of a column of dates are sent as `writeDate` writes them.
 *
 * @param kept places of the file's columns, in the order in which they are sent
 * @param carried the targets of the carried values
 */
export function mappingOfSent(mapping: Mapping, kept: readonly number[], carried: readonly Target[]): Mapping {
  const completing = new Set<Target | null>(carried.flatMap((target) => COMPLETED_BY[target] ?? []))
  const own = kept.map((column) => mapping.columns[column] ?? null)
  const constants = { ...mapping.constants }
  for (const target of carried) delete constants[target]
  return {
    ...mapping,
    columns: [...own.map((target) => (completing.has(target) ? null : target)), ...carried],
    constants,
    dateOrder: carried.some(isDate) ? null : mapping.dateOrder,
  }
}
