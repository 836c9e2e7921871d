import type { CountryCode } from 'libphonenumber-js'
import { PHONE_ECHO_LENGTH_MAX } from '@/domain/contacts/judge-contact.rules'
import { describeAmbiguity, describeImpossible } from '@/domain/contacts/phone-warning.rules'
import { quote } from '@/domain/contacts/read-contact.rules'
import { readPhoneNumber } from '@/domain/phones/phone-number.rules'
import { toStorable } from '@/domain/text/sanitize.rules'
import type { UnreadNumber } from './suppression-answer.schema'

/** What texts say as numbers: each is in one of the two lists, in the order in which it came. */
export type ReadNumbers = { read: { index: number; phoneNumber: string }[]; invalid: UnreadNumber[] }

/**
 * Reads numbers as those of contacts are read. Extensions are dropped: a number is suppressed whatever is dialed behind
 * it.
 *
 * @param country in which a number without `+` is read
 */
export function readNumbers(texts: readonly string[], country: CountryCode | null): ReadNumbers {
  const numbers: ReadNumbers = { read: [], invalid: [] }
  for (const [index, text] of texts.entries()) {
    const fault = readOne(index, text)
    if (fault) numbers.invalid.push({ index, phoneNumber: toStorable(text, PHONE_ECHO_LENGTH_MAX), ...fault })
  }
  return numbers

  function readOne(index: number, text: string): Pick<UnreadNumber, 'code' | 'message'> | null {
    if (text.trim() === '') return { code: 'PHONE_REQUIRED', message: 'The phone number is missing.' }
    const reading = readPhoneNumber(text, country)
    if (reading.kind === 'ambiguous') {
      return { code: 'PHONE_AMBIGUOUS', message: describeAmbiguity(quote(text), reading.readings) }
    }
    if (reading.kind === 'none') {
      return { code: 'PHONE_INVALID', message: describeImpossible(text, country, reading.withPlus) }
    }
    numbers.read.push({ index, phoneNumber: reading.e164 })
    return null
  }
}
