import { cutBatches, takeFirst } from '@/domain/imports/cut-batches.rules'
import { type Target, variableOf } from '@/domain/mappings/mapping.rules'
import { withConsent } from '@/domain/mappings/row-consent.rules'
import { targetLabel } from '@/ui/import-wizard/state/import-target'
import { type CellChange, type Change, ChangeHistory } from './change-history'
import { readClipboardText, writeClipboardText } from './clipboard-text'
import { type DamagedTable, repairCells } from './damaged-cells'
import type { Damage } from './damages'
import { describeDamages } from './describe-damage'
import type { FileRows } from './file-rows'
import { findNextFault } from './find-fault'
import { textFinder } from './find-text'
import { BLOCK_ROWS, type FixBlock, isByHand, packMark, type RowMark, unpackMark } from './fix-blocks'
import type { JudgePool } from './judge-pool'
import { damageBit } from './judge-rows'
import type { NumberRules } from './known-rows'
import { MappedRows } from './mapped-rows'
import { type CellRange, cellsIn, type Placement, placeCells } from './place-cells'
import type {
  CellEdit,
  CellsOfList,
  Changed,
  FaultPosition,
  Judging,
  RangeChanged,
  RequestContact,
  ReviewChanges,
  RowPage,
  RowQuery,
  TableSummary,
} from './review-messages'
import { RowJudging } from './row-judging'
import { selectRows } from './select-rows'
import { type ShownTable, showRow } from './show-row'
import { summarizeTable } from './summarize-table'
import { VerdictTable } from './verdict-table'

const LONG_ROWS = 5_000
const PAGE_DRAWS_MS = 40

export type ReviewEvents = {
  /** Called with the progress of judging many rows. */
  onProgress: (judged: number, rows: number) => void
  /** Called with each row whose fixes (`fixesOf`) may have changed. */
  onFixed: (row: number) => void
}

/**
 * The verdicts on the rows of a file, and the operator's changes. Changes wait for earlier changes and for a judging.
 * Reading calls are answered at any time.
 */
export class RowReview {
  private readonly file: FileRows
  private readonly events: ReviewEvents
  readonly cells: MappedRows
  readonly verdicts: VerdictTable
  private readonly history = new ChangeHistory()
  private readonly judging: RowJudging
  private isNew = true
  private turn: Promise<unknown> = Promise.resolve()
  /** Rows that were once left out automatically, because a cell says not to call. */
  private readonly saidNotToCall = new Set<number>()
  private selection: { key: string; rows: Int32Array } | null = null
  /** Rises whenever the rows of a query may have changed. */
  private list = 0
  /** The rows of the batches that would be enrolled. A long file is asked for hundreds of them, one after the other. */
  private batches: { list: number; rows: readonly number[][] } | null = null

  constructor(file: FileRows, pool: JudgePool, events: ReviewEvents) {
    this.file = file
    this.events = events
    this.cells = new MappedRows(file)
    this.verdicts = new VerdictTable(file.rows.length)
    this.judging = new RowJudging(pool, this.cells, this.verdicts)
  }

  /**
   * Judges every row again, for another mapping or other options.
   *
   * @param nowMs the clock, in epoch milliseconds
   * @returns null when another judging began before this one ended
   */
  judge({ mapping, options, agent, organization }: Judging, nowMs: number): Promise<TableSummary | null> {
    const judging = this.judging.begin()
    return this.inTurn(async () => {
      if (judging !== this.judging.current) return null
      this.cells.map(
        mapping,
        agent.variables.filter(({ required }) => required).map(({ name }) => name),
      )
      this.judging.judgeBy({ nowMs, agent, organization, options })
      this.verdicts.known.lookUpBy(options)
      this.verdicts.forget()
      for (const row of this.file.rows.keys()) {
        if (this.verdicts.setForbidden(row, this.cells.forbidsCall(row))) this.events.onFixed(row)
      }
      this.forgetSelection()
      await this.pageHasDrawn()
      const all = Int32Array.from(this.file.rows.keys())
      if (!(await this.judgeRows(all, judging))) return null
      const { rows } = this.leaveOutWhoSaysSo(all)
      if (rows.length > 0) this.history.add({ label: labelOfSaid(rows), cells: [], rows, leftOut: true })
      return this.compare()
    })
  }

  /** Ends a judging that is under way, because the rows have been replaced. */
  stop(): void {
    this.judging.begin()
  }

  edit(cells: readonly CellEdit[]): Promise<Changed> {
    const [first] = cells
    const label =
      cells.length === 1 && first
        ? `edit of ${labelOf(first.target)} in row ${this.file.recordNumbers[first.row]?.toLocaleString('en-US')}`
        : `change of ${cells.length.toLocaleString('en-US')} cells`
    return this.inTurn(() => this.write(cells, label))
  }

  fill(query: RowQuery, target: Target, value: string): Promise<Changed> {
    return this.inTurn(() =>
      this.write(
        Array.from(this.select(query), (row) => ({ row, target, value })),
        `setting ${labelOf(target)} to “${value}”`,
      ),
    )
  }

  replace(query: RowQuery, replacement: string): Promise<Changed> {
    return this.inTurn(async () => {
      const { find } = query
      if (!find) return { summary: this.summary(), changed: 0 }
      const { replaceIn } = textFinder(find)
      const targets = find.target === null ? this.cells.targets : [find.target]
      const edits = Array.from(this.select(query)).flatMap((row) =>
        targets.map((target) => ({ row, target, value: replaceIn(this.cells.valueOf(row, target), replacement) })),
      )
      return this.write(edits, `replacing “${find.text}”`)
    })
  }

  fix(target: Target, value: string, replacement: string): Promise<Changed> {
    return this.inTurn(() => {
      const rows = this.includedRows().filter((row) => this.cells.valueOf(row, target).trim() === value)
      return this.write(
        rows.map((row) => ({ row, target, value: replacement })),
        `changing “${value}” to ${replacement}`,
      )
    })
  }

  /**
   * Makes one repair of a damage in all rows that have it.
   *
   * @param choice one that the summary offers for this damage
   */
  repair(damage: Damage, choice: string): Promise<Changed> {
    return this.inTurn(() => {
      const rows = this.select({ filter: damage, find: null })
      return this.write(Array.from(repairCells(rows, damage, choice, this.damaged())), 'mending of damaged cells')
    })
  }

  takeBackIn(): Promise<Changed> {
    return this.inTurn(async () => this.setLeftOut([...this.saidNotToCall], false))
  }

  copy(cells: CellsOfList): Blob | null {
    const rows = this.rowsOf(cells)
    if (!rows) return null
    const targets = this.targetsIn(cells.range)
    const texts = Array.from(rows, (row) => targets.map((target) => this.cells.valueOf(row, target)))
    // The clipboard rejects a blob without the type of a text.
    return new Blob([writeClipboardText(texts)], { type: 'text/plain' })
  }

  paste({ text, ...cells }: CellsOfList & { text: string }): Promise<RangeChanged> {
    return this.inTurn(async () => {
      if (!this.rowsOf(cells)) return this.unchanged()
      const pasted = readClipboardText(text)
      const columns = pasted.reduce((widest, { length }) => Math.max(widest, length), 0)
      const grid = { rows: this.select(cells.query).length, columns: this.cells.targets.length }
      const placed = placeCells({ rows: pasted.length, columns }, cells.range, grid)
      const valueAt = (at: number, column: number) => pasted[at % pasted.length]?.[column % columns]
      return this.writeRange({ ...cells, range: placed.range }, placed, valueAt, 'pasting')
    })
  }

  clear(cells: CellsOfList): Promise<RangeChanged> {
    return this.inTurn(async () => {
      if (!this.rowsOf(cells)) return this.unchanged()
      return this.writeRange(cells, { range: cells.range, lost: { rows: 0, columns: 0 } }, () => '', 'emptying')
    })
  }

  leaveOut(rows: readonly number[], out: boolean): Promise<Changed> {
    return this.inTurn(async () => this.setLeftOut(rows, out))
  }

  leaveOutRange({ out, ...cells }: CellsOfList & { out: boolean }): Promise<RangeChanged> {
    return this.inTurn(async () => {
      const rows = this.rowsOf(cells)
      if (!rows) return this.unchanged()
      return { ...this.setLeftOut(rows, out), placed: { range: cells.range, lost: { rows: 0, columns: 0 } } }
    })
  }

  leaveOutShown(query: RowQuery, out: boolean): Promise<Changed> {
    return this.inTurn(async () => this.setLeftOut(this.select(query), out))
  }

  keepFirst(contactsMax: number): Promise<Changed> {
    return this.inTurn(async () => {
      const kept = new Set(this.firstRows(contactsMax))
      return this.setLeftOut(
        this.acceptedRows().filter((row) => !kept.has(row)),
        true,
      )
    })
  }

  undo(): Promise<Changed> {
    return this.inTurn(() => {
      const change = this.history.undo()
      return this.apply(change, (cell) => cell.before, false)
    })
  }

  redo(): Promise<Changed> {
    return this.inTurn(() => {
      const change = this.history.redo()
      return this.apply(change, (cell) => cell.after, true)
    })
  }

  page(query: RowQuery, from: number, to: number): RowPage {
    const { list } = this
    if (!this.judging.validation) return { total: this.file.rows.length, list, rows: [] }
    const rows = this.select(query)
    const table = this.shown()
    return { total: rows.length, list, rows: Array.from(rows.subarray(from, to), (row) => showRow(row, table)) }
  }

  countFound(query: RowQuery): { cells: number; rows: number } {
    if (!query.find || query.find.text === '') return { cells: 0, rows: 0 }
    const { isIn } = textFinder(query.find)
    const targets = query.find.target === null ? this.cells.targets : [query.find.target]
    const rows = this.select(query)
    let cells = 0
    for (const row of rows) for (const target of targets) if (isIn(this.cells.valueOf(row, target))) cells++
    return { cells, rows: rows.length }
  }

  nextFault(query: RowQuery, from: FaultPosition, backwards: boolean): FaultPosition | null {
    return findNextFault(this.select(query), this.shown(), from, backwards)
  }

  shown(): ShownTable {
    const { validation } = this.judging
    if (!validation) throw new Error('Rows are shown after the columns are mapped.')
    return { file: this.file, cells: this.cells, verdicts: this.verdicts, prepared: validation }
  }

  /** Returns what was done to a block of rows, to be kept. */
  fixesOf(block: number): FixBlock {
    const from = block * BLOCK_ROWS
    const to = Math.min(from + BLOCK_ROWS, this.file.rows.length)
    const edits: FixBlock['edits'] = []
    const marks = new Uint8Array(to - from)
    for (let row = from; row < to; row++) {
      for (const [target, text] of this.cells.editsOf(row)) edits.push([row, target, text])
      marks[row - from] = packMark(this.markOf(row))
    }
    return { block, edits, marks: marks.some((mark) => mark !== 0) ? marks : null }
  }

  /** Puts back what was kept of these rows, before they are judged for the first time. */
  restore(blocks: readonly FixBlock[]): void {
    for (const { block, edits, marks } of blocks) {
      for (const [row, target, text] of edits) this.cells.restore(row, target, text)
      for (const [at, packed] of (marks ?? []).entries()) {
        const row = block * BLOCK_ROWS + at
        const mark = unpackMark(packed)
        this.verdicts.restore(row, mark)
        if (mark.said) this.saidNotToCall.add(row)
      }
    }
  }

  /** Counts the rows that the operator edited, left out or took back in. */
  countFixes(): number {
    const { leftOut } = this.verdicts
    let fixes = this.cells.editedRows
    for (let row = 0; row < leftOut.length; row++) {
      // Nothing can have been done by hand to most rows, and at every keystroke there may be a million of them.
      if (leftOut[row] === 0 && !this.verdicts.isForbidden(row) && this.saidNotToCall.size === 0) continue
      if (isByHand(this.markOf(row)) && !this.cells.isEdited(row)) fixes++
    }
    return fixes
  }

  private markOf(row: number): RowMark {
    return {
      leftOut: this.verdicts.leftOut[row] ?? 0,
      forbidden: this.verdicts.isForbidden(row),
      said: this.saidNotToCall.has(row),
    }
  }

  /** Waits until everything that was asked for before is done. */
  idle(): Promise<unknown> {
    return this.turn
  }

  /** Returns the rows of the first whole chains that fit into `contactsMax` contacts. */
  firstRows(contactsMax: number): number[] {
    return takeFirst(this.acceptedRows(), (row) => this.verdicts.groupValueOf(row), contactsMax)
  }

  /**
   * Makes contacts of the rows of a batch, as its enrollment would send them; of none where there are fewer batches.
   * `records` are the numbers of their rows in a spreadsheet.
   */
  contactsOfBatch(number: number): { contacts: RequestContact[]; records: number[] } {
    if (this.batches?.list !== this.list) {
      const rows = cutBatches(this.acceptedRows(), (row) => this.verdicts.groupValueOf(row))
      this.batches = { list: this.list, rows }
    }
    const rows = this.batches.rows[number] ?? []
    const defaultTimezone = this.judging.validation?.defaultTimezone ?? null
    return {
      // As the number was read here, where a column may say its country.
      contacts: rows.map((row) => {
        const contact = { ...this.cells.contactOf(row), phoneNumber: this.verdicts.e164OfRow(row) ?? '' }
        return withConsent(contact, this.cells.consentOf(row, defaultTimezone))
      }),
      records: rows.map((row) => this.file.recordNumbers[row] ?? row + 1),
    }
  }

  /** Returns the E.164 numbers of the accepted rows, each once. */
  acceptedNumbers(): string[] {
    const numbers = new Set<string>()
    for (const row of this.acceptedRows()) {
      const number = this.verdicts.e164OfRow(row)
      if (number !== null) numbers.add(number)
    }
    return [...numbers]
  }

  /** Returns up to `max` numbers, in E.164, of rows that are not left out and that the server was not asked for yet. */
  numbersToLookUp(max: number): { numbers: string[]; rules: NumberRules } {
    const { known } = this.verdicts
    const numbers = new Set<string>()
    for (let row = 0; row < this.verdicts.rows && numbers.size < max; row++) {
      if (this.verdicts.isLeftOut(row)) continue
      const number = this.verdicts.e164OfRow(row)
      if (number !== null && !known.isLookedUp(number)) numbers.add(number)
    }
    return { numbers: [...numbers], rules: known.currentRules }
  }

  /** Marks the rows of numbers that the server knows. */
  noteKnown({ numbers, rules, found }: ReviewChanges['noteKnown']['input']): Promise<Changed> {
    return this.inTurn(async () => {
      const changed = this.verdicts.known.note(numbers, rules, found)
      return { summary: changed === 0 ? null : this.compare(), changed }
    })
  }

  acceptedRows(): number[] {
    return [...this.file.rows.keys()].filter((row) => this.verdicts.isValid(row))
  }

  includedRows(): number[] {
    return [...this.file.rows.keys()].filter((row) => !this.verdicts.isLeftOut(row))
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.turn.then(work)
    this.turn = turn.catch(() => {})
    return turn
  }

  /**
   * Writes values into a range of cells.
   *
   * @param valueAt the value by its place in the range; undefined leaves the cell as it is
   */
  private async writeRange(
    cells: CellsOfList,
    placed: Placement,
    valueAt: (at: number, column: number) => string | undefined,
    doing: string,
  ): Promise<RangeChanged> {
    const rows = this.rowsOf(cells) ?? []
    const targets = this.targetsIn(cells.range)
    function* edits(): Iterable<CellEdit> {
      for (const [at, row] of rows.entries()) {
        for (const [column, target] of targets.entries()) {
          const value = valueAt(at, column)
          if (value !== undefined) yield { row, target, value }
        }
      }
    }
    const amount = cellsIn(cells.range)
    const label = `${doing} ${amount === 1 ? '1 cell' : `${amount.toLocaleString('en-US')} cells`}`
    return { ...(await this.write(edits(), label)), placed }
  }

  /**
   * Returns the rows of a range. Null when the list has changed since the operator saw it, so that its places mean
   * other rows.
   */
  private rowsOf({ query, list, range }: CellsOfList): Int32Array | null {
    // The list of all rows of the file never changes.
    const always = query.filter === 'all' && !query.find
    if (list !== this.list && !always) return null
    const rows = this.select(query)
    return range.toAt < rows.length ? rows.subarray(range.fromAt, range.toAt + 1) : null
  }

  private targetsIn({ fromTarget, toTarget }: CellRange): readonly Target[] {
    return this.cells.targets.slice(fromTarget, toTarget + 1)
  }

  private unchanged(): RangeChanged {
    return { summary: this.summary(), changed: 0, placed: null }
  }

  private async write(edits: Iterable<CellEdit>, label: string): Promise<Changed> {
    const cells: CellChange[] = []
    for (const { row, target, value } of edits) {
      if (this.cells.valueOf(row, target) === value) continue
      const before = this.cells.editedValue(row, target)
      this.cells.write(row, target, value)
      this.events.onFixed(row)
      cells.push({ row, target, before, after: this.cells.editedValue(row, target) })
    }
    const change: Change = { label, cells, rows: [], leftOut: true }
    if (cells.length > 0) this.history.add(change)
    return this.rejudge(
      cells.map(({ row }) => row),
      cells.length,
      (rows) => {
        Object.assign(change, this.leaveOutWhoSaysSo(rows))
      },
    )
  }

  /**
   * Leaves out rows in which a cell says that nobody is to be called. Does so once per row: a row that the operator
   * takes back in stays in.
   *
   * @returns the rows that were not left out before, and all that had not said so before
   */
  private leaveOutWhoSaysSo(rows: Int32Array): { rows: number[]; said: number[] } {
    const bit = damageBit('SAYS_DO_NOT_CALL')
    const found: number[] = []
    const said: number[] = []
    for (const row of rows) {
      if (((this.verdicts.damage[row] ?? 0) & bit) === 0 || this.saidNotToCall.has(row)) continue
      this.saidNotToCall.add(row)
      said.push(row)
      this.events.onFixed(row)
      if (this.verdicts.isLeftOut(row)) continue
      this.verdicts.leftOut[row] = 1
      found.push(row)
    }
    return { rows: found, said }
  }

  private setLeftOut(rows: ArrayLike<number>, out: boolean): Changed {
    const changed = Array.from(rows).filter((row) => this.verdicts.isLeftOut(row) !== out)
    if (changed.length > 0) {
      const amount = changed.length === 1 ? '1 row' : `${changed.length.toLocaleString('en-US')} rows`
      const label = out ? `leaving out ${amount}` : `taking ${amount} back in`
      this.history.add({ label, cells: [], rows: changed, leftOut: out })
      for (const row of changed) this.markLeftOut(row, out)
    }
    return { summary: this.compare(), changed: changed.length }
  }

  private markLeftOut(row: number, out: boolean): void {
    this.verdicts.setLeftOut(row, out)
    this.events.onFixed(row)
  }

  /**
   * Applies a change for undo or redo.
   *
   * @param valueNow returns the value that the cell gets
   */
  private async apply(
    change: Change | null,
    valueNow: (cell: CellChange) => string | undefined,
    forward: boolean,
  ): Promise<Changed> {
    const { cells = [], rows = [], leftOut = false, said = [] } = change ?? {}
    // If one step changed a cell twice, undo writes its first value and redo its last.
    for (const cell of forward ? cells : cells.toReversed()) {
      this.cells.write(cell.row, cell.target, valueNow(cell))
      this.events.onFixed(cell.row)
    }
    // A text that is taken back has never been said: its row is not one that the operator took back in.
    for (const row of said) {
      if (forward) this.saidNotToCall.add(row)
      else this.saidNotToCall.delete(row)
      this.events.onFixed(row)
    }
    for (const row of rows) this.markLeftOut(row, leftOut === forward)
    return this.rejudge(
      cells.map(({ row }) => row),
      cells.length + rows.length,
    )
  }

  private async rejudge(
    rows: readonly number[],
    changed: number,
    whenJudged: (rows: Int32Array) => void = () => {},
  ): Promise<Changed> {
    const judging = this.judging.current
    const distinct = Int32Array.from(new Set(rows))
    if (!(await this.judgeRows(distinct, judging))) return { summary: null, changed }
    whenJudged(distinct)
    return { summary: this.compare(), changed }
  }

  /** Waits until the page has drawn a long file that was just opened. On few cores the judges would delay that. */
  private async pageHasDrawn(): Promise<void> {
    const wait = this.isNew && this.file.rows.length > LONG_ROWS
    this.isNew = false
    if (wait) await new Promise((resolve) => setTimeout(resolve, PAGE_DRAWS_MS))
  }

  /** @returns false when a newer judging has begun */
  private judgeRows(rows: Int32Array, judging: number): Promise<boolean> {
    return this.judging.judge(rows, judging, (judged) => this.events.onProgress(judged, rows.length))
  }

  private select(query: RowQuery): Int32Array {
    const key = JSON.stringify(query)
    if (this.selection?.key !== key) {
      this.selection = { key, rows: selectRows(query, this.verdicts, this.cells) }
    }
    return this.selection.rows
  }

  private forgetSelection(): void {
    this.selection = null
    this.list++
  }

  private compare(): TableSummary {
    const { validation } = this.judging
    this.verdicts.compare({
      allowDuplicates: validation?.allowDuplicates ?? false,
      nowMs: validation?.nowMs ?? 0,
      sourceOf: (row) => this.cells.valueOf(row, 'consentSource').trim(),
    })
    this.forgetSelection()
    return this.summary()
  }

  private summary(): TableSummary {
    const { damageCounts, ...counts } = summarizeTable(this.verdicts)
    let saidNotToCall = 0
    for (const row of this.saidNotToCall) if (this.verdicts.isLeftOut(row)) saidNotToCall++
    return {
      ...counts,
      faults: counts.faults.map(({ first, ...fault }) => ({
        ...fault,
        first: first.map((row) => this.file.recordNumbers[row] ?? row + 1),
      })),
      damages: describeDamages(damageCounts, this.damaged()),
      saidNotToCall,
      edits: this.cells.editedRows,
      fixedRows: this.countFixes(),
      timesTyped: this.cells.typedInto('scheduledAt'),
      undo: this.history.undoLabel,
      redo: this.history.redoLabel,
    }
  }

  private damaged(): DamagedTable {
    return { cells: this.cells, verdicts: this.verdicts, country: this.judging.validation?.defaultCountry ?? null }
  }
}

function labelOfSaid({ length }: readonly number[]): string {
  const amount = length === 1 ? '1 row that says' : `${length.toLocaleString('en-US')} rows that say`
  return `leaving out ${amount} not to call`
}

/** Returns a target's name for use within a sentence. */
function labelOf(target: Target): string {
  return variableOf(target) ?? targetLabel(target).toLowerCase()
}
