import {
  completeCell,
  completedBy,
  isCompleted,
  isDate,
  mappingOfSent,
  writeDate,
} from '@/domain/mappings/mapped-contact.rules'
import {
  EMPTY_MAPPING,
  filledTargets,
  isNamePart,
  joinName,
  type Mapping,
  nameColumnsOf,
  type Target,
  variableOf,
} from '@/domain/mappings/mapping.rules'
import { CONSENT_FIELDS, type ConsentField } from '@/domain/mappings/mapping-words.rules'
import { forbidsCall } from '@/domain/mappings/read-consent.rules'
import { type ConsentCells, consentOfRow, consentZone, type RowConsent } from '@/domain/mappings/row-consent.rules'
import type { FileRows } from './file-rows'
import { gridTargets } from './grid-targets'
import { type PackedTexts, packTexts } from './packed-texts'

/** The rows of a file as contacts. The value of a target is what the operator typed, or else the cell of its column. */
export class MappedRows {
  private readonly file: FileRows
  private mapping: Mapping = EMPTY_MAPPING
  private nameColumns: readonly number[] = []
  private columnOf = new Map<Target, number>()
  /** Targets whose value also depends on other columns or on the chosen order of dates. */
  private completed: ReadonlySet<Target> = new Set()
  /** The columns that say who is not to be called. */
  private forbidding: readonly { target: 'doNotCall' | 'mayCall'; column: number }[] = []
  /** The grid's columns that belong to the contact. */
  private contactTargets: readonly Target[] = []
  /** The grid's columns that say of the contact's consent. */
  consentFields: readonly ConsentField[] = []
  /** The targets, in the order of the grid's columns. */
  targets: readonly Target[] = []
  /** What the operator typed over the file, by row and then by target. It is kept when the mapping changes. */
  private readonly edits = new Map<number, Map<Target, string>>()
  /**
   * In how many rows each target was edited. It is counted here because there may be a million rows, and it is needed
   * at every keystroke.
   */
  private readonly typedRows = new Map<Target, number>()

  constructor(file: FileRows) {
    this.file = file
  }

  /**
   * Sets the mapping.
   *
   * @param required variables that have a column in the grid even if no column of the file fills them
   */
  map(mapping: Mapping, required: readonly string[]): void {
    this.mapping = mapping
    this.nameColumns = nameColumnsOf(mapping)
    this.columnOf = new Map(
      mapping.columns.flatMap((target, column) => (target === null ? [] : [[target, column] as const])),
    )
    this.targets = gridTargets(filledTargets(mapping), required)
    this.consentFields = CONSENT_FIELDS.filter((field) => this.targets.includes(field))
    const beside = new Set<Target>(['phoneCountry', ...CONSENT_FIELDS])
    this.contactTargets = this.targets.filter((target) => !beside.has(target))
    this.forbidding = mapping.columns.flatMap((target, column) =>
      target === 'doNotCall' || target === 'mayCall' ? [{ target, column }] : [],
    )
    this.completed = new Set(this.targets.filter((target) => isCompleted(mapping, target)))
  }

  valueOf(row: number, target: Target): string {
    const edited = this.edits.get(row)?.get(target)
    if (edited === undefined) return this.fileValueOf(row, target)
    return isDate(target) ? writeDate(this.mapping, target, edited) : edited
  }

  /** Says whether the file is a workbook that counts days from 1904. */
  get date1904(): boolean {
    return this.file.date1904
  }

  /** Returns what a row says about the country of its number; null when no column says it. */
  countryCellOf(row: number): string | null {
    return this.columnOf.has('phoneCountry') ? this.valueOf(row, 'phoneCountry') : null
  }

  /** Returns what a row says of the consent of its contact. */
  consentCellsOf(row: number): ConsentCells {
    return Object.fromEntries(this.consentFields.map((field) => [field, this.valueOf(row, field)]))
  }

  /** Returns the consent of a row's contact; null without one. */
  consentOf(row: number, defaultTimezone: string | null): RowConsent | null {
    if (this.consentFields.length === 0) return null
    return consentOfRow(this.consentCellsOf(row), this.consentZoneOf(row, defaultTimezone))
  }

  /** Says whether a column of the file forbids calling this row. */
  forbidsCall(row: number): boolean {
    if (this.forbidding.length === 0) return false
    return this.forbidding.some(({ target, column }) => forbidsCall(target, this.file.rows[row]?.[column] ?? ''))
  }

  /** The names of a contact's values, in the order of `pack`. */
  get contactNames(): string[] {
    return this.contactTargets.map((target) => variableOf(target) ?? target)
  }

  /** Returns a row's contact. Blank values are left out, since the rules treat them as absent. */
  contactOf(row: number): Record<string, string> {
    const contact: Record<string, string> = {}
    for (const target of this.contactTargets) {
      const value = this.valueOf(row, target)
      if (value.trim() !== '') contact[variableOf(target) ?? target] = value
    }
    return contact
  }

  /**
   * Packs the values of many rows, row by row: those of the contact, then those of its consent, then the country when a
   * column says it.
   */
  pack(rows: ArrayLike<number>): PackedTexts {
    const hasCountry = this.columnOf.has('phoneCountry')
    const own: readonly Target[] = [...this.contactTargets, ...this.consentFields]
    const targets = hasCountry ? [...own, 'phoneCountry' as const] : own
    const columns = targets.map((target) => (this.completed.has(target) ? undefined : this.columnOf.get(target)))
    const values = new Array<string>(rows.length * targets.length)
    let at = 0
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index] as number
      const cells = this.edits.has(row) ? undefined : this.file.rows[row]
      for (let of = 0; of < targets.length; of++) {
        const column = columns[of]
        // Most values are read directly, without a look into three maps.
        const isPlain = cells !== undefined && column !== undefined
        values[at++] = isPlain ? (cells[column] ?? '') : this.valueOf(row, targets[of] as Target)
      }
    }
    return packTexts(values)
  }

  /**
   * Returns the mapping for some columns as `cellOf` gives them, followed by columns for targets without one.
   *
   * @param kept indexes of the columns
   * @param carried the targets without a column
   */
  mappingOf(kept: readonly number[], carried: readonly Target[]): Mapping {
    return mappingOfSent(this.mapping, kept, carried)
  }

  /** Says whether the cells of a column go into contacts. */
  isMapped(column: number): boolean {
    return (this.mapping.columns[column] ?? null) !== null
  }

  /**
   * Returns a cell as the operator left it. An edited name or number stands as a whole in the first of its columns.
   * When the operator has emptied a value, the columns that complete it are empty too.
   */
  cellOf(row: number, column: number): string {
    const target = this.mapping.columns[column]
    const edits = target ? this.edits.get(row) : undefined
    if (target && edits) {
      const edited = edits.get(target)
      if (edited !== undefined) return edited
      const name = isNamePart(target) ? edits.get('name') : undefined
      if (name !== undefined) return column === this.nameColumns[0] ? name : ''
      if (target === 'phoneAreaCode' && edits.has('phoneNumber')) return ''
      const completed = completedBy(target)
      if (completed !== null && edits.get(completed)?.trim() === '') return ''
    }
    return this.file.rows[row]?.[column] ?? ''
  }

  /** Returns what `cellOf` does, with a date in ISO 8601. */
  writtenCellOf(row: number, column: number): string {
    const target = this.mapping.columns[column]
    return target && isDate(target) ? this.valueOf(row, target) : this.cellOf(row, column)
  }

  editedValue(row: number, target: Target): string | undefined {
    return this.edits.get(row)?.get(target)
  }

  /** Lists the targets that were edited in any of these rows and have no column of the file. */
  typedWithoutColumn(rows: readonly number[]): Target[] {
    return this.targets.filter(
      (target) =>
        !this.columnOf.has(target) &&
        !(target === 'name' && this.nameColumns.length > 0) &&
        rows.some((row) => this.editedValue(row, target) !== undefined),
    )
  }

  /** Returns what the operator typed into a row, as `restore` takes it. */
  editsOf(row: number): Iterable<[Target, string]> {
    return this.edits.get(row) ?? []
  }

  /** Puts a kept edit back. Whether it differs from the file is not asked, since that depends on the mapping. */
  restore(row: number, target: Target, text: string): void {
    const edits = this.edits.get(row) ?? new Map<Target, string>()
    if (!edits.has(target)) this.typedRows.set(target, this.typedInto(target) + 1)
    this.edits.set(row, edits.set(target, text))
  }

  isEdited(row: number): boolean {
    return this.edits.has(row)
  }

  /** How many rows differ from the file. */
  get editedRows(): number {
    return this.edits.size
  }

  /** Returns in how many rows this target was edited. */
  typedInto(target: Target): number {
    return this.typedRows.get(target) ?? 0
  }

  /** Edits one cell. Undefined, or the file's own value, takes the edit back. */
  write(row: number, target: Target, value: string | undefined): void {
    const edits = this.edits.get(row) ?? new Map<Target, string>()
    const before = edits.size
    if (value === undefined || value === this.fileValueOf(row, target)) edits.delete(target)
    else edits.set(target, value)
    this.typedRows.set(target, this.typedInto(target) + edits.size - before)
    if (edits.size === 0) this.edits.delete(row)
    else this.edits.set(row, edits)
  }

  /** Returns the time zone in which the date of a row's consent is read. */
  consentZoneOf(row: number, defaultTimezone: string | null): string {
    return consentZone(this.valueOf(row, 'timezone'), defaultTimezone)
  }

  private fileValueOf(row: number, target: Target): string {
    const cells = this.file.rows[row]
    const column = this.columnOf.get(target)
    if (column !== undefined) {
      const cell = cells?.[column] ?? ''
      return this.completed.has(target) ? completeCell(this.mapping, target, cell, cells ?? []) : cell
    }
    if (target === 'name' && this.nameColumns.length > 0) {
      return joinName(this.nameColumns.map((part) => cells?.[part]))
    }
    return this.mapping.constants[target] ?? ''
  }
}
