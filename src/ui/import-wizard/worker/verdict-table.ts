import { compareRows, KeyIds, type RowRelations } from '@/domain/enrollment/compare-contacts.rules'
import type { FaultCode } from '@/domain/enrollment/fault.schema'
import { e164OfKey, faultBit, type PackedVerdicts, type PhoneKey, type RareTexts, type RowVerdict } from './judge-rows'
import { unpackTexts } from './packed-texts'

/**
 * The verdicts on all rows, a column a property and a number a row: a hundred thousand of them are compared and counted
 * anew in milliseconds, at every keystroke.
 */
export class VerdictTable {
  readonly rows: number
  readonly faults: Uint32Array
  readonly damage: Uint8Array
  private readonly warned: Uint8Array
  readonly scheduledAtMs: Float64Array
  readonly leftOut: Uint8Array
  /** 1 for a row that has a verdict. */
  private readonly judged: Uint8Array
  private readonly phoneIds: Int32Array
  private readonly groupIds: Int32Array
  readonly wrongTimezoneIds: Int32Array
  private readonly phones = new KeyIds<PhoneKey>()
  private readonly groups = new KeyIds()
  readonly wrongTimezones = new KeyIds()
  private relations: RowRelations & { groupSizes: Int32Array }

  constructor(rows: number) {
    this.rows = rows
    this.faults = new Uint32Array(rows)
    this.damage = new Uint8Array(rows)
    this.warned = new Uint8Array(rows)
    this.scheduledAtMs = new Float64Array(rows)
    this.leftOut = new Uint8Array(rows)
    this.judged = new Uint8Array(rows)
    this.phoneIds = new Int32Array(rows)
    this.groupIds = new Int32Array(rows)
    this.wrongTimezoneIds = new Int32Array(rows)
    const nobody = () => new Int32Array(rows).fill(-1)
    this.relations = { duplicateOf: nobody(), groupPosition: nobody(), groupSizes: new Int32Array(0) }
  }

  /** Every row waits for a new verdict. Who repeats whom is kept until then, so that the grid does not flicker. */
  forget(): void {
    this.judged.fill(0)
  }

  setRow(row: number, verdict: RowVerdict): void {
    this.faults[row] = verdict.faults
    this.damage[row] = verdict.damage
    this.warned[row] = verdict.warned
    this.scheduledAtMs[row] = verdict.scheduledAtMs
    this.phoneIds[row] = this.phones.idOf(verdict.phoneKey)
    this.groupIds[row] = this.groups.idOf(verdict.groupValue)
    this.wrongTimezoneIds[row] = this.wrongTimezones.idOf(verdict.wrongTimezone)
    this.judged[row] = 1
  }

  setRows(rows: ArrayLike<number>, verdicts: PackedVerdicts): void {
    const { phoneNumbers, phoneTexts, wrongTimezones } = verdicts
    const groupValues = verdicts.groupValues && unpackTexts(verdicts.groupValues)
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] as number
      const number = phoneNumbers[at] as number
      this.faults[row] = verdicts.faults[at] as number
      this.damage[row] = verdicts.damage[at] as number
      this.warned[row] = verdicts.warned[at] as number
      this.scheduledAtMs[row] = verdicts.scheduledAtMs[at] as number
      this.phoneIds[row] = Number.isNaN(number) ? -1 : this.phones.idOf(number)
      this.groupIds[row] = this.groups.idOf(groupValues?.[at] || null)
      this.wrongTimezoneIds[row] = -1
      this.judged[row] = 1
    }
    setRare(this.phoneIds, rows, phoneTexts, this.phones)
    setRare(this.wrongTimezoneIds, rows, wrongTimezones, this.wrongTimezones)
  }

  /** Finds out anew who repeats whom and who waits for whom. */
  compare(options: { allowDuplicates: boolean }): void {
    const valid = new Uint8Array(this.rows)
    for (let row = 0; row < this.rows; row++) valid[row] = this.faults[row] === 0 ? 1 : 0
    this.relations = compareRows(
      {
        leftOut: this.leftOut,
        valid,
        phoneIds: this.phoneIds,
        groupIds: this.groupIds,
        phoneCount: this.phones.size,
        groupCount: this.groups.size,
      },
      options,
    )
  }

  isJudged(row: number): boolean {
    return this.judged[row] === 1
  }

  isLeftOut(row: number): boolean {
    return this.leftOut[row] === 1
  }

  /** The earlier row whose number this one repeats, or -1. */
  duplicateOf(row: number): number {
    return this.relations.duplicateOf[row] ?? -1
  }

  isDuplicate(row: number): boolean {
    return this.duplicateOf(row) >= 0
  }

  /** Accepted as it is. */
  isValid(row: number): boolean {
    return this.faults[row] === 0 && !this.isDuplicate(row) && !this.isLeftOut(row)
  }

  /** 0-based place in its group among the accepted rows, or -1. */
  groupPosition(row: number): number {
    return this.relations.groupPosition[row] ?? -1
  }

  /** The value by which a valid row is grouped, or null. */
  groupValueOf(row: number): string | null {
    const id = this.groupIds[row] ?? -1
    return id < 0 ? null : this.groups.keyOf(id)
  }

  /** How many rows of its group are accepted. */
  groupSizeOf(row: number): number {
    return this.relations.groupSizes[this.groupIds[row] ?? -1] ?? 0
  }

  hasFault(row: number, code: FaultCode): boolean {
    if (code === 'DUPLICATE_PHONE') return this.isDuplicate(row)
    return ((this.faults[row] ?? 0) & faultBit(code)) !== 0
  }

  /** Accepted, and the rules warn of it. */
  isWarned(row: number): boolean {
    return this.warned[row] === 1 && this.isValid(row)
  }

  /** The number that will be called, of a row whose number could be read; null for any other. */
  e164OfRow(row: number): string | null {
    const id = this.phoneIds[row] ?? -1
    return id < 0 ? null : e164OfKey(this.phones.keyOf(id))
  }
}

function setRare(ids: Int32Array, rows: ArrayLike<number>, { at, texts }: RareTexts, known: KeyIds<string | number>) {
  for (const [index, text] of texts.entries()) ids[rows[at[index] as number] as number] = known.idOf(text)
}
