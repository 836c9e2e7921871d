import { CONSENT_BASES, type GivenConsent } from '@/domain/contact-safety/consent.schema'
import { CONTACT_FIELD_NAMES } from '@/domain/contacts/contact-fields.rules'
import { FAULT_CODES, type FaultCode } from '@/domain/contacts/fault.schema'
import type { JudgedContact } from '@/domain/contacts/judge-contact.rules'
import {
  type PreparedValidation,
  prepareValidation,
  type ValidationContext,
} from '@/domain/contacts/prepare-validation.rules'
import type { ConsentField } from '@/domain/mappings/mapping-words.rules'
import { consentOfRow, consentZone, type RowConsent } from '@/domain/mappings/row-consent.rules'
import { isCountryMissing, judgeInCountry } from '@/domain/mappings/row-country.rules'
import { hasNoSummerTime } from '@/ui/import-wizard/state/suggest-timezone'
import { DAMAGES, type Damage, type FoundDamage } from './damages'
import { findDoubt, findPhoneDamage, isPerhapsCut } from './find-phone-damage'
import { findJunk, findNameDamage, findTimeDamage, findValueDamage } from './find-value-damage'
import { type PackedTexts, packTexts, unpackTexts } from './packed-texts'
import { packOffers } from './repair-offers'

export type Contact = Record<string, string>

/**
 * A key that is equal for duplicates: the digits of an E.164 number as a number, or the text key of `judgeContact` when
 * there is an extension or too many digits. Numbers are copied between workers and looked up far faster than texts.
 */
export type PhoneKey = number | string

/**
 * The verdict that the table stores for a row: enough to compare, count and filter. Messages are made only when a row
 * is shown.
 */
export type RowVerdict = {
  /** One bit per code, in the order of `FAULT_CODES`. It is 0 when the row by itself is valid. */
  faults: number
  /** One bit per damage, in the order of `DAMAGES`. */
  damage: number
  /** 1 when the row is accepted with a warning. */
  warned: 0 | 1
  /** The repairs of the phone number (`packOffers`); null without any. */
  offers: string | null
  phoneKey: PhoneKey | null
  groupValue: string | null
  /** The row's timezone when it is invalid or has no summer time; otherwise null. */
  wrongTimezone: string | null
  /** Epoch milliseconds; NaN for a faulty row. */
  scheduledAtMs: number
  /** What an accepted row brings; null without one. Where it was given stays with the cells. */
  consent: Pick<GivenConsent, 'basis' | 'atMs'> | null
}

/** The verdicts on many rows, packed to travel between workers. */
export type PackedVerdicts = {
  faults: Uint32Array
  damage: Uint32Array
  warned: Uint8Array
  offers: RareTexts
  scheduledAtMs: Float64Array
  /** NaN for a row without a key, or with a text key. */
  phoneNumbers: Float64Array
  phoneTexts: RareTexts
  /** An empty text stands for no group value. Null when no row has one. */
  groupValues: PackedTexts | null
  wrongTimezones: RareTexts
  consents: PackedConsents | null
}

/** The consents of rows: the basis as its place in `CONSENT_BASES`, -1 for a row without one. */
export type PackedConsents = { bases: Int8Array; atMs: Float64Array }

/** Texts of a few rows among many, with the indexes of their rows. */
export type RareTexts = { at: number[]; texts: string[] }

/**
 * Rows to judge, with everything that their verdicts depend on. `cells` has the rows one after the other, in the order
 * of `names`, each followed by what it says of a consent, in the order of `consentFields`, and by its country when the file
 * has one.
 */
export type JudgeRequest = {
  context: ValidationContext
  names: readonly string[]
  consentFields: readonly ConsentField[]
  rows: number
  cells: PackedTexts
}

const BITS = Object.fromEntries(FAULT_CODES.map((code, at) => [code, 1 << at])) as Record<FaultCode, number>
const DAMAGE_BITS = Object.fromEntries(DAMAGES.map((damage, at) => [damage, 1 << at])) as Record<Damage, number>

export function faultBit(code: FaultCode): number {
  return BITS[code]
}

export function damageBit(damage: Damage): number {
  return DAMAGE_BITS[damage]
}

export function judgeRows({ context, names, consentFields, rows, cells }: JudgeRequest): PackedVerdicts {
  const prepared = prepareValidation(context)
  const values = unpackTexts(cells)
  const width = values.length / Math.max(1, rows)
  const verdicts = new VerdictPacker(rows)
  for (let row = 0; row < rows; row++) {
    const contact: Contact = {}
    for (let at = 0; at < names.length; at++) {
      const value = values[row * width + at] as string
      // The rules treat a blank value as absent.
      if (value !== '' && value.trim() !== '') contact[names[at] as string] = value
    }
    const beside = row * width + names.length
    const country =
      width > names.length + consentFields.length ? (values[beside + consentFields.length] as string) : null
    const consent =
      consentFields.length > 0
        ? readConsent(consentFields, values.slice(beside, beside + consentFields.length), contact, prepared)
        : null
    verdicts.set(row, judgeRow(contact, prepared, country, consent))
  }
  return verdicts.packed()
}

function readConsent(
  fields: readonly ConsentField[],
  values: readonly string[],
  { timezone }: Contact,
  { defaultTimezone }: PreparedValidation,
): RowConsent | null {
  const cells = Object.fromEntries(fields.map((field, at) => [field, values[at]]))
  return consentOfRow(cells, consentZone(timezone, defaultTimezone))
}

/**
 * Judges one row as the server will, and finds damages.
 *
 * @param countryCell the row's country of the number; null when no column has it
 * @param consent of the row; null without one
 */
export function judgeRow(
  contact: Contact,
  request: PreparedValidation,
  countryCell: string | null,
  consent: RowConsent | null,
): RowVerdict {
  const { judged, prepared } = judgeInCountry(contact, request, countryCell, consent)
  const isDoubtful = contact.timezone !== undefined && hasNoSummerTime(contact.timezone)
  let faults = 0
  if (!judged.ok) for (const { code } of judged.faults) faults |= BITS[code]
  const phone = phoneDamageOf(contact, judged, faults, prepared, countryCell)
  return {
    faults,
    damage: damageOf(contact, faults) | bitOf(phone),
    offers: phone && packOffers(phone, contact.phoneNumber ?? ''),
    warned: judged.ok && judged.warnings.length > 0 ? 1 : 0,
    phoneKey: judged.phoneKey === null ? null : phoneKeyOf(judged.phoneKey),
    groupValue: judged.ok ? judged.groupValue : null,
    wrongTimezone: faults & BITS.TIMEZONE_INVALID || isDoubtful ? (contact.timezone?.trim() ?? null) : null,
    scheduledAtMs: scheduledAtMsOf(judged),
    consent: (judged.ok && judged.contact.consent) || null,
  }
}

/** A double holds numbers of so many digits exactly. */
const EXACT_DIGITS_MAX = 15

/**
 * Turns the key of `judgeContact` into a number where possible.
 *
 * @param key `+` and digits, `;`, and the extension if there is one
 */
function phoneKeyOf(key: string): PhoneKey {
  const isExact = key.endsWith(';') && key.length - 2 <= EXACT_DIGITS_MAX
  return isExact ? Number(key.slice(1, -1)) : key
}

/** Returns the E.164 number of a key. */
export function e164OfKey(key: PhoneKey): string {
  return typeof key === 'number' ? `+${key}` : (key.split(';', 1)[0] as string)
}

/** Returns the extension of a key; null when it has none. */
export function extensionOfKey(key: PhoneKey): string | null {
  return typeof key === 'number' ? null : key.split(';', 2)[1] || null
}

function scheduledAtMsOf(judged: JudgedContact): number {
  return judged.ok ? judged.contact.scheduledAtMs : Number.NaN
}

/** Faults whose field may hold a junk text. */
const JUNK_FIELDS = [
  ['TIMEZONE_INVALID', 'timezone'],
  ['EMAIL_INVALID', 'toEmailAddress'],
  ['PHONE_EXTENSION_INVALID', 'phoneNumberExt'],
] as const

const PHONE_FAULTS = BITS.PHONE_INVALID | BITS.PHONE_AMBIGUOUS | BITS.PHONE_EXTENSION_INVALID

/** Finds the damages of a contact. Expensive tests look only at faulty cells, since all others are too many. */
function damageOf(contact: Contact, faults: number): number {
  let damage = 0
  // A spreadsheet's serial number is the same kind of damage whichever day it counts from.
  if (faults & BITS.SCHEDULED_AT_INVALID) damage |= bitOf(findTimeDamage(contact.scheduledAt ?? '', false))
  if (faults !== 0) {
    for (const [code, field] of JUNK_FIELDS)
      if (faults & BITS[code]) damage |= bitOf(findJunk(contact[field]?.trim() ?? ''))
  }
  for (const name in contact) {
    if (name === 'name') damage |= bitOf(findNameDamage(contact[name] as string))
    else if (name === 'externalId' || !CONTACT_FIELD_NAMES.has(name))
      damage |= bitOf(findValueDamage(contact[name] as string))
  }
  return damage
}

function phoneDamageOf(
  contact: Contact,
  judged: JudgedContact,
  faults: number,
  prepared: PreparedValidation,
  countryCell: string | null,
): FoundDamage | null {
  const phone = contact.phoneNumber
  if (phone === undefined || isCountryMissing(phone, countryCell)) return null
  if (faults & PHONE_FAULTS) return findPhoneDamage(phone, prepared.defaultCountry)
  // Looked for only when the rules or a quick test suggest it, since reading every number twice would be expensive.
  return hasOtherReading(judged) || isPerhapsCut(phone) ? findDoubt(phone, prepared.defaultCountry) : null
}

function hasOtherReading(judged: JudgedContact): boolean {
  return judged.ok && judged.warnings.some(({ code }) => code === 'PHONE_OTHER_READING')
}

function bitOf(found: FoundDamage | null): number {
  return found === null ? 0 : DAMAGE_BITS[found.damage]
}

class VerdictPacker {
  private readonly faults: Uint32Array
  private readonly damage: Uint32Array
  private readonly warned: Uint8Array
  private readonly offers: RareTexts = { at: [], texts: [] }
  private readonly scheduledAtMs: Float64Array
  private readonly phoneNumbers: Float64Array
  private readonly phoneTexts: RareTexts = { at: [], texts: [] }
  private readonly groupValues: string[]
  private hasGroupValues = false
  private readonly wrongTimezones: RareTexts = { at: [], texts: [] }
  private consents: PackedConsents | null = null

  constructor(rows: number) {
    this.faults = new Uint32Array(rows)
    this.damage = new Uint32Array(rows)
    this.warned = new Uint8Array(rows)
    this.scheduledAtMs = new Float64Array(rows)
    this.phoneNumbers = new Float64Array(rows).fill(Number.NaN)
    this.groupValues = new Array<string>(rows).fill('')
  }

  set(row: number, verdict: RowVerdict): void {
    const { faults, damage, offers, warned, scheduledAtMs, phoneKey, groupValue, wrongTimezone, consent } = verdict
    this.faults[row] = faults
    this.damage[row] = damage
    this.warned[row] = warned
    if (offers !== null) addText(this.offers, row, offers)
    this.scheduledAtMs[row] = scheduledAtMs
    if (typeof phoneKey === 'number') this.phoneNumbers[row] = phoneKey
    else if (phoneKey !== null) addText(this.phoneTexts, row, phoneKey)
    if (groupValue !== null) {
      this.groupValues[row] = groupValue
      this.hasGroupValues = true
    }
    if (wrongTimezone !== null) addText(this.wrongTimezones, row, wrongTimezone)
    if (consent !== null) {
      this.consents ??= noConsents(this.faults.length)
      setConsent(this.consents, row, consent)
    }
  }

  packed(): PackedVerdicts {
    const { faults, damage, warned, offers, scheduledAtMs, phoneNumbers, phoneTexts, wrongTimezones, consents } = this
    const groupValues = this.hasGroupValues ? packTexts(this.groupValues) : null
    return {
      ...{ faults, damage, warned, offers, scheduledAtMs, phoneNumbers, phoneTexts },
      ...{ groupValues, wrongTimezones, consents },
    }
  }
}

export function noConsents(rows: number): PackedConsents {
  return { bases: new Int8Array(rows).fill(-1), atMs: new Float64Array(rows) }
}

export function setConsent({ bases, atMs }: PackedConsents, row: number, consent: RowVerdict['consent']): void {
  bases[row] = consent === null ? -1 : CONSENT_BASES.indexOf(consent.basis)
  atMs[row] = consent === null ? 0 : consent.atMs
}

export function consentAt({ bases, atMs }: PackedConsents, row: number): RowVerdict['consent'] {
  const basis = CONSENT_BASES[bases[row] ?? -1]
  return basis === undefined ? null : { basis, atMs: atMs[row] ?? 0 }
}

function addText({ at, texts }: RareTexts, row: number, text: string): void {
  at.push(row)
  texts.push(text)
}
