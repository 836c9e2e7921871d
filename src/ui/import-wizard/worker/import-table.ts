import { type Comparison, compareContacts, faultsOf } from '@/domain/enrollment/compare-contacts.rules'
import { FAULT_CODES, type Fault, type FaultCode } from '@/domain/enrollment/fault.schema'
import { type JudgedContact, judgeContact } from '@/domain/enrollment/judge-contact.rules'
import { phoneWarning } from '@/domain/enrollment/phone-warning.rules'
import { type PreparedValidation, prepareValidation } from '@/domain/enrollment/prepare-validation.rules'
import { REJECTION_REASON_COLUMN } from '@/domain/enrollment/rejections-csv.rules'
import { callTimesOf } from '@/domain/enrollment/summarize-dry-run.rules'
import { writeCsv } from '@/domain/enrollment/write-csv.rules'
import type { Target } from '../state/import-target'
import { FileRows } from './file-rows'
import { targetOfField } from './grid-targets'
import { MappedRows } from './mapped-rows'
import type {
  FilePreview,
  FrozenContacts,
  GridRow,
  Judging,
  RejectedRow,
  RowFilter,
  RowPage,
  TableSummary,
} from './messages'
import type { ReadFile } from './read-file'
import { suggestFixes } from './suggest-fixes'

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
  private readonly file: FileRows
  private cells: MappedRows
  private prepared: PreparedValidation | null = null
  private leftOut: Uint8Array
  private readonly undoStack: Change[] = []

  private judged: JudgedContact[] = []
  /** Per row what its accepted number is suspected of; undefined until somebody looks, since most rows are never seen. */
  private warningByRow: (string | null | undefined)[] = []
  private comparison: Comparison = { duplicateOf: new Int32Array(0), groupPosition: new Int32Array(0), groups: [] }

  constructor(file: ReadFile) {
    this.file = new FileRows(file)
    this.cells = new MappedRows(this.file)
    this.leftOut = new Uint8Array(this.rowCount)
  }

  /** Null: the file has no header, its first record is a row. What was typed into rows is dropped: they are others now. */
  setHeader(headerRecord: number | null): FilePreview {
    this.file.setHeader(headerRecord)
    this.cells = new MappedRows(this.file)
    this.leftOut = new Uint8Array(this.rowCount)
    this.undoStack.length = 0
    this.judged = []
    return this.preview()
  }

  preview(): FilePreview {
    return this.file.preview()
  }

  private get rowCount(): number {
    return this.file.rows.length
  }

  /** Judges every row anew: for another mapping or other options. @param nowMs the clock, epoch milliseconds */
  judge({ mapping, options, agent, organization }: Judging, nowMs: number): TableSummary {
    this.cells.map(
      mapping,
      agent.variables.filter(({ required }) => required).map(({ name }) => name),
    )
    this.prepared = prepareValidation({ nowMs, agent, organization, options })
    this.judged = this.file.rows.map((_, row) => this.judgeRow(row))
    this.warningByRow = new Array(this.rowCount)
    return this.compare()
  }

  /** Types over one cell. A value equal to the file's takes the edit back. */
  edit(row: number, target: Target, value: string): TableSummary {
    this.apply([{ row, target, value }])
    return this.compare()
  }

  /** Gives all rows that have exactly this value another one. */
  replace(target: Target, value: string, replacement: string): TableSummary {
    const matching = [...this.file.rows.keys()].filter(
      (row) => !this.leftOut[row] && this.cells.valueOf(row, target).trim() === value,
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
    for (const { row, target, before } of change?.cells ?? []) this.cells.write(row, target, before)
    for (const { row, before } of change?.leftOut ?? []) this.leftOut[row] = before ? 1 : 0
    for (const row of new Set(change?.cells.map((cell) => cell.row))) this.rejudge(row)
    return this.compare()
  }

  page(filter: RowFilter, from: number, to: number): RowPage {
    const matching = this.filtered(filter)
    return { total: matching.length, rows: matching.slice(from, to).map((row) => this.gridRow(row)) }
  }

  freeze(): FrozenContacts {
    const rows = [...this.file.rows.keys()].filter((row) => !this.leftOut[row])
    return { contacts: rows.map((row) => this.cells.contactOf(row)), rows }
  }

  rejectedRows(rejected: readonly { row: number; reason: string }[]): RejectedRow[] {
    return rejected.map(({ row, reason }) => ({
      row,
      recordNumber: this.file.recordNumbers[row] ?? row + 1,
      name: this.cells.valueOf(row, 'name'),
      phoneNumber: this.cells.valueOf(row, 'phoneNumber'),
      reason: this.reasonOf(row, reason),
    }))
  }

  /** The columns of the file with what was typed over them, and the reason last. */
  rejectedCsv(rejected: readonly { row: number; reason: string }[]): string {
    // The reason of an earlier round gives way to this one's.
    const kept = [...this.file.columnNames.keys()].filter(
      (column) => this.file.columnNames[column] !== REJECTION_REASON_COLUMN,
    )
    return writeCsv(
      [...kept.map((column) => this.file.columnNames[column] ?? ''), REJECTION_REASON_COLUMN],
      rejected.map(({ row, reason }) => [
        ...kept.map((column) => this.cells.cellOf(row, column)),
        this.reasonOf(row, reason),
      ]),
    )
  }

  private apply(cells: { row: number; target: Target; value: string }[]): void {
    const before = cells.map(({ row, target }) => ({ row, target, before: this.cells.editedValue(row, target) }))
    for (const { row, target, value } of cells) {
      this.cells.write(row, target, value)
      this.rejudge(row)
    }
    if (cells.length > 0) this.undoStack.push({ cells: before, leftOut: [] })
  }

  private rejudge(row: number): void {
    this.judged[row] = this.judgeRow(row)
    this.warningByRow[row] = undefined
  }

  private judgeRow(row: number): JudgedContact {
    if (!this.prepared) throw new Error('Rows are judged after the columns are mapped.')
    return judgeContact(this.cells.contactOf(row), this.prepared)
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
    const earlier = this.file.recordNumbers[this.comparison.duplicateOf[row] ?? -1]
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
    const rows = [...this.file.rows.keys()]
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
    const byTarget = new Map<Target, string[]>(this.cells.targets.map((target) => [target, []]))
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
      recordNumber: this.file.recordNumbers[row] ?? row + 1,
      leftOut,
      values: this.cells.targets.map((target) => this.cells.valueOf(row, target)),
      faults: this.cells.targets.map((target) => byTarget.get(target) ?? []),
      warnings: this.cells.targets.map((target) => (target === 'phoneNumber' && warning ? [warning] : [])),
      rowFaults,
      edited: this.cells.targets.map((target) => this.cells.editedValue(row, target) !== undefined),
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
        const value = this.cells.valueOf(row, 'timezone').trim()
        wrongTimezones.set(value, (wrongTimezones.get(value) ?? 0) + 1)
      }
    }
    const { firstCallMs, lastCallMs } = callTimesOf(accepted)
    return {
      rows: this.rowCount,
      valid: accepted.length,
      invalid: this.rowCount - leftOut - accepted.length,
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
      fixes: suggestFixes(wrongTimezones),
      edits: this.cells.editedRows,
      canUndo: this.undoStack.length > 0,
    }
  }
}
