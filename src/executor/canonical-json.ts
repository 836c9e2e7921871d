/** Anything that `JSON.parse` can return. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue }

/**
 * Serialises a parsed JSON value in canonical form (RFC 8785: keys sorted by UTF-16 code units, no spaces).
 *
 * The SDK re-serialises a call's body this way before it checks the signature, so these are the only bytes worth
 * signing. It treats an object with a `toJSON` member as already serialisable and leaves its keys unsorted; so does
 * this, or such an object would make every call of its run fail with 401.
 *
 * @throws RangeError when the value is nested deeper than the stack allows
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value.toJSON !== undefined && value.toJSON !== null) return JSON.stringify(value)
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as JsonValue)}`)
  return `{${members.join(',')}}`
}
