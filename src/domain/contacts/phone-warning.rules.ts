import type { CountryCode } from 'libphonenumber-js'
import { countryInText, countryName } from '@/domain/phones/find-country.rules'
import { classifyNumber, countryOfNumber, type PossibleReading } from '@/domain/phones/phone-number.rules'
import { quote } from './read-contact.rules'
import type { ContactWarning } from './warning.schema'

/** Matches two runs of at least seven digits and between them a separator that does not occur within a number. */
const SEVERAL_NUMBERS =
  /(?:\d[\s().-]{0,3}){7,}(?:[;,/|&\n]|:::|\b(?:or|and|oder|und|o|ou|y|e)\b)\D{0,9}(?:\d[\s().-]{0,3}){7,}/i

const NO_WARNINGS: readonly ContactWarning[] = []

/**
 * Returns the warnings about the number of an accepted contact. A warning never keeps a contact from being enrolled.
 *
 * @param otherReading the other reading of the text (`PhoneReading`)
 */
export function findPhoneWarnings(e164: string, otherReading: string | null): readonly ContactWarning[] {
  const { isAssigned, isCostly } = classifyNumber(e164)
  if (isAssigned && !isCostly && otherReading === null) return NO_WARNINGS
  const warnings: ContactWarning[] = []
  const warn = (code: ContactWarning['code'], message: string) => warnings.push({ code, field: 'phoneNumber', message })
  if (!isAssigned) warn('PHONE_NOT_ASSIGNED', `${e164} looks like a number that nobody has. Check its digits.`)
  if (isCostly) {
    warn(
      'PHONE_PREMIUM_RATE',
      `${e164} is a premium rate, shared cost or satellite number: calling it may be expensive.`,
    )
  }
  if (otherReading !== null) warn('PHONE_OTHER_READING', describeOtherReading(e164, otherReading))
  return warnings
}

/** Returns the warning about an extension that the dialer cannot dial. */
export function extensionWarning(extension: string): ContactWarning {
  const message = `The dialer of this agent cannot dial extension ${extension}: the call goes to the number without it.`
  return { code: 'EXTENSION_NOT_DIALED', field: 'phoneNumberExt', message }
}

/**
 * Says which other number the text could be.
 *
 * @param other the number that was not chosen; E.164, like `e164`
 */
export function describeOtherReading(e164: string, other: string): string {
  const read = describeReading({ e164, country: countryOfNumber(e164) })
  const instead = describeReading({ e164: other, country: countryOfNumber(other) })
  return `Read as ${read}. The same digits are also ${instead}. If that one is meant, write it out.`
}

/** Writes a reading so that it can be copied into a contact: `+491711234567 (Germany)`. */
export function describeReading({ e164, country }: Pick<PossibleReading, 'e164' | 'country'>): string {
  return country === null ? e164 : `${e164} (${countryName(country)})`
}

/**
 * Says which numbers a text can stand for.
 *
 * @param text as it was sent, quoted
 */
export function describeAmbiguity(text: string, readings: readonly PossibleReading[]): string {
  const choices = readings.map(describeReading)
  if (choices.length === 1) return `${text} may be ${choices[0]}. If it is, write it with + and the country code.`
  return `${text} may be ${choices.join(' or ')}. Write the one that is meant, with + and the country code.`
}

/** Tells whether a text holds two phone numbers, and so cannot be read as one. */
export function holdsSeveralNumbers(text: string): boolean {
  return SEVERAL_NUMBERS.test(text)
}

/**
 * Says why a text is not a phone number.
 *
 * @param sent the text as it was sent
 * @param withPlus the number that it would be with a + in front (`PhoneReading`)
 */
export function describeImpossible(
  sent: string,
  country: CountryCode | null,
  withPlus: PossibleReading | null,
): string {
  if (holdsSeveralNumbers(sent)) return `${quote(sent)} holds more than one phone number. Keep the one to call.`
  const hasPlus = sent.startsWith('+')
  const where = hasPlus || country === null ? '' : ` in ${countryInText(country)}`
  const found = `${quote(sent)} is not a possible phone number${where}.`
  if (withPlus !== null) return `${found} If only its + is missing, write ${describeReading(withPlus)}.`
  return `${found} Check its digits${hasPlus ? '' : ', or write it with + and the country code'}.`
}
