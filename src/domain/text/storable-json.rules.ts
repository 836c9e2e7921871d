import { type StorableJson, toStorable } from './sanitize.rules'

/** Deeper JSON is a mistake or an attack. The limit also keeps the recursion below from overflowing the stack. */
const DEPTH_MAX = 20

/**
 * Copies parsed JSON into a form that Postgres can store: NUL and lone surrogates in texts and names become U+FFFD.
 * Returns undefined when the value is nested deeper than 20 levels, or longer than `lengthMax` characters as JSON.
 * Applying it twice changes nothing.
 */
export function toStorableJson(value: unknown, lengthMax: number): StorableJson | undefined {
  const copy = copyStorable(value, 0)
  if (copy === undefined || JSON.stringify(copy).length > lengthMax) return undefined
  return copy
}

function copyStorable(value: unknown, depth: number): StorableJson | undefined {
  if (typeof value === 'string') return toStorable(value)
  if (typeof value !== 'object' || value === null) return value as StorableJson
  if (depth === DEPTH_MAX) return undefined
  if (Array.isArray(value)) {
    const copies = value.map((element) => copyStorable(element, depth + 1))
    return copies.includes(undefined) ? undefined : (copies as StorableJson[])
  }
  const entries = Object.entries(value).map(([name, element]) => [toStorable(name), copyStorable(element, depth + 1)])
  // fromEntries defines own properties, so a name such as __proto__ stays a mere name.
  return entries.some(([, copy]) => copy === undefined) ? undefined : Object.fromEntries(entries)
}
