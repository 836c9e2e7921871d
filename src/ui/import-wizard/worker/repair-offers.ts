import type { CountryCode } from 'libphonenumber-js'
import { findCountry } from '@/domain/phones/find-country.rules'
import { habitOf } from '@/domain/phones/numbering-plan.rules'
import { DAMAGES, type Damage, type FoundDamage } from './damages'

/**
 * Damages whose only repair turns digits into an international number, although the digits do not show that they are
 * one.
 */
const GUESSES_COUNTRY: ReadonlySet<Damage> = new Set(['PHONE_LOST_PLUS', 'PHONE_WRITTEN_ODDLY', 'PHONE_DECIMALS'])

/** The calling code of most numbers in a file, and how many digits follow it. */
export type UsualNumbers = { callingCode: string; lengths: ReadonlySet<number> }

/**
 * Packs the repairs of a row's phone number into one short text. Many rows have the same text, and are counted by it.
 */
export function packOffers({ damage, repairs }: FoundDamage, value: string): string | null {
  if (repairs.length === 0) return null
  return `${damage} ${digitsOf(value)} ${repairs.map(({ choice }) => choice).join(' ')}`
}

/** Unpacks a text of `packOffers`. `digits` is how many digits the cell has. */
export function unpackOffers(offers: string): { damage: Damage; digits: number; choices: string[] } {
  const [damage = '', digits = '', ...choices] = offers.split(' ')
  const known = DAMAGES.find((one) => one === damage)
  if (known === undefined) throw new Error(`No damage is called ${damage}.`)
  return { damage: known, digits: Number(digits), choices }
}

/**
 * Says whether a repair may be offered for many rows at once. A number of the file's usual country with one digit too
 * many or too few is often a valid number of another country once it has a +: 41555526711 is one of Switzerland.
 *
 * @param digits how many digits the cell has
 */
export function isOfferedInBulk(
  { damage, digits, choice }: { damage: Damage; digits: number; choice: string },
  usual: UsualNumbers | null,
  country: CountryCode | null,
): boolean {
  const named = findCountry(choice)
  if (!GUESSES_COUNTRY.has(damage) || named === null || usual === null) return true
  if (named === country || habitOf(named).callingCode === usual.callingCode) return true
  return !usual.lengths.has(digits - 1) && !usual.lengths.has(digits + 1)
}

export function digitsOf(value: string): number {
  return value.replace(/\D/g, '').length
}
