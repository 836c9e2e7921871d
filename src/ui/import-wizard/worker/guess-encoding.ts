import type { Encoding } from './file-format'

/** Where an encoding of two bytes a character has its characters of every day, by first byte and second. */
type DoubleByte = {
  encoding: Encoding
  /** Whether two bytes are one of them; `weight` is what such a character tells. */
  isCommon: (lead: number, trail: number) => boolean
  isLead: (byte: number) => boolean
  /** What must be found in so many of a hundred characters, for encodings that share their room with another one. */
  mark?: { isMark: (lead: number, trail: number) => boolean; shareMin: number }
}

const between = (low: number, high: number) => (byte: number) => byte >= low && byte <= high
const isHigh = between(0xa1, 0xfe)

// The first levels of the national standards are the characters of every day. Kana tell Japanese; Korean has its
// syllables in half of the room of Chinese; only Big5 has second bytes of ASCII beside first ones above 0xA0.
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
/** A text of characters for every day has next to no others. */
const COMMON_SHARE_MIN = 0.8
/** And they do not stand between Latin letters, as two bytes do that are `łę` or `ü` and the letter after it. */
const BESIDE_LATIN_SHARE_MAX = 0.25

type Language = {
  /** Its letters beyond ASCII, in lower case. */
  letters: string
  /** Letters that are half of its texts, where another encoding makes other letters of the same script. */
  frequent?: string
  /** It has no letters of ASCII, and no word of it has any. */
  ownScript?: true
  /** Below 1 for what is rare, of two that fit a word. */
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

/** In the order in which they are preferred, where several fit as well. */
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
/** Words that no language of the encoding has are names from elsewhere, up to so many of a hundred. */
const STRANGE_SHARE_MAX = 0.5

export type EncodingGuess = {
  encoding: Encoding
  /** It reads as no language that is known here: perhaps it is none of these encodings. */
  doubtful: boolean
}

/**
 * The encoding of a text that is neither UTF-8 nor UTF-16: of two bytes a character where all of it are common
 * characters of one; else the one in which most words are of one language, each with letters that it has and capitals
 * where words have them. Of several as good the first in the list, Windows-1252.
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
/** Marks that stand beside words and in them; they tell nothing. */
const MARKS_AROUND = /^[\u00a0’‘“”„‚–—…€£§°®©™«»¿¡ºª·]+|[\u00a0’‘“”„‚–—…€£§°®©™«»¿¡ºª·]+$/g
const APOSTROPHE = /[’·\u00a0–]/

/** The words with letters beyond ASCII. */
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

/** How well the best language fits, and the share of words that fit none. */
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

/** No capital beyond ASCII stands behind a small letter: `MŸller`, `иВАН`. */
function hasCapitalsInPlace(word: string): boolean {
  return !/\p{Ll}(?![A-Z])\p{Lu}/u.test(word)
}
