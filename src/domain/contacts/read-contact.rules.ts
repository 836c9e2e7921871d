import { isStorable, toStorable } from '@/domain/text/sanitize.rules'
import type { ContactField } from './contact-fields.rules'
import type { FaultCode } from './fault.schema'

/** How much of a value a message repeats. */
const QUOTE_LENGTH_MAX = 64

/** An element of a request that is an object; its properties are of any kind yet. */
export type JsonObject = Record<string, unknown>
/** Notes one fault of the contact that is being judged. */
export type Report = (code: FaultCode, field: string | null, message: string) => void

/** A plain object: what JSON.parse makes of `{…}`, in whatever realm. Dates, maps and class instances are none. */
export function isJsonObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** Null and blank are the same as absent, for every field and variable. */
export function isAbsent(value: unknown): value is null | undefined | '' {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

/** True when the contact has a value under that name, of whatever kind. */
export function has(contact: JsonObject, name: string): boolean {
  return Object.hasOwn(contact, name) && !isAbsent(contact[name])
}

/** The trimmed text of a standard field: null when absent, undefined when what was sent is not a text. */
export function readField(contact: JsonObject, field: ContactField, report: Report): string | null | undefined {
  const value = Object.hasOwn(contact, field) ? contact[field] : null
  if (typeof value !== 'string') return isAbsent(value) ? null : undefined
  judgeText(value, field, report)
  return value.trim() || null
}

/** Reports a text that Postgres cannot store. */
export function judgeText(text: string, field: string, report: Report): void {
  if (isStorable(text)) return
  const message = `${field} holds a broken character (NUL or half of a surrogate pair) that cannot be stored. Remove it.`
  report('TEXT_INVALID', field, message)
}

/** A text as a message repeats it: made storable and cut. */
export function quote(text: string): string {
  return `"${toStorable(text, QUOTE_LENGTH_MAX)}"`
}
