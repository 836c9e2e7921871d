import { compareRows, KeyIds, type RowRelations } from '@/domain/contacts/compare-contacts.rules'
import type { FaultCode } from '@/domain/contacts/fault.schema'
import type { RowMark } from './fix-blocks'
import {
  consentAt,
  damageBit,
  e164OfKey,
  extensionOfKey,
  faultBit,
  noConsents,
  type PackedConsents,
  type PackedVerdicts,
  type PhoneKey,
  type RareTexts,
  type RowVerdict,
  setConsent,
} from './judge-rows'
import { KnownRows } from './known-rows'
import { unpackTexts } from './packed-texts'

const PERHAPS_CUT = damageBit('PHONE_PERHAPS_CUT')
const CUT_FOR_SURE = damageBit('PHONE_CUT_SHORT') | damageBit('VALUE_CUT_SHORT')
/**
 * Accepted numbers that end in five zeros are suspect when at least so many rows, and at least this share of the rows,
 * have one. By chance one number in a hundred thousand does; numbers of switchboards do more often.
 */
const SUSPECT_MIN = 2
const SUSPECT_SHARE = 0.001

type CompareOptions = {
  allowDuplicates: boolean
  /** Epoch milliseconds. */
  nowMs: number
  /** Says where the consent of a row was given. */
  sourceOf: (row: number) => string
}

/**
 * The verdicts on all rows, with one array per property and one number per row. A hundred thousand rows are compared
 * and counted again in milliseconds, at every keystroke.
 */
export class VerdictTable {
  readonly rows: number
  readonly faults: Uint32Array
  readonly damage: Uint32Array
  private readonly warned: Uint8Array
  readonly scheduledAtMs: Float64Array
  /** 1 when the operator left the row out, 2 when a column of the file forbids the call. */
  readonly leftOut: Uint8Array
  /** 1 when a column of the file forbids calling the row. */
  private readonly forbidden: Uint8Array
  /** 1 for a row that has a verdict. */
  private readonly judged: Uint8Array
  private readonly phoneIds: Int32Array
  private readonly chainIds: Int32Array
  readonly wrongTimezoneIds: Int32Array
  private readonly phones = new KeyIds<PhoneKey>()
  private readonly chains = new KeyIds()
  readonly wrongTimezones = new KeyIds()
  /** The id in `offers` of the row's repairs of its phone number (`packOffers`); -1 without any. */
  readonly offerIds: Int32Array
  readonly offers = new KeyIds()
  readonly known: KnownRows
  /** Null until a row brings one. */
  private consents: PackedConsents | null = null
  /** True when many numbers end in many zeros, or when some do beside numbers that were certainly cut. */
  private areZerosSuspect = false
  private relations: RowRelations & { chainSizes: Int32Array }

  constructor(rows: number) {
    this.rows = rows
    this.known = new KnownRows(rows)
    this.faults = new Uint32Array(rows)
    this.damage = new Uint32Array(rows)
    this.warned = new Uint8Array(rows)
    this.scheduledAtMs = new Float64Array(rows)
    this.leftOut = new Uint8Array(rows)
    this.forbidden = new Uint8Array(rows)
    this.judged = new Uint8Array(rows)
    const nobody = () => new Int32Array(rows).fill(-1)
    this.phoneIds = nobody()
    this.chainIds = nobody()
    this.wrongTimezoneIds = nobody()
    this.offerIds = nobody()
    this.relations = { duplicateOf: nobody(), chainPosition: nobody(), chainSizes: new Int32Array(0) }
  }

  /**
   * Marks all rows as not judged. Duplicates and chains stay as they are until the next comparison, so that the grid
   * does not flicker.
   */
  forget(): void {
    this.judged.fill(0)
  }

  setRow(row: number, verdict: RowVerdict): void {
    this.faults[row] = verdict.faults
    this.damage[row] = verdict.damage
    this.warned[row] = verdict.warned
    this.offerIds[row] = this.offers.idOf(verdict.offers)
    this.scheduledAtMs[row] = verdict.scheduledAtMs
    this.phoneIds[row] = this.phones.idOf(verdict.phoneKey)
    this.chainIds[row] = this.chains.idOf(verdict.groupValue)
    this.wrongTimezoneIds[row] = this.wrongTimezones.idOf(verdict.wrongTimezone)
    this.setConsent(row, verdict.consent)
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
      this.offerIds[row] = -1
      this.scheduledAtMs[row] = verdicts.scheduledAtMs[at] as number
      this.phoneIds[row] = Number.isNaN(number) ? -1 : this.phones.idOf(number)
      this.chainIds[row] = this.chains.idOf(groupValues?.[at] || null)
      this.wrongTimezoneIds[row] = -1
      this.setConsent(row, verdicts.consents && consentAt(verdicts.consents, at))
      this.judged[row] = 1
    }
    setRare(this.phoneIds, rows, phoneTexts, this.phones)
    setRare(this.wrongTimezoneIds, rows, wrongTimezones, this.wrongTimezones)
    setRare(this.offerIds, rows, verdicts.offers, this.offers)
  }

  private setConsent(row: number, consent: RowVerdict['consent']): void {
    this.known.forgetRow(row)
    if (consent === null && this.consents === null) return
    this.consents ??= noConsents(this.rows)
    setConsent(this.consents, row, consent)
  }

  /**
   * Finds again which rows are turned away by what is known of them, which are duplicates, and which wait for others in
   * their chain.
   */
  compare({ nowMs, sourceOf, ...options }: CompareOptions): void {
    this.known.mark({
      ...{ faults: this.faults, phoneIds: this.phoneIds, phoneCount: this.phones.size, nowMs },
      e164Of: (id) => e164OfKey(this.phones.keyOf(id)),
      consentOf: (row) => {
        const consent = this.consents && consentAt(this.consents, row)
        const given = consent && { ...consent, source: sourceOf(row), text: null }
        return { given, scheduledAtMs: this.scheduledAtMs[row] as number }
      },
    })
    const valid = new Uint8Array(this.rows)
    for (let row = 0; row < this.rows; row++) valid[row] = this.faults[row] === 0 ? 1 : 0
    this.relations = compareRows(
      {
        leftOut: this.leftOut,
        valid,
        phoneIds: this.phoneIds,
        chainIds: this.chainIds,
        phoneCount: this.phones.size,
        chainCount: this.chains.size,
      },
      options,
    )
    this.areZerosSuspect = this.hasSuspectZeros()
  }

  private hasSuspectZeros(): boolean {
    let [cut, perhapsCut] = [0, 0]
    for (let row = 0; row < this.rows; row++) {
      const damage = this.damage[row] as number
      if (damage === 0 || this.leftOut[row]) continue
      if (damage & CUT_FOR_SURE) cut++
      if (damage & PERHAPS_CUT) perhapsCut++
    }
    return perhapsCut > 0 && (cut > 0 || perhapsCut >= Math.max(SUSPECT_MIN, this.rows * SUSPECT_SHARE))
  }

  /**
   * Returns the damages of a row, one bit per damage in the order of `DAMAGES`. PHONE_PERHAPS_CUT counts only when the
   * whole file makes it likely.
   */
  damageOf(row: number): number {
    const damage = this.damage[row] ?? 0
    return this.areZerosSuspect ? damage : damage & ~PERHAPS_CUT
  }

  isJudged(row: number): boolean {
    return this.judged[row] === 1
  }

  isLeftOut(row: number): boolean {
    return this.leftOut[row] !== 0
  }

  setLeftOut(row: number, out: boolean): void {
    this.leftOut[row] = out ? (this.forbidden[row] ? 2 : 1) : 0
  }

  /**
   * Sets whether a column forbids calling the row. A newly forbidden row is left out, and one that is no longer
   * forbidden comes back. A row that the operator has taken back in stays in.
   *
   * @returns whether that has changed
   */
  setForbidden(row: number, forbidden: boolean): boolean {
    if (this.isForbidden(row) === forbidden) return false
    this.forbidden[row] = forbidden ? 1 : 0
    if (forbidden && this.leftOut[row] === 0) this.leftOut[row] = 2
    else if (!forbidden && this.leftOut[row] === 2) this.leftOut[row] = 0
    return true
  }

  isForbidden(row: number): boolean {
    return this.forbidden[row] === 1
  }

  /** Puts a kept row back as it was. */
  restore(row: number, { leftOut, forbidden }: Pick<RowMark, 'leftOut' | 'forbidden'>): void {
    this.leftOut[row] = leftOut
    this.forbidden[row] = forbidden ? 1 : 0
  }

  /** Returns the earlier row with the same number, or -1. */
  duplicateOf(row: number): number {
    return this.relations.duplicateOf[row] ?? -1
  }

  isDuplicate(row: number): boolean {
    return this.duplicateOf(row) >= 0
  }

  /** Says whether the row is accepted: without faults, not a duplicate, and not left out. */
  isValid(row: number): boolean {
    return this.faults[row] === 0 && !this.isDuplicate(row) && !this.isLeftOut(row)
  }

  /** Returns the row's place in its chain among the accepted rows, from 0; -1 without a chain. */
  chainPosition(row: number): number {
    return this.relations.chainPosition[row] ?? -1
  }

  /** Returns the group value of a valid row, or null. */
  groupValueOf(row: number): string | null {
    const id = this.chainIds[row] ?? -1
    return id < 0 ? null : this.chains.keyOf(id)
  }

  /** Returns how many rows of the row's chain are accepted. */
  chainSizeOf(row: number): number {
    return this.relations.chainSizes[this.chainIds[row] ?? -1] ?? 0
  }

  hasFault(row: number, code: FaultCode): boolean {
    if (code === 'DUPLICATE_PHONE') return this.isDuplicate(row)
    return ((this.faults[row] ?? 0) & faultBit(code)) !== 0
  }

  /** Says whether the row is accepted, but with a warning of the rules or with a damage. */
  isWarned(row: number): boolean {
    return (this.warned[row] === 1 || this.damageOf(row) !== 0) && this.isValid(row)
  }

  /** Returns the number that will be called, in E.164; null when none could be read. */
  e164OfRow(row: number): string | null {
    const id = this.phoneIds[row] ?? -1
    return id < 0 ? null : e164OfKey(this.phones.keyOf(id))
  }

  /** Returns the extension that is dialed after the number; null without one. */
  extensionOfRow(row: number): string | null {
    const id = this.phoneIds[row] ?? -1
    return id < 0 ? null : extensionOfKey(this.phones.keyOf(id))
  }
}

function setRare(ids: Int32Array, rows: ArrayLike<number>, { at, texts }: RareTexts, known: KeyIds<string | number>) {
  for (const [index, text] of texts.entries()) ids[rows[at[index] as number] as number] = known.idOf(text)
}
