const PHONE_SHAPE =
  /^(?:(?:tel|p):)?\s*[+\uff0b(]?[\d(][\d\s().\-/\u2010-\u2015\u2022\u00b7]*(?:\s*(?:x|ext\.?|#|;ext=)\s*\d+)?$/i
const DIGITS_MIN = 7
/** With an extension; without one, and with `00` in front, none has more than the second. */
const DIGITS_MAX = 21
const BARE_DIGITS_MAX = 17

/** Two places of at most 31 and a year, apart by any sign, or the year first. */
const DATE = /^(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(?:\d{4}|\d{2})$/
const YEAR_FIRST = /^(?:19|20)\d\d\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{1,2})$/
/** `20261129`, and with a time behind it. */
const PACKED_DATE =
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d(?:\d{3})?)?)?$/
/** A degree and its decimals, `52.5200066`; nobody writes a number of so few digits before its only dot. */
const COORDINATE = /^(?:0|[1-9]\d{0,2})\.\d{4,}$/
/** An amount: a decimal that is not nought. Noughts are what a spreadsheet puts behind any number. */
const DECIMAL = /^\d+[.](?!0+$)\d{1,3}$/
/** Of persons and companies in the USA: `078-05-1120`, `12-3456789`. */
const SSN = /^\d{3}[- ]\d{2}[- ]\d{4}$/
const EIN = /^\d{2}-\d{7}$/
const ZIP_PLUS_4 = /^\d{5}-\d{4}$/
/** Brazil's, `01310-100`, and its tax numbers, `529.982.247-25` and `11.222.333/0001-81`. */
const CEP = /^\d{5}-\d{3}$/
const CPF = /^\d{3}\.\d{3}\.\d{3}-\d{2}$/
const CNPJ = /^\d{2}\.\d{3}\.\d{3}\/\d{4}-\d{2}$/
const OTHER_SHAPES = [PACKED_DATE, COORDINATE, DECIMAL, SSN, EIN, ZIP_PLUS_4, CEP, CPF, CNPJ]
const NPI = /^[12]\d{9}$/

/** Whether a cell looks like a phone number, and like nothing else that is written in digits. */
export function isPhoneLike(cell: string): boolean {
  const digits = cell.replaceAll(/\D/g, '').length
  if (digits < DIGITS_MIN || digits > DIGITS_MAX || !PHONE_SHAPE.test(cell)) return false
  // Seven bare digits are as often an id; a number of that length has its separators.
  if (isBareDigits(cell) && (digits === DIGITS_MIN || digits > BARE_DIGITS_MAX)) return false
  return !isDate(cell) && !OTHER_SHAPES.some((shape) => shape.test(cell)) && !isNpi(cell)
}

/** Nothing but digits, and none that begins as numbers do: a leading `0` is an area code's. */
export function isBareDigits(cell: string): boolean {
  return /^[1-9]\d*$/.test(cell)
}

function isDate(cell: string): boolean {
  const [, first, second] = DATE.exec(cell) ?? YEAR_FIRST.exec(cell) ?? []
  if (first === undefined || second === undefined) return false
  const [low, high] = [Number(first), Number(second)].sort((a, b) => a - b) as [number, number]
  return low >= 1 && low <= 12 && high <= 31
}

/** The number of a physician or clinic in the USA: its last digit checks the others (Luhn, with 80840 in front). */
function isNpi(cell: string): boolean {
  if (!NPI.test(cell)) return false
  let sum = 24
  for (let at = 0; at < 9; at++) {
    const digit = Number(cell[at])
    const doubled = digit * 2
    sum += at % 2 === 0 ? (doubled > 9 ? doubled - 9 : doubled) : digit
  }
  return (10 - (sum % 10)) % 10 === Number(cell[9])
}
