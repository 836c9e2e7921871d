import type { CountryCode } from 'libphonenumber-js'
import { isUuid, parsePublicId } from '@/domain/ids'
import { readPhoneNumber } from '@/domain/phones/phone-number.rules'

/** The shortest end of a number, and the shortest beginning of a name, that is searched for. */
export const NUMBER_END_LENGTH_MIN = 4
export const NAME_LENGTH_MIN = 2

const NUMBER_END_LENGTH_MAX = 14
/** Digits with the signs that people write between them. */
const DIGITS_ONLY = /^[+(]?[0-9][0-9\s().\-/]*$/
const LETTER = /\p{L}/u
const WHITE_SPACE = /\s+/

/** All that a text can mean. What it cannot mean is null or empty. */
export type SearchReadings = {
  /** UUIDs. */
  agentId: string | null
  sequenceId: string | null
  callId: string | null
  /** A batch or an import. */
  workId: string | null
  /** Numbers in E.164; several of a text that is ambiguous. */
  numbers: string[]
  /** Digits in which a number ends: those of the text, and without zeros at their beginning. */
  numberEnds: string[]
  email: string | null
  /** The beginning of a name: the whole, and its first and last word. The two are the same of a single word. */
  name: { whole: string; first: string; last: string } | null
  /** What a variable or an external id may be. Values are compared whole and by case, so the text is tried as it is and in one case. */
  values: string[]
  /** A part of the name of an agent, a batch or a file. */
  title: string | null
}

/**
 * Reads a text as everything that somebody may look for by it. Nobody says what kind of thing it is, and many texts are
 * several: `5552671` is the end of a number, and may be an account.
 *
 * @param text trimmed
 * @param country the organization's, in which a national number is read
 */
export function readSearchText(text: string, country: CountryCode | null): SearchReadings {
  const id = text.toLowerCase()
  const hasLetter = LETTER.test(text)
  const words = text.split(WHITE_SPACE)
  const isName = hasLetter && text.length >= NAME_LENGTH_MIN && !text.includes('@')
  return {
    agentId: parsePublicId('agent', id),
    sequenceId: parsePublicId('sequence', id),
    callId: parsePublicId('call', id),
    workId: isUuid(id) ? id : null,
    numbers: hasLetter ? [] : readNumbers(text, country),
    numberEnds: readNumberEnds(text),
    email: text.includes('@') ? text : null,
    name: isName ? { whole: words.join(' '), first: words[0] ?? '', last: words.at(-1) ?? '' } : null,
    values: text === '' ? [] : [...new Set([text, text.toLowerCase(), text.toUpperCase()])],
    title: text.length >= NAME_LENGTH_MIN ? text : null,
  }
}

function readNumbers(text: string, country: CountryCode | null): string[] {
  const reading = readPhoneNumber(text, country)
  switch (reading.kind) {
    case 'number':
      return [reading.e164, ...(reading.otherReading === null ? [] : [reading.otherReading])]
    case 'ambiguous':
      return reading.readings.map(({ e164 }) => e164)
    default:
      return reading.withPlus === null ? [] : [reading.withPlus.e164]
  }
}

/** A trunk prefix is no part of the stored number: `0171 2345` ends as `1712345` does. */
function readNumberEnds(text: string): string[] {
  if (!DIGITS_ONLY.test(text)) return []
  const digits = text.replace(/[^0-9]/g, '')
  const ends = [...new Set([digits, digits.replace(/^0+/, '')])]
  return ends.filter(({ length }) => length >= NUMBER_END_LENGTH_MIN && length <= NUMBER_END_LENGTH_MAX)
}
