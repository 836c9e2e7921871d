import { compareRows, KeyIds, type RowRelations } from '@/domain/enrollment/compare-contacts.rules'
import type { FaultCode } from '@/domain/enrollment/fault.schema'
import { isAssignedNumber } from '@/domain/enrollment/phone-number.rules'
import { e164OfKey, faultBit, type PackedVerdicts, type PhoneKey, type RareTexts, type RowVerdict } from './judge-rows'
import { unpackTexts } from './packed-texts'

const UNKNOWN = 0
const ASSIGNED = 1
const UNASSIGNED = 2

/**
 * The verdicts on all rows, a column a property and a number a row: a hundred thousand of them are compared and counted
 * anew in milliseconds, at every keystroke.
 */
export class VerdictTable {
  readonly rows: number
  readonly faults: Uint32Array
  readonly damage: Uint8Array
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
  /** By phone id. Whether a number is assigned depends on nothing else, so it outlives every judging. */
  private assigned = new Uint8Array(1024)
  private relations: RowRelations & { groupSizes: Int32Array }

  constructor(rows: number) {
    this.rows = rows
    this.faults = new Uint32Array(rows)
    this.damage = new Uint8Array(rows)
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

  /** The accepted number is assigned to nobody; worked out when it is not known yet. */
  isUnassigned(row: number): boolean {
    const id = this.phoneIds[row] ?? -1
    if (id < 0) return false
    if (this.assignedOf(id) === UNKNOWN) this.setAssigned(id, isAssignedNumber(this.e164Of(id)))
    return this.assignedOf(id) === UNASSIGNED
  }

  /** Null while it is not known. Cheap, unlike `isUnassigned`. */
  knownUnassigned(row: number): boolean | null {
    const known = this.assignedOf(this.phoneIds[row] ?? -1)
    return known === UNKNOWN ? null : known === UNASSIGNED
  }

  /** Accepted numbers of which nobody knows yet whether they are assigned, each once. */
  unknownNumbers(): { ids: number[]; numbers: string[] } {
    const ids = new Set<number>()
    for (let row = 0; row < this.rows; row++) {
      const id = this.phoneIds[row] as number
      if (id >= 0 && this.assignedOf(id) === UNKNOWN && this.isValid(row)) ids.add(id)
    }
    return { ids: [...ids], numbers: [...ids].map((id) => this.e164Of(id)) }
  }

  setAssigned(id: number, assigned: boolean): void {
    if (id >= this.assigned.length) {
      const grown = new Uint8Array(Math.max(id + 1, this.assigned.length * 2))
      grown.set(this.assigned)
      this.assigned = grown
    }
    this.assigned[id] = assigned ? ASSIGNED : UNASSIGNED
  }

  private assignedOf(id: number): number {
    return this.assigned[id] ?? UNKNOWN
  }

  e164OfRow(row: number): string | null {
    const id = this.phoneIds[row] ?? -1
    return id < 0 ? null : this.e164Of(id)
  }

  private e164Of(id: number): string {
    return e164OfKey(this.phones.keyOf(id))
  }
}

function setRare(ids: Int32Array, rows: ArrayLike<number>, { at, texts }: RareTexts, known: KeyIds<string | number>) {
  for (const [index, text] of texts.entries()) ids[rows[at[index] as number] as number] = known.idOf(text)
}
