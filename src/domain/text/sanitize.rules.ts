/** With the u flag the range matches only lone surrogates, since a pair is one code point to it. */
const UNSTORABLE = /[\0\ud800-\udfff]/u
const UNSTORABLE_ALL = new RegExp(UNSTORABLE.source, 'gu')

/** Replaces a character that cannot be stored. */
const REPLACEMENT = '\ufffd'

/** Limits on what is kept of a rejected contact, so that a hostile one cannot fill the database. */
const KEPT_DEPTH_MAX = 6
const KEPT_ENTRIES_MAX = 200
const KEPT_NAME_LENGTH_MAX = 64
const KEPT_TEXT_LENGTH_MAX = 2_000

export type StorableJson = string | number | boolean | null | StorableJson[] | { [name: string]: StorableJson }

/** Returns true when Postgres can store the text: it has no NUL and no lone surrogate. */
export function isStorable(text: string): boolean {
  // Each text of each contact comes by here; the engine's own scan is several times as quick as the expression.
  return text.isWellFormed() && !text.includes('\0')
}

/**
 * Makes a text storable: NUL and lone surrogates become U+FFFD, and it is cut after `codePointsMax` code points, never
 * in the middle of one. Applying it twice changes nothing.
 */
export function toStorable(text: string, codePointsMax = Number.POSITIVE_INFINITY): string {
  // Stryker disable next-line ConditionalExpression,EqualityOperator: to cut a short text gives the same text, and takes longer.
  const cut = text.length > codePointsMax ? cutToCodePoints(text, codePointsMax) : text
  return UNSTORABLE.test(cut) ? cut.replace(UNSTORABLE_ALL, REPLACEMENT) : cut
}

/** Returns true when the text has more than `max` code points. It reads no more of the text than it must. */
export function isLongerThan(text: string, max: number): boolean {
  // Stryker disable next-line ConditionalExpression,EqualityOperator: to count gives the same, and takes longer.
  if (text.length <= max) return false
  // Stryker disable next-line ConditionalExpression: to count gives the same, and takes longer.
  if (text.length > 2 * max) return true
  let count = 0
  for (const _ of text) {
    count += 1
    if (count > max) return true
  }
  return false
}

/**
 * Copies any value into JSON that Postgres can store, to keep a rejected contact as it was sent. Texts and names are
 * made storable, and what is too long, too many or too deep is cut. Never throws.
 */
export function storableContact(value: unknown, depth = 0): StorableJson {
  switch (typeof value) {
    case 'string':
      return toStorable(value, KEPT_TEXT_LENGTH_MAX)
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'boolean':
      return value
    case 'bigint':
      return String(value).slice(0, KEPT_TEXT_LENGTH_MAX)
    case 'object':
      return value === null ? null : toStorableObject(value, depth)
    default:
      return null
  }
}

function toStorableObject(value: object, depth: number): StorableJson {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (depth >= KEPT_DEPTH_MAX) return '…'
  if (Array.isArray(value)) {
    return value.slice(0, KEPT_ENTRIES_MAX).map((element) => storableContact(element, depth + 1))
  }
  // fromEntries defines own properties, so a name such as __proto__ stays a mere name.
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, KEPT_ENTRIES_MAX)
      .map(([name, element]) => [toStorable(name, KEPT_NAME_LENGTH_MAX), storableContact(element, depth + 1)]),
  )
}

function cutToCodePoints(text: string, codePointsMax: number): string {
  let end = 0
  let count = 0
  for (const codePoint of text) {
    if (count === codePointsMax) break
    end += codePoint.length
    count += 1
  }
  return text.slice(0, end)
}
