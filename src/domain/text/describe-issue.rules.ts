import type { z } from 'zod'
import { nearestName } from './nearest-name.rules'

/** How many unknown properties or values one message names. */
const NAMED_MAX = 10
const NAME_LENGTH_MAX = 64

/** What to send, by zod's name for the type. */
const ASKED: Record<string, string> = {
  string: 'Send a string',
  number: 'Send a number',
  int: 'Send a whole number',
  boolean: 'Send true or false',
  array: 'Send a list',
  object: 'Send an object',
  record: 'Send an object',
  null: 'Send null',
  undefined: 'Leave it out',
}

const FORMATS: Record<string, string> = {
  email: 'Send an email address, such as john@example.com.',
  url: 'Send an address, such as https://example.com/hook.',
  uuid: 'Send a UUID in lower case.',
  guid: 'Send a UUID in lower case.',
  datetime: 'Send a date and time of ISO 8601, such as 2027-03-01T16:00:00Z.',
  date: 'Send a date as YYYY-MM-DD.',
  time: 'Send a time as HH:mm.',
}

/**
 * Writes the message for an issue for which the schema has none of its own: what is wrong and what to send instead. The
 * path is reported beside it.
 */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return describeType(issue.expected, issue.input)
    case 'unrecognized_keys':
      return describeUnknown(issue.keys, knownNames(issue.inst))
    case 'invalid_value':
      return issue.input === undefined
        ? `This is missing. Send ${oneOf(issue.values)}.`
        : `Send ${oneOf(issue.values)}.`
    case 'too_small':
      return describeBound(issue.origin, 'at least', issue.minimum, issue.inclusive ?? true)
    case 'too_big':
      return describeBound(issue.origin, 'at most', issue.maximum, issue.inclusive ?? true)
    case 'not_multiple_of':
      return `Send a multiple of ${issue.divisor}.`
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'This is not written as it has to be. Compare it with the API reference.'
    case 'invalid_union':
      if (issue.input === undefined) return 'This is missing. Add it.'
      return 'This fits none of the forms that are taken here. Compare it with the API reference.'
    case 'invalid_key':
      return 'A name in this object cannot be used. Correct or remove it.'
    case 'invalid_element':
      return 'An element cannot be used. Correct or remove it.'
    default:
      return 'This cannot be used. Compare it with the API reference.'
  }
}

/**
 * Names unknown properties, each with the known property that was probably meant.
 *
 * @param known empty when the known properties cannot be told
 */
export function describeUnknown(names: readonly string[], known: readonly string[]): string {
  const told = names.slice(0, NAMED_MAX).map((name) => {
    const cut = name.slice(0, NAME_LENGTH_MAX).toWellFormed().replaceAll('\0', '\ufffd')
    const nearest = nearestName(name, known)
    return nearest === null ? `"${cut}"` : `"${cut}" (did you mean ${nearest}?)`
  })
  const what = names.length === 1 ? 'Unknown property' : 'Unknown properties'
  return `${what}: ${told.join(', ')}. Remove ${names.length === 1 ? 'it, or correct its name' : 'them, or correct their names'}.`
}

function describeType(expected: string, input: unknown): string {
  const asked = ASKED[expected] ?? 'Send another kind of value'
  if (input === undefined) return `This is missing. ${asked}.`
  if (expected === 'int' && typeof input === 'number') return `${asked}.`
  return `${asked}, not ${kindOf(input)}.`
}

function kindOf(input: unknown): string {
  if (input === null) return 'null'
  if (Array.isArray(input)) return 'a list'
  if (typeof input === 'object') return 'an object'
  if (typeof input === 'boolean') return String(input)
  if (typeof input === 'number') return Number.isFinite(input) ? 'a number' : String(input)
  return `a ${typeof input}`
}

function describeBound(origin: string, side: string, bound: number | bigint, inclusive: boolean): string {
  const count = bound.toLocaleString('en-US')
  const s = bound === 1 || bound === 1n ? '' : 's'
  if (origin === 'string') return `Use ${side} ${count} character${s}.`
  if (origin === 'array' || origin === 'set') return `Send ${side} ${count} element${s}.`
  if (origin === 'object' || origin === 'map') return `Send ${side} ${count} propert${s ? 'ies' : 'y'}.`
  if (inclusive) return side === 'at least' ? `Send ${count} or more.` : `Send ${count} or less.`
  return side === 'at least' ? `Send more than ${count}.` : `Send less than ${count}.`
}

function oneOf(values: readonly z.core.util.Primitive[]): string {
  const told = values.slice(0, NAMED_MAX).map((value) => (typeof value === 'string' ? `"${value}"` : String(value)))
  const more = values.length > NAMED_MAX ? ' or another one of the API reference' : ''
  return told.length === 1 ? `${told[0]}${more}` : `one of ${told.join(', ')}${more}`
}

/** Lists the properties of the object schema that refused unknown ones. */
function knownNames(schema: unknown): string[] {
  const shape = (schema as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def?.shape
  return shape ? Object.keys(shape) : []
}
