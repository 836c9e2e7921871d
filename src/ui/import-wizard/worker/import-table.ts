import { type Comparison, compareContacts, faultsOf } from '@/domain/enrollment/compare-contacts.rules'
import { FAULT_CODES, type Fault, type FaultCode } from '@/domain/enrollment/fault.schema'
import { type JudgedContact, judgeContact } from '@/domain/enrollment/judge-contact.rules'
import { phoneWarning } from '@/domain/enrollment/phone-warning.rules'
import { type PreparedValidation, prepareValidation } from '@/domain/enrollment/prepare-validation.rules'
import { REJECTION_REASON_COLUMN } from '@/domain/enrollment/rejections-csv.rules'
import { callTimesOf } from '@/domain/enrollment/summarize-dry-run.rules'
import { restoreDefused, writeCsv } from '@/domain/enrollment/write-csv.rules'
import { type ColumnMapping, type Target, variableOf, variableTarget } from '../state/import-target'
import { suggestTimezone } from '../state/suggest-timezone'
import { profileColumn } from './column-profile'
import { detectHeader } from './detect-header'
import type {
  FilePreview,
  FrozenContacts,
  GridRow,
  Judging,
  RejectedRow,
  RowFilter,
  RowPage,
  TableSummary,
  ValueFix,
} from './messages'
import { nameColumns } from './name-columns'
import type { ReadFile } from './read-file'

const HEAD_RECORDS = 12
const FIXES_MAX = 8

/** One step that undo takes back: cells as they were (undefined: as in the file), and rows that were in or out. */
type Change = {
  cells: { row: number; target: Target; before: string | undefined }[]
  leftOut: { row: number; before: boolean }[]
}

/**
 * The rows of one file, what the operator has done to them, and the verdict on each. Lives in the worker; the page
 * sees summaries and the slice of rows that is on the screen.
 */
export class ImportTable {
  private readonly file: ReadFile
  private headerRecord: number | null
  private columnNames: string[] = []
  private rows: readonly string[][] = []
  private recordNumbers: readonly number[] = []

  private mapping: ColumnMapping = []
  private columnOf = new Map<Target, number>()
  private targets: Target[] = []
  private prepared: PreparedValidation | null = null
  /** By row, then by target: what the operator typed over the file. Kept when the mapping changes. */
  private readonly edits = new Map<number, Map<Target, string>>()
  private leftOut = new Uint8Array(0)
  private readonly undoStack: Change[] = []

  private judged: JudgedContact[] = []
  /** Per row what its accepted number is suspected of; undefined until somebody looks, since most rows are never seen. */
  private warningByRow: (string | null | undefined)[] = []
  private comparison: Comparison = { duplicateOf: new Int32Array(0), groupPosition: new Int32Array(0), groups: [] }

  constructor(file: ReadFile) {
    // Our own CSVs have an apostrophe before what a spreadsheet would run; the cell is what stands behind it.
    for (const record of file.records) for (const [at, cell] of record.entries()) record[at] = restoreDefused(cell)
    this.file = file
    this.headerRecord = detectHeader(file.records)
    this.cutHeader()
  }

  /** Null: the file has no header, its first record is a row. What was typed into rows is dropped: they are others now. */
  setHeader(headerRecord: number | null): FilePreview {
    this.headerRecord = headerRecord
    this.cutHeader()
    return this.preview()
  }

  private cutHeader(): void {
    const { records, recordNumbers } = this.file
    const firstRow = this.headerRecord === null ? 0 : this.headerRecord + 1
    this.rows = records.slice(firstRow)
    this.recordNumbers = recordNumbers.slice(firstRow)
    const width = this.rows.reduce((widest, row) => Math.max(widest, row.length), 0)
    this.columnNames = nameColumns(this.headerRecord === null ? null : (records[this.headerRecord] ?? null), width)
    this.edits.clear()
    this.undoStack.length = 0
    this.leftOut = new Uint8Array(this.rows.length)
    this.judged = []
  }

  preview(): FilePreview {
    const { records, recordNumbers, blankRecords, unclosedQuoteAt, format } = this.file
    const width = this.headerRecord === null ? this.columnNames.length : (records[this.headerRecord]?.length ?? 0)
    const ragged = { shorter: 0, longer: 0, firstRecordNumber: null as number | null }
    for (const [index, row] of this.rows.entries()) {
      if (row.length === width) continue
      if (row.length < width) ragged.shorter++
      // A delimiter too many at the end of a line is no cell that could be lost.
      else if (row.slice(width).some((cell) => cell.trim() !== '')) ragged.longer++
      else continue
      ragged.firstRecordNumber ??= this.recordNumbers[index] ?? null
    }
    return {
      format,
      headerRecord: this.headerRecord,
      columns: this.columnNames.map((name, column) => ({ name, profile: profileColumn(this.rows, column) })),
      head: records
        .slice(0, HEAD_RECORDS)
        .map((cells, index) => ({ recordNumber: recordNumbers[index] ?? index + 1, cells })),
      rows: this.rows.length,
      blankRecords,
      skippedAbove: this.headerRecord ?? 0,
      raggedRows: ragged,
      unclosedQuoteAt,
    }
  }

  /** Judges every row anew: for another mapping or other options. @param nowMs the clock, epoch milliseconds */
  judge({ mapping, options, agent, organization }: Judging, nowMs: number): TableSummary {
    this.mapping = mapping
    this.columnOf = new Map(mapping.flatMap((target, column) => (target === null ? [] : [[target, column] as const])))
    this.targets = gridTargets(
      this.columnOf,
      agent.variables.filter(({ required }) => required).map(({ name }) => name),
    )
    this.prepared = prepareValidation({ nowMs, agent, organization, options })
    this.judged = this.rows.map((_, row) => this.judgeRow(row))
    this.warningByRow = new Array(this.rows.length)
    return this.compare()
  }

  /** Types over one cell. A value equal to the file's takes the edit back. */
  edit(row: number, target: Target, value: string): TableSummary {
    this.apply([{ row, target, value }])
    return this.compare()
  }

  /** Gives all rows that have exactly this value another one. */
  replace(target: Target, value: string, replacement: string): TableSummary {
    const matching = [...this.rows.keys()].filter(
      (row) => !this.leftOut[row] && this.valueOf(row, target).trim() === value,
    )
    this.apply(matching.map((row) => ({ row, target, value: replacement })))
    return this.compare()
  }

  setLeftOut(rows: readonly number[], out: boolean): TableSummary {
    const changed = rows.filter((row) => Boolean(this.leftOut[row]) !== out)
    if (changed.length > 0) {
      this.undoStack.push({ cells: [], leftOut: changed.map((row) => ({ row, before: !out })) })
      for (const row of changed) this.leftOut[row] = out ? 1 : 0
    }
    return this.compare()
  }

  setFilteredLeftOut(filter: RowFilter, out: boolean): TableSummary {
    return this.setLeftOut([...this.filtered(filter)], out)
  }

  undo(): TableSummary {
    const change = this.undoStack.pop()
    for (const { row, target, before } of change?.cells ?? []) this.write(row, target, before)
    for (const { row, before } of change?.leftOut ?? []) this.leftOut[row] = before ? 1 : 0
    for (const row of new Set(change?.cells.map((cell) => cell.row))) this.rejudge(row)
    return this.compare()
  }

  page(filter: RowFilter, from: number, to: number): RowPage {
    const matching = this.filtered(filter)
    return { total: matching.length, rows: matching.slice(from, to).map((row) => this.gridRow(row)) }
  }

  freeze(): FrozenContacts {
    const rows = [...this.rows.keys()].filter((row) => !this.leftOut[row])
    return { contacts: rows.map((row) => this.contactOf(row)), rows }
  }

  rejectedRows(rejected: readonly { row: number; reason: string }[]): RejectedRow[] {
    return rejected.map(({ row, reason }) => ({
      row,
      recordNumber: this.recordNumbers[row] ?? row + 1,
      name: this.valueOf(row, 'name'),
      phoneNumber: this.valueOf(row, 'phoneNumber'),
      reason: this.reasonOf(row, reason),
    }))
  }

  /** The columns of the file with what was typed over them, and the reason last. */
  rejectedCsv(rejected: readonly { row: number; reason: string }[]): string {
    // The reason of an earlier round gives way to this one's.
    const kept = [...this.columnNames.keys()].filter((column) => this.columnNames[column] !== REJECTION_REASON_COLUMN)
    return writeCsv(
      [...kept.map((column) => this.columnNames[column] ?? ''), REJECTION_REASON_COLUMN],
      rejected.map(({ row, reason }) => [
        ...kept.map((column) => this.cellOf(row, column)),
        this.reasonOf(row, reason),
      ]),
    )
  }

  private apply(cells: { row: number; target: Target; value: string }[]): void {
    const before = cells.map(({ row, target }) => ({ row, target, before: this.edits.get(row)?.get(target) }))
    for (const { row, target, value } of cells) {
      this.write(row, target, value === this.fileValueOf(row, target) ? undefined : value)
      this.rejudge(row)
    }
    if (cells.length > 0) this.undoStack.push({ cells: before, leftOut: [] })
  }

  private write(row: number, target: Target, value: string | undefined): void {
    const edits = this.edits.get(row) ?? new Map<Target, string>()
    if (value === undefined) edits.delete(target)
    else edits.set(target, value)
    if (edits.size === 0) this.edits.delete(row)
    else this.edits.set(row, edits)
  }

  private rejudge(row: number): void {
    this.judged[row] = this.judgeRow(row)
    this.warningByRow[row] = undefined
  }

  private judgeRow(row: number): JudgedContact {
    if (!this.prepared) throw new Error('Rows are judged after the columns are mapped.')
    return judgeContact(this.contactOf(row), this.prepared)
  }

  /** Blank cells are left out: to the rules they are the same as absent. */
  private contactOf(row: number): Record<string, string> {
    const contact: Record<string, string> = {}
    for (const target of this.targets) {
      const value = this.valueOf(row, target)
      if (value.trim() !== '') contact[variableOf(target) ?? target] = value
    }
    return contact
  }

  private valueOf(row: number, target: Target): string {
    return this.edits.get(row)?.get(target) ?? this.fileValueOf(row, target)
  }

  private fileValueOf(row: number, target: Target): string {
    const cells = this.rows[row]
    const column = this.columnOf.get(target)
    if (column !== undefined) return cells?.[column] ?? ''
    if (target !== 'name') return ''
    const halves = (['firstName', 'lastName'] as const).map(
      (half) => cells?.[this.columnOf.get(half) ?? -1]?.trim() ?? '',
    )
    return halves.filter((half) => half !== '').join(' ')
  }

  /** A column's cell as the operator left it, for the CSV of rejected rows. */
  private cellOf(row: number, column: number): string {
    const target = this.mapping[column]
    const edited = target ? this.edits.get(row)?.get(target) : undefined
    return edited ?? this.rows[row]?.[column] ?? ''
  }

  private isDuplicate(row: number): boolean {
    return (this.comparison.duplicateOf[row] ?? -1) >= 0
  }

  private isValid(row: number): boolean {
    return this.judged[row]?.ok === true && !this.isDuplicate(row)
  }

  private faultsOfRow(row: number): Fault[] {
    const judged = this.judged[row]
    if (!judged) return []
    return faultsOf(judged, this.comparison.duplicateOf[row] ?? -1).map((fault) =>
      fault.code === 'DUPLICATE_PHONE' ? { ...fault, message: this.duplicateMessage(row) } : fault,
    )
  }

  /** The rules count contacts from 0; the operator sees rows of a spreadsheet. */
  private duplicateMessage(row: number): string {
    const earlier = this.recordNumbers[this.comparison.duplicateOf[row] ?? -1]
    return `Row ${earlier?.toLocaleString('en-US')} has the same number. Leave one of them out, or allow duplicates.`
  }

  /** The server's reason, with the rows of this file where it counts contacts. */
  private reasonOf(row: number, reason: string): string {
    if (this.leftOut[row] || !this.isDuplicate(row)) return reason
    return this.faultsOfRow(row)
      .map(({ message }) => message)
      .join(' ')
  }

  private warningOf(row: number): string | null {
    let warning = this.warningByRow[row]
    if (warning === undefined) {
      const judged = this.judged[row]
      warning = judged?.ok ? (phoneWarning(judged.contact.phoneNumber)?.message ?? null) : null
      this.warningByRow[row] = warning
    }
    return warning
  }

  private filtered(filter: RowFilter): number[] {
    const rows = [...this.rows.keys()]
    if (filter === 'all') return rows
    if (filter === 'leftOut') return rows.filter((row) => this.leftOut[row])
    const included = rows.filter((row) => !this.leftOut[row])
    if (filter === 'valid') return included.filter((row) => this.isValid(row))
    if (filter === 'invalid') return included.filter((row) => !this.isValid(row))
    if (filter === 'duplicate') return included.filter((row) => this.isDuplicate(row))
    if (filter === 'warning') return included.filter((row) => this.isValid(row) && this.warningOf(row) !== null)
    return included.filter((row) => this.hasFault(row, filter))
  }

  private hasFault(row: number, code: FaultCode): boolean {
    if (code === 'DUPLICATE_PHONE' && this.isDuplicate(row)) return true
    const judged = this.judged[row]
    return judged?.ok === false && judged.faults.some((fault) => fault.code === code)
  }

  private gridRow(row: number): GridRow {
    const leftOut = Boolean(this.leftOut[row])
    const byTarget = new Map<Target, string[]>(this.targets.map((target) => [target, []]))
    const rowFaults: string[] = []
    const judged = this.judged[row]
    for (const fault of leftOut ? [] : this.faultsOfRow(row)) {
      // One fault names all missing variables; the grid marks each of their cells.
      const fields =
        fault.code === 'VARIABLE_REQUIRED' && judged && !judged.ok ? judged.missingVariables : [fault.field]
      const cells = fields.map((field) => (field === null ? undefined : byTarget.get(targetOfField(field))))
      if (cells.every((cell) => cell === undefined)) rowFaults.push(fault.message)
      for (const cell of cells) cell?.push(fault.message)
    }
    const warning = leftOut || !this.isValid(row) ? null : this.warningOf(row)
    return {
      row,
      recordNumber: this.recordNumbers[row] ?? row + 1,
      leftOut,
      values: this.targets.map((target) => this.valueOf(row, target)),
      faults: this.targets.map((target) => byTarget.get(target) ?? []),
      warnings: this.targets.map((target) => (target === 'phoneNumber' && warning ? [warning] : [])),
      rowFaults,
      edited: this.targets.map((target) => this.edits.get(row)?.has(target) ?? false),
    }
  }

  private compare(): TableSummary {
    if (!this.prepared) throw new Error('Rows are compared after they are judged.')
    this.comparison = compareContacts(
      this.judged.map((judged, row) => (this.leftOut[row] ? null : judged)),
      { allowDuplicates: this.prepared.allowDuplicates },
    )
    return this.summarize()
  }

  private summarize(): TableSummary {
    const { groups, groupPosition } = this.comparison
    const rowsByCode = new Map<FaultCode, number>()
    const wrongTimezones = new Map<string, number>()
    const accepted: { scheduledAtMs: number; group: { position: number } | null }[] = []
    let leftOut = 0
    let duplicates = 0
    let warnings = 0
    const count = (code: FaultCode) => rowsByCode.set(code, (rowsByCode.get(code) ?? 0) + 1)
    for (const [row, judged] of this.judged.entries()) {
      if (this.leftOut[row]) {
        leftOut++
        continue
      }
      if (this.isDuplicate(row)) {
        duplicates++
        count('DUPLICATE_PHONE')
      }
      if (judged.ok) {
        if (this.isDuplicate(row)) continue
        const position = groupPosition[row] ?? -1
        accepted.push({ scheduledAtMs: judged.contact.scheduledAtMs, group: position < 0 ? null : { position } })
        if (this.warningOf(row) !== null) warnings++
        continue
      }
      for (const code of new Set(judged.faults.map((fault) => fault.code))) count(code)
      if (judged.faults.some(({ code }) => code === 'TIMEZONE_INVALID')) {
        const value = this.valueOf(row, 'timezone').trim()
        wrongTimezones.set(value, (wrongTimezones.get(value) ?? 0) + 1)
      }
    }
    const { firstCallMs, lastCallMs } = callTimesOf(accepted)
    return {
      rows: this.rows.length,
      valid: accepted.length,
      invalid: this.rows.length - leftOut - accepted.length,
      duplicates,
      warnings,
      leftOut,
      faults: FAULT_CODES.flatMap((code) => {
        const rows = rowsByCode.get(code)
        return rows === undefined ? [] : [{ code, rows }]
      }),
      chains: {
        count: groups.length,
        largest: groups.reduce<{ value: string; size: number } | null>(
          (largest, group) => (largest && largest.size >= group.size ? largest : group),
          null,
        ),
      },
      firstCallMs,
      lastCallMs,
      fixes: timezoneFixes(wrongTimezones),
      edits: this.edits.size,
      canUndo: this.undoStack.length > 0,
    }
  }
}

/** The columns of the grid: the name whole, then the fields, then the variables, those that are required even if no column has them. */
export function gridTargets(
  mapped: { has: (target: Target) => boolean; keys: () => Iterable<Target> },
  required: readonly string[],
): Target[] {
  const fields: Target[] = ['name', 'phoneNumber', 'phoneNumberExt', 'timezone', 'scheduledAt', 'toEmailAddress']
  const shown = fields.filter((target) => target === 'name' || target === 'phoneNumber' || mapped.has(target))
  const variables = [...mapped.keys()].filter((target) => variableOf(target) !== null)
  return [...new Set([...shown, ...required.map(variableTarget), ...variables])]
}

function targetOfField(field: string): Target {
  const fields: readonly string[] = [
    'name',
    'phoneNumber',
    'phoneNumberExt',
    'timezone',
    'scheduledAt',
    'toEmailAddress',
  ]
  return fields.includes(field) ? (field as Target) : variableTarget(field)
}

function timezoneFixes(values: ReadonlyMap<string, number>): ValueFix[] {
  return [...values]
    .flatMap(([value, rows]) => {
      const replacement = suggestTimezone(value)
      return replacement === null ? [] : [{ target: 'timezone' as const, value, replacement, rows }]
    })
    .sort((a, b) => b.rows - a.rows)
    .slice(0, FIXES_MAX)
}
