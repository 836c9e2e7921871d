import type { Encoding } from './file-format'

/** An encoding with two bytes per character, and where its everyday characters are. */
type DoubleByte = {
  encoding: Encoding
  /** Says whether two bytes are an everyday character. */
  isCommon: (lead: number, trail: number) => boolean
  isLead: (byte: number) => boolean
  /**
   * A sign of the encoding that at least `shareMin` of the characters must show. It tells the encoding from others that
   * use the same bytes.
   */
  mark?: { isMark: (lead: number, trail: number) => boolean; shareMin: number }
}

const between = (low: number, high: number) => (byte: number) => byte >= low && byte <= high
const isHigh = between(0xa1, 0xfe)

// The everyday characters are the first levels of the national standards. Kana tell Japanese. Korean has its syllables
// in half of the range of Chinese. Only Big5 has ASCII second bytes after first bytes above 0xA0.
const DOUBLE_BYTE: readonly DoubleByte[] = [
  {
    encoding: 'shift_jis',
    isLead: (byte) => between(0x81, 0x9f)(byte) || between(0xe0, 0xfc)(byte),
    isCommon: (lead, trail) =>
      (lead === 0x81 && trail >= 0x40) ||
      (lead === 0x82 && trail >= 0x4f) ||
      (lead === 0x83 && between(0x40, 0x96)(trail)) ||
      between(0x88, 0x97)(lead),
    mark: { isMark: (lead) => between(0x81, 0x98)(lead), shareMin: 0.6 },
  },
  {
    encoding: 'euc-jp',
    isLead: isHigh,
    isCommon: (lead, trail) =>
      isHigh(trail) && (lead === 0xa1 || lead === 0xa4 || lead === 0xa5 || between(0xb0, 0xcf)(lead)),
    mark: { isMark: (lead) => lead === 0xa4 || lead === 0xa5, shareMin: 0.08 },
  },
  {
    encoding: 'euc-kr',
    isLead: isHigh,
    isCommon: (lead, trail) => isHigh(trail) && between(0xb0, 0xc8)(lead),
    mark: { isMark: (lead) => between(0xb0, 0xc8)(lead), shareMin: 0.95 },
  },
  {
    encoding: 'big5',
    isLead: between(0xa1, 0xf9),
    isCommon: (lead) => between(0xa4, 0xc6)(lead),
    mark: { isMark: (_, trail) => between(0x40, 0x7e)(trail), shareMin: 0.1 },
  },
  {
    encoding: 'gb18030',
    isLead: between(0x81, 0xfe),
    isCommon: (lead, trail) => isHigh(trail) && (between(0xb0, 0xd7)(lead) || lead === 0xa1 || lead === 0xa3),
  },
]
/** The least share of everyday characters in a text of the encoding. */
const COMMON_SHARE_MIN = 0.8
/**
 * The greatest share of such characters beside Latin letters. Two bytes beside Latin letters are rather `łę`, or `ü`
 * with the next letter.
 */
const BESIDE_LATIN_SHARE_MAX = 0.25

type Language = {
  /** Its letters beyond ASCII, in lower case. */
  letters: string
  /**
   * Letters that make up half of its texts. They tell encodings apart that map the same bytes to other letters of the
   * script.
   */
  frequent?: string
  /** Its words never contain ASCII letters. */
  ownScript?: true
  /** Below 1 for rarer languages, which lose when two languages fit a word. */
  weight?: number
}

const GERMAN = { letters: 'äöüß' }
const ESTONIAN = { letters: 'äöüõšž', weight: 0.8 }
const WESTERN: readonly Language[] = [
  GERMAN,
  { letters: 'àâæçéèêëîïôœùûüÿ' },
  { letters: 'áéíñóúü' },
  { letters: 'ãáâàçéêíõóôú' },
  { letters: 'àèéìíîòóùú' },
  { letters: 'æøåé' },
  { letters: 'åäöé' },
  { letters: 'áéèëïöüóú' },
  { letters: 'àçèéíïòóúü' },
  { letters: 'áéíóúýþæöð', weight: 0.7 },
]
const CENTRAL: readonly Language[] = [
  { letters: 'ąćęłńóśźż' },
  { letters: 'áčďéěíňóřšťúůýž' },
  { letters: 'áäčďéíĺľňóôŕšťúýž' },
  { letters: 'áéíóöőúüű' },
  { letters: 'ăâîşţșț' },
  { letters: 'čćđšž' },
  GERMAN,
]
const CYRILLIC: readonly Language[] = [
  { ownScript: true, letters: 'абвгдежзийклмнопрстуфхцчшщъыьэюяё', frequent: 'оеаинтсрвл' },
  { ownScript: true, letters: 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя', frequent: 'оаинвіерткл', weight: 0.98 },
  { ownScript: true, letters: 'абвгдђежзијклљмнњопрстћуфхцчџш', frequent: 'аоиенрсјтк', weight: 0.98 },
]
const GREEK: readonly Language[] = [
  { ownScript: true, letters: 'αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ', frequent: 'αοιετσνηρπ' },
]
const TURKISH: readonly Language[] = [{ letters: 'çğıi̇öşüâîû' }]
const BALTIC: readonly Language[] = [{ letters: 'ąčęėįšųūž' }, { letters: 'āčēģīķļņšūž' }, ESTONIAN]
const HEBREW: readonly Language[] = [
  { ownScript: true, letters: 'אבגדהוזחטיךכלםמןנסעףפץצקרשת', frequent: 'יהולרמבתאנ' },
]
const ARABIC: readonly Language[] = [{ ownScript: true, letters: 'ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ' }]
const THAI: readonly Language[] = [
  {
    ownScript: true,
    letters: 'กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯะัาำิีึืฺุูเแโใไๅๆ็่้๊๋์ํ๎',
  },
]
const VIETNAMESE: readonly Language[] = [{ letters: 'ăâđêôơưàáèéìíòóùúýãõ\u0300\u0301\u0303\u0309\u0323', weight: 0.6 }]

/** In order of preference when several fit equally well. */
const SINGLE_BYTE: readonly { encoding: Encoding; languages: readonly Language[] }[] = [
  { encoding: 'windows-1252', languages: [...WESTERN, ESTONIAN] },
  { encoding: 'windows-1250', languages: CENTRAL },
  { encoding: 'windows-1251', languages: CYRILLIC },
  { encoding: 'windows-1254', languages: TURKISH },
  { encoding: 'windows-1253', languages: GREEK },
  { encoding: 'windows-1257', languages: BALTIC },
  { encoding: 'windows-1255', languages: HEBREW },
  { encoding: 'windows-1256', languages: ARABIC },
  { encoding: 'windows-874', languages: THAI },
  { encoding: 'windows-1258', languages: VIETNAMESE },
  { encoding: 'koi8-r', languages: CYRILLIC.slice(0, 1) },
  { encoding: 'koi8-u', languages: CYRILLIC.slice(1, 2) },
  { encoding: 'ibm866', languages: CYRILLIC.slice(0, 1) },
  { encoding: 'macintosh', languages: WESTERN },
  { encoding: 'x-mac-cyrillic', languages: CYRILLIC.slice(0, 1) },
  { encoding: 'iso-8859-2', languages: CENTRAL },
  { encoding: 'iso-8859-5', languages: CYRILLIC.slice(0, 1) },
]

const WORDS_MAX = 2_000
/** Words that fit no language of the encoding may be foreign names, up to this share of all words. */
const STRANGE_SHARE_MAX = 0.5

export type EncodingGuess = {
  encoding: Encoding
  /** True when the text fits no language that is known here, so that another encoding may be right. */
  doubtful: boolean
}

/**
 * Guesses the encoding of a text that is neither UTF-8 nor UTF-16. First tries encodings with two bytes per character,
 * in which nearly all characters must be everyday ones. Then takes the single-byte encoding in which most words fit one
 * language, by their letters and by where capitals stand. Of equally good ones the first in the list wins; that is
 * Windows-1252.
 *
 * @param sample the beginning of the text, or some lines of it; it may end within a character
 */
export function guessEncoding(sample: Uint8Array): EncodingGuess {
  const double = DOUBLE_BYTE.find((candidate) => isDoubleByte(sample, candidate))
  if (double) return { encoding: double.encoding, doubtful: false }
  let best = { encoding: 'windows-1252' as Encoding, score: 0, strange: 0 }
  for (const { encoding, languages } of SINGLE_BYTE) {
    const { score, strange } = scoreWords(wordsOf(new TextDecoder(encoding).decode(sample)), languages)
    if (encoding === 'windows-1252' || score > best.score + 1e-9) best = { encoding, score, strange }
  }
  if (best.score <= 0)
    return { encoding: 'windows-1252', doubtful: wordsOf(new TextDecoder().decode(sample)).length > 0 }
  return { encoding: best.encoding, doubtful: best.strange > STRANGE_SHARE_MAX }
}

function isDoubleByte(sample: Uint8Array, { encoding, isLead, isCommon, mark }: DoubleByte): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: true })
  } catch {
    return false
  }
  let [characters, common, marks, besideLatin] = [0, 0, 0, 0]
  let afterLatin = false
  for (let at = 0; at + 1 < sample.length; at++) {
    const lead = sample[at] as number
    if (lead < 0x80) {
      afterLatin = isLatinLetter(lead)
      continue
    }
    characters++
    if (afterLatin || isLatinLetter(sample[at + 2])) besideLatin++
    afterLatin = false
    if (!isLead(lead)) continue
    const trail = sample[++at] as number
    if (isCommon(lead, trail)) common++
    if (mark?.isMark(lead, trail)) marks++
  }
  if (characters === 0 || common < characters * COMMON_SHARE_MIN) return false
  if (besideLatin > characters * BESIDE_LATIN_SHARE_MAX) return false
  return mark === undefined || marks >= characters * mark.shareMin
}

function isLatinLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a))
}

const WORD = /(?:[A-Za-z]|[^\0-\x7f])*[^\0-\x7f](?:[A-Za-z]|[^\0-\x7f])*/g
/** Punctuation around words, which says nothing about the encoding. */
const MARKS_AROUND = /^[\u00a0’‘“”„‚–—…€£§°®©™«»¿¡ºª·]+|[\u00a0’‘“”„‚–—…€£§°®©™«»¿¡ºª·]+$/g
const APOSTROPHE = /[’·\u00a0–]/

/** Finds the words with letters beyond ASCII. */
function wordsOf(text: string): string[] {
  const words: string[] = []
  for (const [match] of text.matchAll(WORD)) {
    for (const word of match.replaceAll(MARKS_AROUND, '').split(APOSTROPHE)) {
      if (/[^\0-\x7f]/.test(word)) words.push(word)
    }
    if (words.length >= WORDS_MAX) break
  }
  return words
}

/** Scores how well the best language fits, and the share of words that fit none. */
function scoreWords(words: readonly string[], languages: readonly Language[]): { score: number; strange: number } {
  const scores = languages.map(() => 0)
  let strange = 0
  for (const word of words) {
    let fits = false
    if (hasCapitalsInPlace(word)) {
      const letters = [...word.toLowerCase()].filter((letter) => letter > '\x7f')
      const hasAscii = /[A-Za-z]/.test(word)
      for (const [index, { letters: known, frequent, ownScript, weight = 1 }] of languages.entries()) {
        if (ownScript && hasAscii) continue
        if (!letters.every((letter) => known.includes(letter))) continue
        fits = true
        const share = frequent ? letters.filter((letter) => frequent.includes(letter)).length / letters.length : 0.5
        scores[index] = (scores[index] as number) + weight * (0.6 + 0.8 * share)
      }
    }
    if (!fits) strange++
  }
  return { score: Math.max(0, ...scores) - strange * 0.5, strange: words.length === 0 ? 0 : strange / words.length }
}

/**
 * Says whether capitals stand in plausible places. A capital beyond ASCII right after a small letter is wrong:
 * `MŸller`, `иВАН`.
 */
function hasCapitalsInPlace(word: string): boolean {
  return !/\p{Ll}(?![A-Z])\p{Lu}/u.test(word)
}
