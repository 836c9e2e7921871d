import { classifyNumber, parseExtension, readPhoneNumber } from '@/domain/phones/phone-number.rules'
import { findTimeZone } from '@/domain/schedule/find-time-zone.rules'
import { isLongerThan, toStorable } from '@/domain/text/sanitize.rules'
import type { ContactValues } from './contact-fields.rules'
import { isEmailAddress } from './email-address.rules'
import { FAULT_CODES, type Fault, type FaultCode } from './fault.schema'
import { judgeConsent } from './judge-consent.rules'
import { judgeSchedule } from './judge-schedule.rules'
import { judgeGroupValue, judgeRequiredVariables, judgeVariables } from './judge-variables.rules'
import { describeAmbiguity, describeImpossible, extensionWarning, findPhoneWarnings } from './phone-warning.rules'
import type { PreparedValidation } from './prepare-validation.rules'
import { has, isJsonObject, type JsonObject, quote, type Report, readField } from './read-contact.rules'
import type { ContactWarning } from './warning.schema'

export const NAME_LENGTH_MAX = 200
export const PHONE_ECHO_LENGTH_MAX = 64
export const EXTERNAL_ID_LENGTH_MAX = 255

/**
 * Visible characters: not blanks, direction marks or zero-width characters, nor the filler characters that Unicode
 * counts as letters. Some exports contain names that consist of nothing else.
 */
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u

/**
 * The verdict on one contact, before it is compared with others. `phoneKey` is equal for duplicates, and null when the
 * number or its extension cannot be read. `missingVariables` lists what the one VARIABLE_REQUIRED fault names.
 */
export type JudgedContact =
  | {
      ok: true
      contact: ContactValues
      phoneKey: string
      groupValue: string | null
      warnings: readonly ContactWarning[]
    }
  | { ok: false; faults: Fault[]; phoneKey: string | null; missingVariables: string[] }

const RANKS = Object.fromEntries(FAULT_CODES.map((code, rank) => [code, rank])) as Record<FaultCode, number>

// Most contacts have none, and share this.
const NO_WARNINGS: readonly ContactWarning[] = []

/** Judges one contact by itself and reports all its faults, in the order of `FAULT_CODES`. Never throws. */
export function judgeContact(value: unknown, prepared: PreparedValidation): JudgedContact {
  const faults: Fault[] = []
  const report: Report = (code, field, message) => {
    faults.push({ code, field, message })
  }
  let nameWarnings = NO_WARNINGS
  const warn = (warning: ContactWarning) => {
    nameWarnings = [...nameWarnings, warning]
  }
  if (!isJsonObject(value)) {
    report('CONTACT_INVALID', null, 'This is not a contact. Send a JSON object with at least name and phoneNumber.')
    return { ok: false, faults, phoneKey: null, missingVariables: [] }
  }
  const name = judgeName(value, report)
  const phone = judgePhone(value, prepared, report)
  const timezone = judgeTimezone(value, prepared, report)
  const schedule = judgeSchedule(value, timezone, prepared, report)
  const toEmailAddress = judgeEmail(value, prepared, report)
  const externalId = judgeExternalId(value, prepared, report)
  const consent = judgeConsent(value, prepared, report)
  const variables = judgeVariables(value, prepared, report, warn)
  const missingVariables = judgeRequiredVariables(value, prepared, report)
  const groupValue = judgeGroupValue(value, variables, prepared, report)

  const phoneKey = phone && `${phone.e164};${phone.extension ?? ''}`
  if (faults.length > 0 || name === null || phone === null || phoneKey === null || !timezone || !schedule) {
    return { ok: false, faults: sortFaults(faults), phoneKey, missingVariables }
  }
  const contact: ContactValues = {
    name,
    phoneNumber: phone.e164,
    phoneNumberExt: phone.extension,
    timezone,
    scheduledAtMs: schedule.ms,
    scheduledAtGiven: schedule.given,
    toEmailAddress,
    externalId,
    variables,
    ...(consent && { consent }),
  }
  if (phone.extension !== null && !prepared.dialsExtensions) warn(extensionWarning(phone.extension))
  const phoneWarnings = findPhoneWarnings(phone.e164, phone.otherReading)
  const warnings = nameWarnings.length === 0 ? phoneWarnings : [...phoneWarnings, ...nameWarnings]
  return { ok: true, contact, phoneKey, groupValue, warnings }
}

/** Returns the phone number as it was sent, made storable and shortened; empty when it was not a text. */
export function echoPhoneNumber(value: unknown): string {
  if (!isJsonObject(value) || !Object.hasOwn(value, 'phoneNumber')) return ''
  const { phoneNumber } = value
  return typeof phoneNumber === 'string' ? toStorable(phoneNumber, PHONE_ECHO_LENGTH_MAX) : ''
}

/**
 * Returns the external id as it was sent, made storable and shortened; undefined when there is none, or it is a variable.
 */
export function echoExternalId(value: unknown, prepared: PreparedValidation): string | undefined {
  if (!isExternalIdField(prepared) || !isJsonObject(value) || !has(value, 'externalId')) return undefined
  const { externalId } = value
  return typeof externalId === 'string' ? toStorable(externalId.trim(), EXTERNAL_ID_LENGTH_MAX) : undefined
}

/** Sorts the faults of one contact into the order of `FAULT_CODES`. The first one's code stands for the contact. */
export function sortFaults(faults: Fault[]): Fault[] {
  return faults.sort((a, b) => RANKS[a.code] - RANKS[b.code])
}

function judgeName(contact: JsonObject, report: Report): string | null {
  const name = readField(contact, 'name', report)
  if (name === null || name?.search(VISIBLE) === -1) {
    report('NAME_REQUIRED', 'name', 'The name is missing. Add it.')
  } else if (name === undefined) {
    report('NAME_INVALID', 'name', 'The name is not a text. Send it as a string.')
  } else if (isLongerThan(name, NAME_LENGTH_MAX)) {
    report('NAME_INVALID', 'name', `The name is over ${NAME_LENGTH_MAX} characters. Shorten it.`)
  } else {
    return name
  }
  return null
}

function judgePhone(contact: JsonObject, prepared: PreparedValidation, report: Report) {
  const sent = readField(contact, 'phoneNumber', report)
  const reading = sent ? readPhoneNumber(sent, prepared.defaultCountry) : null
  const phone = reading?.kind === 'number' ? reading : null
  if (sent === null) {
    report('PHONE_REQUIRED', 'phoneNumber', 'The phone number is missing. Add it.')
  } else if (sent === undefined) {
    report('PHONE_INVALID', 'phoneNumber', 'The phone number is not a text. Send it as a string.')
  } else if (reading?.kind === 'ambiguous') {
    report('PHONE_AMBIGUOUS', 'phoneNumber', describeAmbiguity(quote(sent), reading.readings))
  } else if (reading?.kind === 'none') {
    report('PHONE_INVALID', 'phoneNumber', describeImpossible(sent, prepared.defaultCountry, reading.withPlus))
  } else if (phone && prepared.premiumNumbersRefused && classifyNumber(phone.e164).isCostly) {
    const message = `${phone.e164} is a premium rate, shared cost or satellite number, which this organization does not call. Use another number.`
    report('PHONE_PREMIUM_RATE', 'phoneNumber', message)
  }

  const sentExtension = readField(contact, 'phoneNumberExt', report)
  const given = sentExtension ? parseExtension(sentExtension) : null
  const written = phone?.extension ? parseExtension(phone.extension) : null
  if (sentExtension === undefined || (sentExtension && given === null)) {
    report('PHONE_EXTENSION_INVALID', 'phoneNumberExt', 'The extension is not 1 to 11 digits. Send only its digits.')
    return null
  }
  if (phone?.extension && written === null) {
    const message = 'The extension written in phoneNumber is not 1 to 11 digits. Correct it.'
    report('PHONE_EXTENSION_INVALID', 'phoneNumber', message)
    return null
  }
  if (given !== null && written !== null && given !== written) {
    const message = `The extension ${given} differs from ${written}, which is written in phoneNumber. Keep one of them.`
    report('PHONE_EXTENSION_INVALID', 'phoneNumberExt', message)
    return null
  }
  return phone && { e164: phone.e164, extension: given ?? written, otherReading: phone.otherReading }
}

function judgeTimezone(contact: JsonObject, prepared: PreparedValidation, report: Report): string | null {
  const sent = readField(contact, 'timezone', report)
  if (sent === null && prepared.defaultTimezone !== null) return prepared.defaultTimezone
  const zone = sent ? findTimeZone(sent) : null
  if (zone !== null) return zone
  const found = sent ? `${quote(sent)} is not an IANA time zone name` : 'The timezone is not a text, or none is known'
  report('TIMEZONE_INVALID', 'timezone', `${found}. Write one such as America/New_York.`)
  return null
}

function judgeEmail(contact: JsonObject, prepared: PreparedValidation, report: Report): string | null {
  const sent = readField(contact, 'toEmailAddress', report)
  if (sent === null) {
    if (prepared.emailRequired) {
      const message = 'The email address is missing, and the agent sends an email. Add it.'
      report('EMAIL_REQUIRED', 'toEmailAddress', message)
    }
    return null
  }
  if (sent !== undefined && isEmailAddress(sent)) return sent
  const found = sent === undefined ? 'The email address is not a text' : `${quote(sent)} is not an email address`
  report('EMAIL_INVALID', 'toEmailAddress', `${found}. Write one such as john@example.com.`)
  return null
}

function isExternalIdField(prepared: PreparedValidation): boolean {
  return prepared.judgeName('externalId').kind === 'field'
}

function judgeExternalId(contact: JsonObject, prepared: PreparedValidation, report: Report): string | null {
  if (!isExternalIdField(prepared)) return null
  const sent = readField(contact, 'externalId', report)
  if (sent === undefined) {
    report('EXTERNAL_ID_INVALID', 'externalId', 'The external id is not a text. Send it as a string.')
  } else if (sent !== null && isLongerThan(sent, EXTERNAL_ID_LENGTH_MAX)) {
    const message = `The external id is over ${EXTERNAL_ID_LENGTH_MAX} characters. Shorten it.`
    report('EXTERNAL_ID_INVALID', 'externalId', message)
  }
  return sent ?? null
}
