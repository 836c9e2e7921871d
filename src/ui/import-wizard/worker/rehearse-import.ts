import type { Mapping } from '@/domain/mappings/mapping.rules'
import { ImportTable } from './import-table'
import type { JudgePool } from './judge-pool'
import { readFile } from './read-file'
import type { Judging, TableSummary } from './review-messages'

/**
 * How many rows are judged until the engine has compiled the code in every worker. More of them make it no faster, and
 * are under way when the file comes.
 */
const ROWS = 28_000

const HEADER = 'First name,Last name,Email,Phone,Time zone,Company,Account,Note'
const MAPPING: Mapping = {
  columns: [
    'firstName',
    'lastName',
    'toEmailAddress',
    'phoneNumber',
    'timezone',
    'variable:company',
    'variable:account',
    'variable:note',
  ],
  constants: {},
  familyNameFirst: false,
  dateOrder: null,
}

const JUDGING: Judging = {
  mapping: MAPPING,
  options: { groupByField: 'account' },
  agent: {
    timezones: ['America/New_York'],
    callWindows: { monday: [{ start: '09:00', end: '17:00' }] },
    variables: [],
    steps: [],
  },
  organization: { country: 'US', normalizationEnabled: false, premiumNumbersRefused: false },
}

const FIRST_NAMES = ['Ada', 'Hélène', 'Bo', '渡辺', 'Ada', 'Chloé', 'Ada', '']
const ZONES = ['America/Chicago', '', 'Europe/Berlin', 'Pacific Time', 'Asia/Tokyo', '']
const COMPANIES = ['Acme', '"Streich, ""Harber"" & Sons"', 'Café Zoë', '']
const NOTES = ['', 'ask for the desk', '', '"Called before.\nPrefers ""after nine"""', '', 'VIP; see CRM']
/** Some of them begin like other countries' calling codes, in different ways, and some do not. */
const AREA_CODES =
  '201 212 215 229 231 240 248 251 254 262 269 276 303 312 347 352 386 404 415 469 503 612 718 917'.split(' ')
const NO_NUMBERS = ['n/a', '555-01', '1.5125E+10', 'ask the desk', '+44 20 7946 09580 99999', '+1 212']

/**
 * Reads and judges a file of invented contacts while the operator looks for the real one. JavaScript runs many times
 * faster once the engine has compiled it, which takes thousands of rows. Those rows are then the rehearsal's and not
 * the operator's.
 *
 * @param signal ends the rehearsal as soon as there is real work
 * @returns the summary; null when it was ended before
 */
export async function rehearseImport(pool: JudgePool, signal: AbortSignal): Promise<TableSummary | null> {
  const source = new Blob([madeUpContacts(ROWS)])
  const table = new ImportTable(await readFile(source, { override: {}, onProgress: () => {}, signal }), pool)
  table.preview()
  signal.throwIfAborted()
  signal.addEventListener('abort', () => table.review.stop())
  return table.review.judge(JUDGING, Date.now())
}

function madeUpContacts(rows: number): string {
  const lines = [HEADER]
  for (let row = 0; row < rows; row++) {
    const email = row % 3 === 0 ? '' : row % 64 === 5 ? 'none' : `person${row}@example.com`
    const [first, zone] = [nth(FIRST_NAMES, row), nth(ZONES, row)]
    const last = first === '' && row % 64 === 7 ? '' : `Person ${row}`
    lines.push(
      `${first},${last},${email},${madeUpNumber(row)},${zone},${nth(COMPANIES, row)},${row >> 2},${nth(NOTES, row)}`,
    )
  }
  return lines.join('\r\n')
}

/** Writes a phone number in one of the ways of people. Some are unusable, as in every file. */
function madeUpNumber(row: number): string {
  const line = String((row * 7_919) % 10_000).padStart(4, '0')
  const exchange = 200 + ((row * 31) % 700)
  const area = nth(AREA_CODES, row * 7)
  const numbers = [
    `+1212${exchange}${line}`,
    `(${area}) ${exchange}-${line}`,
    `${area}-${exchange}-${line}`,
    `+44 7700 ${exchange}${line.slice(1)}`,
    `+49 151 ${exchange} ${line}1`,
    row % 3 === 0
      ? `+61 4${line.slice(0, 2)}-${exchange}-${line.slice(1)}`
      : `+33 6 12 ${line.slice(0, 2)} ${line.slice(2)} 78`,
    row % 3 === 0 ? `+34 6${line.slice(0, 2)} ${exchange} ${line.slice(1)}` : `+91-98${exchange}-${line}1`,
    row % 64 === 7 ? nth(NO_NUMBERS, row >> 6) : `+81 90 ${line} ${exchange}1`,
  ]
  return nth(numbers, row)
}

function nth(texts: readonly string[], at: number): string {
  return texts[at % texts.length] as string
}
