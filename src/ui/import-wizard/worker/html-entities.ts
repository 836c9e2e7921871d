const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));/g
/** A form that is exported several times encodes its entities again each time. */
const LAYERS_MAX = 3

/** The entities that web forms and CRMs write for characters. Other names stay unchanged. */
const NAMED = new Map<string, string>(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: '\u00a0',
    plus: '+',
    lpar: '(',
    rpar: ')',
    hyphen: '-',
    ndash: '–',
    mdash: '—',
    lsquo: '‘',
    rsquo: '’',
    ldquo: '“',
    rdquo: '”',
    hellip: '…',
    bull: '•',
    middot: '·',
    euro: '€',
    pound: '£',
    copy: '©',
    reg: '®',
    trade: '™',
    deg: '°',
    szlig: 'ß',
    aelig: 'æ',
    AElig: 'Æ',
    oslash: 'ø',
    Oslash: 'Ø',
    aring: 'å',
    Aring: 'Å',
    eth: 'ð',
    thorn: 'þ',
  }),
)

/** Matches names such as `eacute` or `Uuml`: a letter and the mark above or below it. */
const ACCENTED = /^([A-Za-z])(acute|grave|circ|uml|tilde|cedil|caron)$/
const MARKS: Record<string, string> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  uml: '\u0308',
  tilde: '\u0303',
  cedil: '\u0327',
  caron: '\u030c',
}

/** Replaces HTML entities by their characters. A text without entities stays unchanged. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  let decoded = text
  for (let layer = 0; layer < LAYERS_MAX; layer++) {
    const next = decoded.replace(ENTITY, decodeEntity)
    if (next === decoded) break
    decoded = next
  }
  return decoded
}

function decodeEntity(entity: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return NAMED.get(name) ?? accented(name) ?? entity
  const codePoint = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  const isCharacter = codePoint > 0 && codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff)
  return isCharacter ? String.fromCodePoint(codePoint) : entity
}

function accented(name: string): string | null {
  const [, letter = '', mark = ''] = ACCENTED.exec(name) ?? []
  return letter === '' ? null : `${letter}${MARKS[mark] ?? ''}`.normalize('NFC')
}
