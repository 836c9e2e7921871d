import type { GivenConsent } from '@/domain/contact-safety/consent.schema'
import type { ConsentDemand } from '@/domain/contact-safety/consent-gate.rules'
import type { Consent } from '@/domain/contact-safety/contact-facts.rules'
import type { Fault } from '@/domain/contacts/fault.schema'
import { missingConsentFault } from '@/domain/enrollment/given-consents.rules'
import type { RouterOutputs } from '@/ui/router-outputs'

type LookedUpConsents = RouterOutputs['enrollment']['lookUpNumbers']['consents']

/** What a row says of its consent, and when its first call would be due (epoch ms). */
export type ConsentOfRow = { given: GivenConsent | null; scheduledAtMs: number }

const NONE: readonly Consent[] = []

/** Who asks for a consent of the numbers of a file, and what is known of them, as far as the server was asked. */
export class KnownConsents {
  private readonly demands = new Map<string, readonly ConsentDemand[]>()
  private readonly consents = new Map<string, Consent[]>()
  private readonly optOuts = new Map<string, number>()
  private delayMs = 0

  clear(): void {
    for (const each of [this.demands, this.consents, this.optOuts]) each.clear()
  }

  /** @returns of how many numbers somebody asks for a consent */
  note(found: LookedUpConsents): number {
    if (found === null) return 0
    this.delayMs = found.delaySeconds * 1_000
    let numbers = 0
    for (const { demands, phoneNumbers } of found.asked) {
      for (const number of phoneNumbers) this.demands.set(number, demands)
      numbers += phoneNumbers.length
    }
    for (const { phoneNumber, ...consent } of found.consents) {
      const known = this.consents.get(phoneNumber)
      const one = { ...consent, id: '', text: null }
      if (known) known.push(one)
      else this.consents.set(phoneNumber, [one])
    }
    for (const { phoneNumber, atMs } of found.optOuts) this.optOuts.set(phoneNumber, atMs)
    return numbers
  }

  isAskedOf(phoneNumber: string): boolean {
    return this.demands.has(phoneNumber)
  }

  /** Makes the fault of a row that would be turned away for want of a consent; undefined for any other. */
  faultOf(phoneNumber: string, { given, scheduledAtMs }: ConsentOfRow, nowMs: number): Fault | undefined {
    const demands = this.demands.get(phoneNumber)
    if (!demands) return undefined
    const consents = this.consents.get(phoneNumber) ?? NONE
    const known = { demands, consents, optedOutMs: this.optOuts.get(phoneNumber) ?? null }
    return missingConsentFault(phoneNumber, known, given, Math.max(scheduledAtMs, nowMs + this.delayMs), nowMs)
  }
}
