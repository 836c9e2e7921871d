/**
 * The states by the first three digits of ZIP codes (USPS, Domestic Mail Manual L002), as ranges. A range that two
 * states share has both. Military and federal codes have no place and are left out.
 */
const ZIP_RANGES = `
005 NY|006-007 PR|008 VI|009 PR|010-027 MA|028-029 RI|030-038 NH|039-049 ME|050-054 VT|055 MA|056-059 VT|060-062 CT
063 CT NY|064-069 CT|070-089 NJ|100-149 NY|150-196 PA|197-199 DE|200 DC|201 VA|202-205 DC|206-219 MD|220-246 VA
247-268 WV|270-289 NC|290-299 SC|300-319 GA|320-339 FL|341-349 FL|350-369 AL|370-385 TN|386-397 MS|398-399 GA
400-427 KY|430-459 OH|460-479 IN|480-499 MI|500-528 IA|530-549 WI|550-567 MN|570-577 SD|580-588 ND|590-599 MT
600-629 IL|630-658 MO|660-679 KS|680-693 NE|700-714 LA|716-729 AR|730-732 OK|733 TX|734-749 OK|750-799 TX|800-816 CO
820-831 WY|832-833 ID|834 ID WY|835-838 ID|840-847 UT|850-864 AZ|865 AZ NM|870-884 NM|885 TX|889-898 NV|900-961 CA
967 HI AS|968 HI|969 GU MP|970-979 OR|980-994 WA|995-999 AK
`

/** The provinces by the first letter of Canadian postal codes (Canada Post). X is shared by two territories. */
const LETTERS: Readonly<Record<string, readonly string[]>> = {
  A: ['NL'],
  B: ['NS'],
  C: ['PE'],
  E: ['NB'],
  G: ['QC'],
  H: ['QC'],
  J: ['QC'],
  K: ['ON'],
  L: ['ON'],
  M: ['ON'],
  N: ['ON'],
  P: ['ON'],
  R: ['MB'],
  S: ['SK'],
  T: ['AB'],
  V: ['BC'],
  X: ['NT', 'NU'],
  Y: ['YT'],
}

const RANGES = ZIP_RANGES.trim()
  .split(/[|\n]/)
  .map((range) => {
    const [digits = '', ...states] = range.split(' ')
    const [first = '', last = first] = digits.split('-')
    return { first: Number(first), last: Number(last), states }
  })

const ZIP = /^([0-9]{3})[0-9]{2}(?:[ -]?[0-9]{4})?$/
/** A spreadsheet takes the zeros in front of a ZIP code. */
const SHORT_ZIP = /^[0-9]{3,4}$/
const CANADIAN = /^([ABCEGHJ-NPRSTVXY])[0-9][A-Z](?:[ -]?[0-9][A-Z][0-9])?$/

/**
 * Returns the ids in `REGIONS` of the states or provinces of a postal code of the United States or Canada: one, two
 * where they share it, none for any other text.
 */
export function regionsOfPostalCode(text: string): readonly string[] {
  const code = text.trim().toUpperCase()
  const letter = CANADIAN.exec(code)?.[1]
  if (letter !== undefined) return (LETTERS[letter] ?? []).map((province) => `CA-${province}`)
  const digits = ZIP.exec(SHORT_ZIP.test(code) ? code.padStart(5, '0') : code)?.[1]
  const prefix = Number(digits ?? -1)
  const range = RANGES.find(({ first, last }) => first <= prefix && prefix <= last)
  return (range?.states ?? []).map((state) => `US-${state}`)
}
