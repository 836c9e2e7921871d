import { faultsOf } from '@/domain/contacts/compare-contacts.rules'
import type { Fault } from '@/domain/contacts/fault.schema'
import type { JudgedContact } from '@/domain/contacts/judge-contact.rules'
import type { PreparedValidation } from '@/domain/contacts/prepare-validation.rules'
import type { ContactWarning } from '@/domain/contacts/warning.schema'
import type { Target } from '@/domain/mappings/mapping.rules'
import type { ConsentField } from '@/domain/mappings/mapping-words.rules'
import { isDateAlone, isUnordered } from '@/domain/mappings/read-date.rules'
import { findConsentFaults } from '@/domain/mappings/row-consent.rules'
import {
  countryOfRow,
  describeForeignNumber,
  describeMissingCountry,
  isCountryMissing,
  judgeInCountry,
} from '@/domain/mappings/row-country.rules'
import { readNumberOf } from '@/domain/phones/phone-number.rules'
import { readableNumber } from '@/ui/components/readable-number'
import { describeUnread } from '@/ui/components/unread-number'
import { warnOfNoSummerTime } from '@/ui/import-wizard/state/suggest-timezone'
import { damageOfCell } from './damaged-cells'
import type { Repair } from './damages'
import type { FileRows } from './file-rows'
import { isFreeText, isToldByDamage } from './find-damage'
import { targetOfField } from './grid-targets'
import { damageBit } from './judge-rows'
import type { MappedRows } from './mapped-rows'
import { findDoNotCall, findDoNotCallInName } from './phone-words'
import type { GridRow } from './review-messages'
import type { VerdictTable } from './verdict-table'

const TIME_QUOTED_MAX = 40

export type ShownTable = {
  file: FileRows
  cells: MappedRows
  verdicts: VerdictTable
  prepared: PreparedValidation
}

/**
 * Returns a row as the grid shows it. Judges the row again to make its messages, since the table stores no texts. A row
 * that was never judged therefore has its own faults at once.
 */
export function showRow(row: number, table: ShownTable): GridRow {
  const { file, cells, verdicts } = table
  const { targets } = cells
  const leftOut = verdicts.isLeftOut(row)
  const e164 = verdicts.e164OfRow(row)
  const { faults, rowFaults } = leftOut ? { faults: targets.map(() => []), rowFaults: [] } : placeFaults(row, table)
  const position = verdicts.isValid(row) ? verdicts.chainPosition(row) : -1
  const warned = verdicts.isWarned(row) ? ruleWarnings(row, table) : []
  const warnings = targets.map((target) => {
    if (leftOut) return []
    const ofRules = warned.filter(({ field }) => targetOfField(field, targets) === target).map(({ message }) => message)
    const ofZone = target === 'timezone' ? warnOfNoSummerTime(cells.valueOf(row, target)) : null
    return [...ofRules, ...damageWarnings(row, target, table), ...(ofZone === null ? [] : [ofZone])]
  })
  return {
    row,
    recordNumber: file.recordNumbers[row] ?? row + 1,
    leftOut,
    said: leftOut ? saidIn(row, table) : null,
    values: targets.map((target) => cells.valueOf(row, target)),
    faults,
    willCall: e164 === null ? null : readableNumber(e164, verdicts.extensionOfRow(row)),
    unsure: e164 === null && !leftOut ? describeUnsure(row, table) : null,
    warnings,
    repairs: targets.map((target, at) => {
      const isSpokenOf = (faults[at]?.length ?? 0) > 0 || (warnings[at]?.length ?? 0) > 0
      return isSpokenOf ? repairsOf(row, target, table) : []
    }),
    rowFaults,
    edited: targets.map((target) => cells.editedValue(row, target) !== undefined),
    chain: position < 0 ? null : { position, size: verdicts.chainSizeOf(row) },
  }
}

/** Describes a number that may be one of two, or would be a guess; null for any other. */
function describeUnsure(row: number, { cells, prepared }: ShownTable): string | null {
  const written = cells.valueOf(row, 'phoneNumber')
  const country = countryOfRow(cells.countryCellOf(row), prepared.defaultCountry)
  const { mayBe } = readNumberOf(written, country)
  if (mayBe.length === 0) return null
  const { what, countries } = describeUnread(written, mayBe)
  return `${what}: ${countries}`
}

/** Finds all faults of a row. Messages name rows of the file, where the rules would count contacts. */
export function rowFaultsOf(row: number, table: ShownTable): Fault[] {
  return describeFaults(row, judge(row, table), table)
}

function judge(row: number, { cells, verdicts, prepared }: ShownTable): JudgedContact {
  const consent = cells.consentOf(row, prepared.defaultTimezone)
  const { judged } = judgeInCountry(cells.contactOf(row), prepared, cells.countryCellOf(row), consent)
  return verdicts.known.turnAway(judged, prepared.nowMs)
}

function describeFaults(row: number, judged: JudgedContact, { file, cells, verdicts, prepared }: ShownTable): Fault[] {
  const earlier = verdicts.duplicateOf(row)
  return faultsOf(judged, earlier).flatMap((fault): Fault | Fault[] => {
    // The rules speak of the consent as a whole, the operator looks at its cells.
    if (fault.code === 'CONSENT_INVALID') return consentFaults(row, fault, cells, prepared)
    if (fault.code === 'DUPLICATE_PHONE') {
      // The rules count contacts from 0. The operator sees row numbers of a spreadsheet.
      const number = file.recordNumbers[earlier]?.toLocaleString('en-US')
      const message = `Row ${number} has the same number. Leave one of them out, or allow duplicates.`
      return { ...fault, message }
    }
    if (fault.field === null || !isToldByDamage(fault.code)) return fault
    const target = targetOfField(fault.field, cells.targets)
    const countryCell = cells.countryCellOf(row)
    if (fault.code === 'PHONE_INVALID' && isCountryMissing(cells.valueOf(row, 'phoneNumber'), countryCell)) {
      return { ...fault, message: describeMissingCountry(countryCell ?? '') }
    }
    const damage = damageOfCell(row, target, cells, prepared.defaultCountry) ?? describeValue(row, fault, cells)
    return damage ? { ...fault, message: damage.message } : fault
  })
}

/** Makes a fault for each cell of the consent that is wrong. */
function consentFaults(row: number, fault: Fault, cells: MappedRows, { defaultTimezone, nowMs }: PreparedValidation) {
  const faults = findConsentFaults(cells.consentCellsOf(row), cells.consentZoneOf(row, defaultTimezone), nowMs)
  return faults.map((found): Fault => ({ ...fault, ...found }))
}

/**
 * Describes a faulty value without damage: the country in which its number is read, or what its time lacks. Null when
 * nothing more is known.
 */
function describeValue(row: number, { code }: Fault, cells: MappedRows): { message: string } | null {
  if (code === 'SCHEDULED_AT_INVALID') return describeTime(cells.valueOf(row, 'scheduledAt'))
  return code === 'PHONE_INVALID'
    ? describeForeignNumber(cells.valueOf(row, 'phoneNumber'), cells.countryCellOf(row))
    : null
}

/** Says what a time lacks that people can read without trouble; null for any other text. */
function describeTime(text: string): { message: string } | null {
  const found = text.trim().slice(0, TIME_QUOTED_MAX)
  if (isDateAlone(text)) {
    const message = `“${found}” is a date without a time. Add when to call, such as 2027-03-04 09:00.`
    return { message }
  }
  if (!isUnordered(text)) return null
  const message = `“${found}” could be two dates. Choose the order of day and month on the Map step, or write it such as 2027-03-04 09:00.`
  return { message }
}

function isCountryMissingIn(row: number, { cells }: ShownTable): boolean {
  return isCountryMissing(cells.valueOf(row, 'phoneNumber'), cells.countryCellOf(row))
}

function placeFaults(row: number, table: ShownTable): Pick<GridRow, 'faults' | 'rowFaults'> {
  const { verdicts } = table
  const { targets } = table.cells
  const faults: string[][] = targets.map(() => [])
  const rowFaults: string[] = []
  if (verdicts.isJudged(row) && verdicts.faults[row] === 0 && !verdicts.isDuplicate(row)) return { faults, rowFaults }
  const judged = judge(row, table)
  for (const fault of describeFaults(row, judged, table)) {
    // A single fault names all missing variables. The grid marks each of their cells.
    const fields = fault.code === 'VARIABLE_REQUIRED' && !judged.ok ? judged.missingVariables : [fault.field]
    const columns = fields.map((field) => (field === null ? -1 : targets.indexOf(targetOfFault(fault, field, targets))))
    // The country needs correction here, and the number may be right.
    if (fault.code === 'PHONE_INVALID' && isCountryMissingIn(row, table)) columns[0] = targets.indexOf('phoneCountry')
    if (columns.every((column) => column < 0)) rowFaults.push(fault.message)
    for (const column of columns) faults[column]?.push(fault.message)
  }
  return { faults, rowFaults }
}

function targetOfFault({ code }: Fault, field: string, targets: readonly Target[]): Target {
  return code === 'CONSENT_INVALID' ? (field as ConsentField) : targetOfField(field, targets)
}

function ruleWarnings(row: number, table: ShownTable): readonly ContactWarning[] {
  const judged = judge(row, table)
  return judged.ok ? judged.warnings : []
}

function damageWarnings(row: number, target: Target, { cells, verdicts, prepared }: ShownTable): string[] {
  const damages = verdicts.damageOf(row)
  const isWarned =
    target === 'phoneNumber'
      ? verdicts.isValid(row) && (damages & damageBit('PHONE_PERHAPS_CUT')) !== 0
      : target === 'name' || isFreeText(target)
  if (!isWarned || damages === 0) return []
  const damage = damageOfCell(row, target, cells, prepared.defaultCountry)
  return damage ? [damage.message] : []
}

/** Finds the words of a row that say not to call; null without such words. */
function saidIn(row: number, { cells, verdicts }: ShownTable): string | null {
  if ((verdicts.damageOf(row) & damageBit('SAYS_DO_NOT_CALL')) === 0) return null
  return findDoNotCall(cells.valueOf(row, 'phoneNumber')) ?? findDoNotCallInName(cells.valueOf(row, 'name'))
}

/** Returns the repairs of a cell that has a message. */
function repairsOf(row: number, target: Target, { cells, verdicts, prepared }: ShownTable): readonly Repair[] {
  if (verdicts.damageOf(row) === 0) return []
  return damageOfCell(row, target, cells, prepared.defaultCountry)?.repairs ?? []
}
