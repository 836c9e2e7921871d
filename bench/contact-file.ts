import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import { seededRandom } from '../src/testing/seeded-random'

// npx tsx bench/contact-file.ts [rows] [seed] > contacts.csv

/** How many rows have each fault that was put in on purpose. All other rows are valid in an organization of the US. */
export type PlantedFaults = {
  nameMissing: number
  phoneMissing: number
  phoneInvalid: number
  /** The number of an earlier valid row, written in another way. */
  duplicates: number
  timezoneInvalid: number
  emailInvalid: number
}

export type ContactFile = { csv: string; planted: PlantedFaults }

export const CONTACT_FILE_HEADER =
  'Record ID,First Name,Last Name,Email,Mobile Phone Number,Time Zone,Company Name,Account ID,Plan,Notes'

const ROWS_PER_CHAIN = 4
const REPEATED_MAX = 200
const SHARES: readonly [fault: keyof PlantedFaults, share: number][] = [
  ['nameMissing', 0.002],
  ['phoneMissing', 0.003],
  ['phoneInvalid', 0.01],
  ['duplicates', 0.015],
  ['timezoneInvalid', 0.02],
  ['emailInvalid', 0.005],
]

const FIRST_NAMES = ['Ada', 'Bo', 'Chloé', 'Dmitri', 'Emeka', 'Frida', 'Günther', 'Hélène', 'Inés', 'Jürgen', 'Kaito']
const LAST_NAMES = ['Lovelace', 'Dahl', 'Müller', 'García', "O'Neil", "'t Hooft", 'Nguyễn', 'Okafor', 'Silva', '佐藤']
const COMPANIES = ['Luettgen, Bernier & Sons, Inc.', 'Streich “Harber” KG', 'Tillman GmbH', 'Café Zoë', 'Acme']
const NOTES = ['', '', '', 'Called before.\nPrefers mornings, "after nine"', 'VIP; ask for the desk', 'see CRM']
const NOT_NUMBERS = ['n/a', '1.55512E+10', '555-01', 'ask reception', '+1 212', '+44 20 7946 09580 99999']
const NOT_ZONES = ['Eastern Time', 'Pacific Time (US & Canada)', 'Central European', 'GMT+25']
const NOT_ADDRESSES = ['ada@', 'none', 'ada at example.com']

// Fifty that are in use. The first digit of the exchange below tells the two halves of the hundred apart.
const AREA_CODES =
  '201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 251 252 253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314'.split(
    ' ',
  )

/**
 * For each country: how a number is written in each of four styles, its zone, and its share of the rows. Every number
 * is possible.
 */
const COUNTRIES: readonly { weight: number; zone: string; write: (digits: string, style: number) => string }[] = [
  {
    weight: 60,
    zone: 'America/New_York',
    write: (d, style) => {
      const [area, exchange, line] = [
        AREA_CODES[Number(d.slice(0, 2)) % 50],
        `${Number(d[0]) < 5 ? 4 : 7}${d.slice(2, 4)}`,
        d.slice(4, 8),
      ]
      return [
        `+1${area}${exchange}${line}`,
        `(${area}) ${exchange}-${line}`,
        `${area}-${exchange}-${line}`,
        `+1 ${area} ${exchange} ${line}`,
      ][style] as string
    },
  },
  { weight: 10, zone: 'Europe/London', write: (d, style) => spaced('44', `77${d}`, style) },
  { weight: 8, zone: 'Europe/Berlin', write: (d, style) => spaced('49', `151${d}`, style) },
  { weight: 6, zone: 'Europe/Paris', write: (d, style) => spaced('33', `6${d}`, style) },
  { weight: 5, zone: 'Europe/Madrid', write: (d, style) => spaced('34', `6${d}`, style) },
  { weight: 5, zone: 'Asia/Kolkata', write: (d, style) => spaced('91', `98${d}`, style) },
  { weight: 3, zone: 'Australia/Sydney', write: (d, style) => spaced('61', `4${d}`, style) },
  { weight: 3, zone: 'Asia/Tokyo', write: (d, style) => spaced('81', `90${d}`, style) },
]

function spaced(code: string, digits: string, style: number): string {
  if (style === 0) return `+${code}${digits}`
  const separator = style === 1 ? '-' : ' '
  return `+${code} ${digits.slice(0, 3)}${separator}${digits.slice(3, 6)}${separator}${digits.slice(6)}`
}

/**
 * Makes a contact file as a CRM exports it: people of eight countries, cells with commas, quotes and line ends, one
 * chain of four for each account, and faults of every common kind. The same rows and seed make the same bytes.
 *
 * @param rows rows below the header, up to 100 million
 */
export function contactFile(rows: number, seed = 1): ContactFile {
  const random = seededRandom(seed)
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
  const planted: PlantedFaults = {
    nameMissing: 0,
    phoneMissing: 0,
    phoneInvalid: 0,
    duplicates: 0,
    timezoneInvalid: 0,
    emailInvalid: 0,
  }
  const weights = COUNTRIES.reduce((sum, { weight }) => sum + weight, 0)
  /** A few earlier valid rows, to be repeated. */
  const earlier: { country: (typeof COUNTRIES)[number]; digits: string }[] = []
  const lines = [CONTACT_FILE_HEADER]
  for (let row = 0; row < rows; row++) {
    const fault = pickFault(random(), earlier.length > 0)
    if (fault) planted[fault]++
    let country = pickCountry(random() * weights)
    // A bijection on eight digits: all numbers differ, and neighbours do not look like a sequence.
    let digits = String((row * 61_803_399 + 10_000_019) % 100_000_000).padStart(8, '0')
    if (fault === 'duplicates') ({ country, digits } = pick(earlier))
    else if (fault === null && earlier.length < REPEATED_MAX) earlier.push({ country, digits })
    const phone =
      fault === 'phoneMissing'
        ? ''
        : fault === 'phoneInvalid'
          ? pick(NOT_NUMBERS)
          : country.write(digits, Math.floor(random() * 4))
    const [first, last] = fault === 'nameMissing' ? ['', ''] : [pick(FIRST_NAMES), pick(LAST_NAMES)]
    const email = fault === 'emailInvalid' ? pick(NOT_ADDRESSES) : random() < 0.7 ? `person-${row}@example.com` : ''
    const zone = fault === 'timezoneInvalid' ? pick(NOT_ZONES) : random() < 0.6 ? country.zone : ''
    lines.push(
      [
        String(5_100_000 + row),
        first,
        last,
        email,
        phone,
        zone,
        pick(COMPANIES),
        `acct-${Math.floor(row / ROWS_PER_CHAIN)}`,
        pick(['pro', 'basic', '']),
        pick(NOTES),
      ]
        .map(quoted)
        .join(','),
    )
  }
  return { csv: `${lines.join('\r\n')}\r\n`, planted }
}

function pickFault(at: number, canRepeat: boolean): keyof PlantedFaults | null {
  let below = 0
  for (const [fault, share] of SHARES) {
    below += share
    if (at < below) return fault === 'duplicates' && !canRepeat ? null : fault
  }
  return null
}

function pickCountry(at: number): (typeof COUNTRIES)[number] {
  let below = 0
  for (const country of COUNTRIES) {
    below += country.weight
    if (at < below) return country
  }
  return COUNTRIES[0] as (typeof COUNTRIES)[number]
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [rows = '100000', seed = '1'] = process.argv.slice(2)
  const { csv, planted } = contactFile(Number(rows), Number(seed))
  if (!process.stdout.write(csv)) await once(process.stdout, 'drain')
  console.error(planted)
}
