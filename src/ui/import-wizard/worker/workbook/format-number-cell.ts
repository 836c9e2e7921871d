/** How a number in a cell is read: as its format code shows it. */
export type CellFormat =
  | { kind: 'plain' }
  | { kind: 'date' }
  | { kind: 'digits'; code: string }
  | { kind: 'percent'; decimals: number }

const PLAIN: CellFormat = { kind: 'plain' }
const DATE: CellFormat = { kind: 'date' }

/** The built-in formats `0%` and `0.00%`. */
const BUILT_IN_PERCENT: Record<number, CellFormat> = {
  9: { kind: 'percent', decimals: 0 },
  10: { kind: 'percent', decimals: 2 },
}

/** Says whether a built-in format is a date or a time (ECMA-376, 18.8.30). Includes those of Asian locales. */
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
}

/**
 * Reads what a number format shows.
 *
 * @param code the workbook's own format code; undefined for a built-in format
 */
export function readFormat(id: number, code: string | undefined): CellFormat {
  if (code === undefined) return isBuiltInDate(id) ? DATE : (BUILT_IN_PERCENT[id] ?? PLAIN)
  // Colours, locales and elapsed time stand in brackets. Quoted or escaped text is shown as it is.
  const bare = code.replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '').replaceAll(/"[^"]*"|\\.|_.|\*./g, '')
  if (/[ymdhs]/i.test(bare.replaceAll(/general/gi, ''))) return DATE
  const percent = /^[#0,?]*(?:\.([#0?]+))?\s*%$/.exec((bare.split(';')[0] ?? '').trim())
  if (percent) return { kind: 'percent', decimals: percent[1]?.length ?? 0 }
  // Zeros that fill up on the left (00000), or digits in groups ((000) 000-0000), as phone numbers are formatted.
  const isDigits = /0{2}|0[#?]|#{3}/.test(bare.split(';')[0] ?? '') && !/[.,%eE/?@]|general/i.test(bare)
  return isDigits ? { kind: 'digits', code } : PLAIN
}

/**
 * Writes the text of a numeric cell. Shares are percentages if the format says so. Dates are ISO 8601 without an
 * offset, and without a time when there is no time of day. Other numbers have the 15 digits that Excel keeps, and no
 * exponent below 1e21.
 *
 * @param date1904 whether days count from 1904, as on old Macs
 */
export function formatNumberCell(value: number, format: CellFormat, date1904: boolean): string {
  if (format.kind === 'date') return formatSerial(value, date1904) ?? plain(value)
  if (format.kind === 'digits' && Number.isInteger(value) && value >= 0) return formatDigits(value, format.code)
  if (format.kind === 'percent') return `${plain(Number((value * 100).toFixed(format.decimals)))}%`
  return plain(value)
}

function plain(value: number): string {
  return String(Number(value.toPrecision(15)))
}

const DAY_MS = 86_400_000
/** The day after 9999-12-31. */
const SERIAL_MAX = 2_958_466

function formatSerial(serial: number, date1904: boolean): string | null {
  if (serial < 0 || serial >= SERIAL_MAX) return null
  const days = date1904 ? serial + 1462 : serial
  // Excel counts 1900 as a leap year, so its days before 1 March 1900 are one less.
  const epochMs = Date.UTC(1899, 11, 30) + (days < 60 && !date1904 ? DAY_MS : 0)
  const iso = new Date(Math.round((epochMs + days * DAY_MS) / 1000) * 1000).toISOString()
  const time = iso.slice(11, 19)
  const shownTime = time.endsWith(':00') ? time.slice(0, 5) : time
  if (serial < 1) return shownTime
  return time === '00:00:00' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${shownTime}`
}

/**
 * Fills digits into the placeholders of a format code from the right. Missing digits become zeros where the code has
 * zeros. Other characters stay in their places.
 */
function formatDigits(value: number, code: string): string {
  const pattern = sectionFor(value, code).replaceAll(/\[[^\]]*\]/g, '')
  const tokens = [...pattern.matchAll(/"([^"]*)"|\\(.)|[_*].|([0#])|(.)/gs)].map((match) => ({
    literal: match[1] ?? match[2] ?? match[4] ?? '',
    placeholder: match[3],
  }))
  const digits = [...String(value)]
  const out: string[] = []
  const first = tokens.findIndex(({ placeholder }) => placeholder !== undefined)
  for (let index = tokens.length - 1; index >= 0; index--) {
    const { literal, placeholder } = tokens[index] as (typeof tokens)[number]
    if (placeholder === undefined) out.unshift(literal)
    else {
      out.unshift(digits.pop() ?? (placeholder === '0' ? '0' : ''))
      if (index === first) out.unshift(...digits.splice(0))
    }
  }
  return out.join('').trim()
}

/**
 * Chooses the section of a format code. Excel's own format for phone numbers has a condition:
 * `[<=9999999]###-####;(###) ###-####`.
 */
function sectionFor(value: number, code: string): string {
  const [first = '', second] = code.split(';')
  const limit = /^\[<=(\d+)\]/.exec(first)?.[1]
  return limit !== undefined && second !== undefined && value > Number(limit) ? second : first
}
