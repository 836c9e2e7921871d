import { isStorable, toStorable } from '@/domain/text/sanitize.rules'
import type { ContactField } from './contact-fields.rules'
import type { FaultCode } from './fault.schema'

/** How many characters of a value a message repeats. */
const QUOTE_LENGTH_MAX = 64

/** A JSON object of a request; its properties are not judged yet. */
export type JsonObject = Record<string, unknown>
/** Notes one fault of the contact that is being judged. */
export type Report = (code: FaultCode, field: string | null, message: string) => void

/**
 * Returns true for a plain object, as JSON.parse makes it, from any realm; false for dates, maps and class instances.
 */
export function isJsonObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** Returns true for null, undefined and blank text, which mean the same for every field and variable. */
export function isAbsent(value: unknown): value is null | undefined | '' {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

/** Returns true when the contact has a value of any type under that name. */
export function has(contact: JsonObject, name: string): boolean {
  return Object.hasOwn(contact, name) && !isAbsent(contact[name])
}

/** Returns the trimmed text of a field: null when it is absent, undefined when the value is not a text. */
export function readField(contact: JsonObject, field: ContactField, report: Report): string | null | undefined {
  const value = Object.hasOwn(contact, field) ? contact[field] : null
  if (typeof value !== 'string') return isAbsent(value) ? null : undefined
  judgeText(value, field, report)
  return value.trim() || null
}

/** Returns whether a contact was sent with a time zone of its own, which then is not that of the request or the agent. */
export function hasOwnTimezone(contact: unknown): boolean {
  return isJsonObject(contact) && has(contact, 'timezone')
}

/** Reports a text that Postgres cannot store. */
export function judgeText(text: string, field: string, report: Report): void {
  if (isStorable(text)) return
  const message = `${field} holds a broken character (NUL or half of a surrogate pair) that cannot be stored. Remove it.`
  report('TEXT_INVALID', field, message)
}

/** Quotes a text for a message: made storable and shortened. */
export function quote(text: string): string {
  return `"${toStorable(text, QUOTE_LENGTH_MAX)}"`
}
