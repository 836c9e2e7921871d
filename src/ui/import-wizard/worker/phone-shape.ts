const PHONE_SHAPE =
  /^(?:(?:tel|p):)?\s*[+\uff0b(]?[\d(][\d\s().\-/\u2010-\u2015\u2022\u00b7]*(?:\s*(?:x|ext\.?|#|;ext=)\s*\d+)?$/i
const DIGITS_MIN = 7
/**
 * The most digits of a number with an extension. `BARE_DIGITS_MAX` is for a number without one, `00` in front included.
 */
const DIGITS_MAX = 21
const BARE_DIGITS_MAX = 17

/** Matches two numbers of at most two digits and a year, with any separator, or with the year first. */
const DATE = /^(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(?:\d{4}|\d{2})$/
const YEAR_FIRST = /^(?:19|20)\d\d\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{1,2})$/
/** Matches `20261129`, also with a time behind it. */
const PACKED_DATE =
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d(?:\d{3})?)?)?$/
/** Matches a degree with decimals, `52.5200066`. No phone number has so few digits before its only dot. */
const COORDINATE = /^(?:0|[1-9]\d{0,2})\.\d{4,}$/
/** Matches an amount, whose decimals are not all zeros. Spreadsheets add zeros to any number. */
const DECIMAL = /^\d+[.](?!0+$)\d{1,3}$/
/** Tax numbers of persons and of companies in the USA: `078-05-1120`, `12-3456789`. */
const SSN = /^\d{3}[- ]\d{2}[- ]\d{4}$/
const EIN = /^\d{2}-\d{7}$/
const ZIP_PLUS_4 = /^\d{5}-\d{4}$/
/** Postcodes of Brazil, `01310-100`, and its tax numbers, `529.982.247-25` and `11.222.333/0001-81`. */
const CEP = /^\d{5}-\d{3}$/
const CPF = /^\d{3}\.\d{3}\.\d{3}-\d{2}$/
const CNPJ = /^\d{2}\.\d{3}\.\d{3}\/\d{4}-\d{2}$/
const OTHER_SHAPES = [PACKED_DATE, COORDINATE, DECIMAL, SSN, EIN, ZIP_PLUS_4, CEP, CPF, CNPJ]
const NPI = /^[12]\d{9}$/

/** Says whether a cell looks like a phone number, and like nothing else that is written in digits. */
export function isPhoneLike(cell: string): boolean {
  const digits = cell.replaceAll(/\D/g, '').length
  if (digits < DIGITS_MIN || digits > DIGITS_MAX || !PHONE_SHAPE.test(cell)) return false
  // Seven bare digits are just as often an id. A phone number of that length usually has separators.
  if (isBareDigits(cell) && (digits === DIGITS_MIN || digits > BARE_DIGITS_MAX)) return false
  return !isDate(cell) && !OTHER_SHAPES.some((shape) => shape.test(cell)) && !isNpi(cell)
}

/** Says whether a cell has only digits and no leading `0`, which would belong to an area code. */
export function isBareDigits(cell: string): boolean {
  return /^[1-9]\d*$/.test(cell)
}

function isDate(cell: string): boolean {
  const [, first, second] = DATE.exec(cell) ?? YEAR_FIRST.exec(cell) ?? []
  if (first === undefined || second === undefined) return false
  const [low, high] = [Number(first), Number(second)].sort((a, b) => a - b) as [number, number]
  return low >= 1 && low <= 12 && high <= 31
}

/**
 * Says whether digits are the number of a physician or clinic in the USA. Its last digit checks the others (Luhn, with
 * 80840 in front).
 */
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
