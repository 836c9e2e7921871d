import { type CountryCode, getCountryCallingCode } from 'libphonenumber-js'
import { countryName, findCountry } from '@/domain/phones/find-country.rules'
import { count } from '@/ui/components/format-number'
import { formatPhoneNumber } from '@/ui/components/readable-number'
import { type Damage, type Repair, WITHOUT_CODE } from '@/ui/import-wizard/worker/damages'
import type { DamageFound, GridRow, RepairOffered } from '@/ui/import-wizard/worker/review-messages'

/** Matches a choice that is a country, ISO 3166-1 alpha-2. */
const COUNTRY = new RegExp(`^([A-Z]{2})(?:${WITHOUT_CODE}|$)`)

type DamageTexts = {
  /** Says what has happened, and what to do when no repair is offered. */
  says: (rows: number, example: string) => string
  /** Says what the repair does, when there is no choice between two numbers or between countries. */
  mends?: string
  /** Says what the repair does, when the result is a number of this country. */
  mendsAs?: (country: string, offer: RepairOffered) => string
}

export const DAMAGE_TEXTS: Record<Damage, DamageTexts> = {
  SAYS_DO_NOT_CALL: {
    says: (rows, example) => `${count(rows, 'row')} ${rows === 1 ? 'says' : 'say'} not to call (${example})`,
  },
  PHONE_WITH_WORDS: {
    says: (rows, example) =>
      `${count(rows, 'phone number')} came with words that may matter (${example}); check each one before you keep the number`,
  },
  PHONE_READ_TWO_WAYS: {
    says: (rows) =>
      `${count(rows, 'phone number')} can be read in more than one way; choose what ${rows === 1 ? 'it is' : 'they are'}`,
    mendsAs: (country, offer) =>
      offer.choice.endsWith(WITHOUT_CODE)
        ? `${country} · put ${callingCode(offer.choice)} before ${count(offer.rows, 'number')}`
        : writeAs(country, offer),
  },
  PHONE_OTHER_READING: {
    says: (rows) =>
      `${count(rows, 'phone number')} will be called as ${rows === 1 ? 'it is' : 'they are'} read, and could be of another country`,
    mendsAs: writeAs,
  },
  PHONE_TWO_NUMBERS: {
    says: (rows) => `${count(rows, 'cell')} ${rows === 1 ? 'holds' : 'hold'} two phone numbers`,
  },
  PHONE_CUT_SHORT: {
    says: (rows, example) =>
      `Excel has cut ${count(rows, 'phone number')} short (${example}); the last digits are gone, so take ${rows === 1 ? 'it' : 'them'} from the source`,
  },
  PHONE_PERHAPS_CUT: {
    says: (rows, example) =>
      `A spreadsheet may have cut ${count(rows, 'phone number')} short (${example}); compare ${rows === 1 ? 'it' : 'them'} with the source`,
  },
  PHONE_LOST_PLUS: {
    says: (rows) =>
      `${count(rows, 'phone number')} lost the + before the country code in a spreadsheet, or ${rows === 1 ? 'has' : 'have'} a wrong digit`,
    mendsAs: (country) => `${country} · put the + back`,
  },
  PHONE_LOST_ZERO: {
    says: (rows) => `${count(rows, 'phone number')} lost the leading 0 in a spreadsheet`,
    mendsAs: (country) => `${country} · put the 0 back`,
  },
  PHONE_OLD_PREFIX: {
    says: (rows) =>
      `${count(rows, 'phone number')} ${rows === 1 ? 'has' : 'have'} a prefix that is not dialed any more`,
    mendsAs: (country, { choice }) => `${country} · drop the ${choice === 'AR' ? '15' : '1'}`,
  },
  PHONE_DECIMALS: {
    says: (rows) => `${count(rows, 'phone number')} got decimals in a spreadsheet`,
    mends: 'Drop the decimals',
    mendsAs: (country) => `${country} · drop the decimals, put the + back`,
  },
  PHONE_WRITTEN_ODDLY: {
    says: (rows) => `${count(rows, 'phone number')} came with more than a number`,
    mends: 'Keep the number',
    mendsAs: (country) => `${country} · keep the number`,
  },
  TIME_AS_NUMBER: {
    says: (rows) => `${count(rows, 'time')} became a number in a spreadsheet`,
    mends: 'Write as times',
  },
  DATE_AS_NUMBER: {
    says: (rows, example) =>
      `${count(rows, 'date')} became a number in a spreadsheet (${example}), and ${rows === 1 ? 'says' : 'say'} no time; add the time of the call`,
  },
  VALUE_CUT_SHORT: {
    says: (rows, example) =>
      `Excel has cut ${count(rows, 'value')} short (${example}); take ${rows === 1 ? 'it' : 'them'} from the source`,
  },
  VALUE_IS_ERROR: {
    says: (rows, example) =>
      `A formula has failed in ${count(rows, 'row')} (${example}); take the value from the source`,
  },
  VALUE_IS_JUNK: {
    says: (rows, example) => `In ${count(rows, 'row')} a program wrote “${example}” where there is nothing`,
    mends: 'Empty them',
  },
  HTML_ENTITIES: {
    says: (rows) => `In ${count(rows, 'row')} a web form wrote characters as HTML`,
    mends: 'Write the characters',
  },
  BACKSLASHES: {
    says: (rows) => `In ${count(rows, 'row')} a database put backslashes before quotation marks`,
    mends: 'Drop the backslashes',
  },
}

function writeAs(country: string, { choice, rows }: RepairOffered): string {
  return `${country} · write ${count(rows, 'number')} as ${callingCode(choice)}`
}

/** Returns the label of the button for one repair. */
export function repairLabel(damage: Damage, offer: RepairOffered): string {
  const { mends, mendsAs } = DAMAGE_TEXTS[damage]
  if (offer.choice === 'first') return 'Use the first'
  if (offer.choice === 'second') return 'Use the second'
  const country = countryOf(offer.choice)
  return country && mendsAs ? mendsAs(countryName(country), offer) : (mends ?? 'Fix')
}

/** Says that a row is left out, and why if the row itself says so. */
export function leftOutText({ said }: Pick<GridRow, 'said'>): string {
  return said === null ? 'Left out: it is not sent.' : `Left out: it says “${said}”.`
}

/** Returns the label of the button that repairs a single cell: the number with its country. */
export function cellRepairLabel({ choice, value }: Repair): string {
  if (value === '') return 'Empty it'
  const written = formatPhoneNumber(value)
  const country = countryOf(choice)
  return country ? `${countryName(country)}: ${written}` : `Use ${written}`
}

/** Writes an example such as `491711234567 → +49 171 1234567`; an empty text when the repair empties the cell. */
export function repairExample({ before, after }: RepairOffered): string {
  return after === '' ? '' : `${before} → ${formatPhoneNumber(after)}`
}

/** Counts the rows with a damage for which no repair is offered. */
export function rowsWithoutRepair({ rows, repairs }: DamageFound): number {
  const mended = repairs.filter(({ choice }) => choice !== 'second')
  // A number that can be read in two ways has a repair for each way, so the sum can exceed the number of rows.
  return Math.max(0, rows - mended.reduce((sum, offer) => sum + offer.rows, 0))
}

function countryOf(choice: string): CountryCode | null {
  return findCountry(COUNTRY.exec(choice)?.[1] ?? '')
}

function callingCode(choice: string): string {
  const country = countryOf(choice)
  return country ? `+${getCountryCallingCode(country)}` : ''
}
