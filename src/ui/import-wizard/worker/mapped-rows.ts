import {
  EMPTY_MAPPING,
  filledTargets,
  isNamePart,
  joinName,
  type Mapping,
  nameColumnsOf,
  type Target,
  variableOf,
} from '../state/import-target'
import type { FileRows } from './file-rows'
import { gridTargets } from './grid-targets'
import { type PackedTexts, packTexts } from './packed-texts'

/** The rows of a file as contacts: each target's value is what the operator typed, else the cell of its column. */
export class MappedRows {
  private readonly file: FileRows
  private mapping: Mapping = EMPTY_MAPPING
  private nameColumns: readonly number[] = []
  private columnOf = new Map<Target, number>()
  /** In the order of the grid's columns. */
  targets: readonly Target[] = []
  /** By row, then by target: what the operator typed over the file. Kept when the mapping changes. */
  private readonly edits = new Map<number, Map<Target, string>>()

  constructor(file: FileRows) {
    this.file = file
  }

  /** @param required variables that have a column in the grid even if none of the file fills them */
  map(mapping: Mapping, required: readonly string[]): void {
    this.mapping = mapping
    this.nameColumns = nameColumnsOf(mapping)
    this.columnOf = new Map(
      mapping.columns.flatMap((target, column) => (target === null ? [] : [[target, column] as const])),
    )
    this.targets = gridTargets(filledTargets(mapping), required)
  }

  valueOf(row: number, target: Target): string {
    return this.edits.get(row)?.get(target) ?? this.fileValueOf(row, target)
  }

  /** Blank cells are left out: to the rules they are the same as absent. */
  contactOf(row: number): Record<string, string> {
    const contact: Record<string, string> = {}
    for (const target of this.targets) {
      const value = this.valueOf(row, target)
      if (value.trim() !== '') contact[variableOf(target) ?? target] = value
    }
    return contact
  }

  /** The values of many rows, row by row in the order of the targets, for another worker. */
  pack(rows: ArrayLike<number>): PackedTexts {
    const { targets } = this
    const values = new Array<string>(rows.length * targets.length)
    let at = 0
    for (let index = 0; index < rows.length; index++) {
      for (const target of targets) values[at++] = this.valueOf(rows[index] as number, target)
    }
    return packTexts(values)
  }

  /** A column's cell as the operator left it. A name that was typed over stands whole in the first of its columns. */
  cellOf(row: number, column: number): string {
    const target = this.mapping.columns[column]
    const edits = target ? this.edits.get(row) : undefined
    if (target && edits) {
      const edited = edits.get(target)
      if (edited !== undefined) return edited
      const name = isNamePart(target) ? edits.get('name') : undefined
      if (name !== undefined) return column === this.nameColumns[0] ? name : ''
    }
    return this.file.rows[row]?.[column] ?? ''
  }

  editedValue(row: number, target: Target): string | undefined {
    return this.edits.get(row)?.get(target)
  }

  /** The targets that were typed into in any of these rows, and have no column of the file to stand in. */
  typedWithoutColumn(rows: readonly number[]): Target[] {
    return this.targets.filter(
      (target) =>
        !this.columnOf.has(target) &&
        !(target === 'name' && this.nameColumns.length > 0) &&
        rows.some((row) => this.editedValue(row, target) !== undefined),
    )
  }

  isEdited(row: number): boolean {
    return this.edits.has(row)
  }

  /** Rows that differ from the file. */
  get editedRows(): number {
    return this.edits.size
  }

  /** Types over one cell. The file's own value, and undefined, take the edit back. */
  write(row: number, target: Target, value: string | undefined): void {
    const edits = this.edits.get(row) ?? new Map<Target, string>()
    if (value === undefined || value === this.fileValueOf(row, target)) edits.delete(target)
    else edits.set(target, value)
    if (edits.size === 0) this.edits.delete(row)
    else this.edits.set(row, edits)
  }

  private fileValueOf(row: number, target: Target): string {
    const cells = this.file.rows[row]
    const column = this.columnOf.get(target)
    if (column !== undefined) return cells?.[column] ?? ''
    if (target === 'name' && this.nameColumns.length > 0) {
      return joinName(this.nameColumns.map((part) => cells?.[part]))
    }
    return this.mapping.constants[target] ?? ''
  }
}
