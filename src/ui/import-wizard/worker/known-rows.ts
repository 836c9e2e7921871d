import { type KnownNumbers, knownFaults } from '@/domain/contacts/compare-contacts.rules'
import type { EnrollmentOptions } from '@/domain/enrollment/enrollment.schema'
import type { RouterOutputs } from '@/ui/router-outputs'
import { faultBit } from './judge-rows'

/** The options of an enrollment by which the server looks numbers up. */
export type NumberRules = Pick<EnrollmentOptions, 'ifActive' | 'notCalledWithinDays'>

/** What the server has answered of numbers. */
export type LookedUp = RouterOutputs['enrollment']['lookUpNumbers']

const KNOWN_BITS = faultBit('SUPPRESSED') | faultBit('ALREADY_ACTIVE') | faultBit('CALLED_RECENTLY')

/** What the organization knows of the numbers of a file, as far as the server was asked. It lives in the worker. */
export class KnownRows {
  private rules: NumberRules = {}
  private readonly lookedUp = new Set<string>()
  private readonly listNames = new Map<string, string>()
  private readonly active = new Set<string>()
  private readonly called = new Set<string>()
  /** By phone id of the table; -1 for one that is not worked out. */
  private bits = new Int32Array(0)
  private isEmpty = true

  /** Sets the rules by which numbers are looked up. What was answered by others is forgotten. */
  lookUpBy({ ifActive, notCalledWithinDays }: NumberRules): void {
    if (this.rules.ifActive === ifActive && this.rules.notCalledWithinDays === notCalledWithinDays) return
    this.rules = { ifActive, notCalledWithinDays }
    for (const each of [this.lookedUp, this.listNames, this.active, this.called]) each.clear()
    this.bits.fill(-1)
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
   * @returns how many of them are known
   */
  note(numbers: readonly string[], rules: NumberRules, { suppressed, active, called }: LookedUp): number {
    if (rules.ifActive !== this.rules.ifActive || rules.notCalledWithinDays !== this.rules.notCalledWithinDays) return 0
    for (const number of numbers) this.lookedUp.add(number)
    for (const { phoneNumber, listName } of suppressed) this.listNames.set(phoneNumber, listName)
    for (const number of active) this.active.add(number)
    for (const number of called) this.called.add(number)
    const known = suppressed.length + active.length + called.length
    if (known > 0) this.isEmpty = false
    this.bits.fill(-1)
    return known
  }

  /** As the rules take it that reject the contacts. */
  get known(): KnownNumbers {
    const days = this.rules.notCalledWithinDays ?? 0
    return { listNames: this.listNames, active: this.active, called: { numbers: this.called, days } }
  }

  /**
   * Puts the faults of known numbers among those of the rows.
   *
   * @param faults one bit per code, by row
   * @param phoneIds by row; -1 for none
   * @param e164Of gives the number of a phone id
   */
  mark(faults: Uint32Array, phoneIds: Int32Array, phoneCount: number, e164Of: (phoneId: number) => string): void {
    if (this.isEmpty) return
    if (this.bits.length < phoneCount) {
      const grown = new Int32Array(2 * phoneCount).fill(-1)
      grown.set(this.bits)
      this.bits = grown
    }
    for (let row = 0; row < faults.length; row++) {
      const id = phoneIds[row] as number
      faults[row] = ((faults[row] as number) & ~KNOWN_BITS) | (id < 0 ? 0 : this.bitsOf(id, e164Of))
    }
  }

  private bitsOf(id: number, e164Of: (phoneId: number) => string): number {
    const found = this.bits[id] as number
    if (found >= 0) return found
    let bits = 0
    for (const { code } of knownFaults(e164Of(id), this.known)) bits |= faultBit(code)
    this.bits[id] = bits
    return bits
  }
}
