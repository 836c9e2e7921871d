import { applySafety, type KnownNumbers, knownFaults, turnAwayKnown } from '@/domain/contacts/compare-contacts.rules'
import type { JudgedContact } from '@/domain/contacts/judge-contact.rules'
import type { EnrollmentOptions } from '@/domain/enrollment/enrollment.schema'
import type { RouterOutputs } from '@/ui/router-outputs'
import { faultBit } from './judge-rows'
import { type ConsentOfRow, KnownConsents } from './known-consents'

/** The options of an enrollment by which the server looks numbers up. */
export type NumberRules = Pick<EnrollmentOptions, 'ifActive' | 'notCalledWithinDays'>

/** What the server has answered of numbers. */
export type LookedUp = RouterOutputs['enrollment']['lookUpNumbers']

const NUMBER_BITS = faultBit('SUPPRESSED') | faultBit('ALREADY_ACTIVE') | faultBit('CALLED_RECENTLY')
const KNOWN_BITS = NUMBER_BITS | faultBit('CONSENT_REQUIRED') | faultBit('CONSENT_EXPIRED')
/** Set beside the faults of a number of which somebody asks for a consent. No code has this bit. */
const IS_ASKED = 1 << 30

/** The rows of the table, as `KnownRows` looks at them. Ids of numbers are -1 for none. */
export type LookedAtRows = {
  /** One bit per code, by row. */
  faults: Uint32Array
  phoneIds: Int32Array
  phoneCount: number
  /** Gives the number of a phone id. */
  e164Of: (phoneId: number) => string
  consentOf: (row: number) => ConsentOfRow
  /** Epoch milliseconds. */
  nowMs: number
}

/** What the organization knows of the numbers of a file, as far as the server was asked. It lives in the worker. */
export class KnownRows {
  private rules: NumberRules = {}
  private readonly lookedUp = new Set<string>()
  private readonly listNames = new Map<string, string>()
  private readonly active = new Set<string>()
  private readonly called = new Set<string>()
  private readonly consents = new KnownConsents()
  /** By phone id of the table; -1 for one that is not worked out. */
  private bits = new Int32Array(0)
  /** What is missing of the consent of a row, by row; -1 for one that is not worked out, or that has changed since. */
  private readonly consentBits: Int32Array
  private isEmpty = true

  constructor(rows: number) {
    this.consentBits = new Int32Array(rows).fill(-1)
  }

  /** Sets the rules by which numbers are looked up. What was answered by others is forgotten. */
  lookUpBy({ ifActive, notCalledWithinDays }: NumberRules): void {
    if (this.rules.ifActive === ifActive && this.rules.notCalledWithinDays === notCalledWithinDays) return
    this.rules = { ifActive, notCalledWithinDays }
    for (const each of [this.lookedUp, this.listNames, this.active, this.called, this.consents]) each.clear()
    this.bits.fill(-1)
    this.consentBits.fill(-1)
  }

  get currentRules(): NumberRules {
    return this.rules
  }

  isLookedUp(phoneNumber: string): boolean {
    return this.lookedUp.has(phoneNumber)
  }

  /**
   * Notes what the server has answered of these numbers. An answer by other rules is dropped.
   *
   * @returns how many of them are known, or have to have a consent
   */
  note(numbers: readonly string[], rules: NumberRules, found: LookedUp): number {
    if (rules.ifActive !== this.rules.ifActive || rules.notCalledWithinDays !== this.rules.notCalledWithinDays) return 0
    const { suppressed, active, called } = found
    for (const number of numbers) this.lookedUp.add(number)
    for (const { phoneNumber, listName } of suppressed) this.listNames.set(phoneNumber, listName)
    for (const number of active) this.active.add(number)
    for (const number of called) this.called.add(number)
    const known = suppressed.length + active.length + called.length + this.consents.note(found.consents)
    if (known > 0) this.isEmpty = false
    this.bits.fill(-1)
    return known
  }

  /** Forgets what was worked out for a row, since it was judged again. */
  forgetRow(row: number): void {
    this.consentBits[row] = -1
  }

  /** Rejects a contact as the enrollment will, by what is known of its number and of its consents. */
  turnAway(judged: JudgedContact, nowMs: number): JudgedContact {
    return turnAwayKnown(this.turnAwayWithout(judged, nowMs), this.known)
  }

  private turnAwayWithout(judged: JudgedContact, nowMs: number): JudgedContact {
    const phoneNumber = judged.phoneKey?.split(';', 1)[0]
    if (!judged.ok || phoneNumber === undefined || this.listNames.has(phoneNumber)) return judged
    const { consent, scheduledAtMs } = judged.contact
    const fault = this.consents.faultOf(phoneNumber, { given: consent ?? null, scheduledAtMs }, nowMs)
    return applySafety(judged, fault && { kind: 'never', fault })
  }

  /** As the rules take it that reject the contacts. */
  private get known(): KnownNumbers {
    const days = this.rules.notCalledWithinDays ?? 0
    return { listNames: this.listNames, active: this.active, called: { numbers: this.called, days } }
  }

  /**
   * Puts the faults of known numbers, and of missing consents, among those of the rows. A consent is asked of whoever is
   * valid and on no list, as the enrollment asks it.
   */
  mark(rows: LookedAtRows): void {
    if (this.isEmpty) return
    const { faults, phoneIds, phoneCount, e164Of } = rows
    if (this.bits.length < phoneCount) {
      const grown = new Int32Array(2 * phoneCount).fill(-1)
      grown.set(this.bits)
      this.bits = grown
    }
    for (let row = 0; row < faults.length; row++) {
      const id = phoneIds[row] as number
      const own = (faults[row] as number) & ~KNOWN_BITS
      const bits = id < 0 ? 0 : this.bitsOf(id, e164Of)
      const isAsked = own === 0 && (bits & IS_ASKED) !== 0
      faults[row] = own | (bits & NUMBER_BITS) | (isAsked ? this.consentBitsOf(row, rows) : 0)
    }
  }

  private consentBitsOf(row: number, { phoneIds, e164Of, consentOf, nowMs }: LookedAtRows): number {
    const found = this.consentBits[row] as number
    if (found >= 0) return found
    const fault = this.consents.faultOf(e164Of(phoneIds[row] as number), consentOf(row), nowMs)
    const bits = fault ? faultBit(fault.code) : 0
    this.consentBits[row] = bits
    return bits
  }

  private bitsOf(id: number, e164Of: (phoneId: number) => string): number {
    const found = this.bits[id] as number
    if (found >= 0) return found
    const phoneNumber = e164Of(id)
    let bits = 0
    for (const { code } of knownFaults(phoneNumber, this.known)) bits |= faultBit(code)
    if (!this.listNames.has(phoneNumber) && this.consents.isAskedOf(phoneNumber)) bits |= IS_ASKED
    this.bits[id] = bits
    return bits
  }
}
