import { parsePhoneNumberFromString } from 'libphonenumber-js'

/** What stands before a national number: calling code, trunk prefix, and the prefix for a call abroad (`00`, `011`). */
const BEFORE_DIGITS_MAX = 6

/** From so many digits on a number is not found in a longer row of digits by chance. */
const UNMISTAKABLE_DIGITS = 9

/** Digits of one number, with what people write between them. A letter, comma or semicolon ends it. */
const DIGIT_RUNS = /\p{Nd}(?:[\s().\-/\\_\u00a0\u00b7\u2010-\u2015\u2022\u30fb]*\p{Nd})*/gu

/** Returns the digits of a text, in any script, as ASCII. */
function digitsOf(text: string): string {
  return Array.from(text.matchAll(/\p{Nd}/gu), ([digit]) => digitValue(digit)).join('')
}

/** Digits of each script stand in tens: the value is how far the zero is below. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) as number
  let value = 0
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - value - 1))) value++
  return value
}

/**
 * Returns a function that says whether a text holds a number, however it is written: with or without its calling code,
 * with any signs between the digits, with digits of any script, with an extension. It is for finding all that is kept of a
 * person, so it rather says yes: whoever dials what is written may reach that person.
 *
 * @param e164 with +
 */
export function numberSpeller(e164: string): (text: string) => boolean {
  const parsed = parsePhoneNumberFromString(e164)
  const whole = e164.slice(1)
  const national = String(parsed?.nationalNumber ?? whole)
  // Where a national number is written with other digits than abroad, as in Argentina.
  const forms = new Set([whole, national, ...(parsed ? [digitsOf(parsed.formatNational())] : [])])
  const holds = (digits: string) =>
    [...forms].some(
      (form) =>
        digits === form ||
        (form.length >= UNMISTAKABLE_DIGITS && digits.includes(form)) ||
        (digits.endsWith(form) && digits.length <= form.length + BEFORE_DIGITS_MAX),
    )
  return (text) => Array.from(text.normalize('NFKC').matchAll(DIGIT_RUNS), ([run]) => digitsOf(run)).some(holds)
}

/**
 * Returns the last seven digits of a number, which it has in every form that a text may have without its extension. The
 * function `number_end` of the database says the same of what is written.
 *
 * @param e164 with +
 */
export function numberEnd(e164: string): string {
  return e164.slice(1).slice(-7)
}
