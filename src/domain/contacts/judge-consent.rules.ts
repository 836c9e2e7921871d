import { consentSchema, type GivenConsent } from '@/domain/contact-safety/consent.schema'
import { CONSENT_PROPERTY } from './contact-fields.rules'
import type { PreparedValidation } from './prepare-validation.rules'
import { isJsonObject, type JsonObject, type Report } from './read-contact.rules'

/** A clock may be ahead of ours, and a date may be meant in another zone. */
const AHEAD_MAX_MS = 24 * 3_600_000

/**
 * Says whether a property is the consent of a contact. A text of the same name is a variable, as it was before there was the
 * property.
 */
export function isConsent(name: string, value: unknown): boolean {
  return name === CONSENT_PROPERTY && isJsonObject(value)
}

/** Says whether a moment, in epoch milliseconds, is too far ahead to be that of a consent. */
export function isConsentToCome(atMs: number, nowMs: number): boolean {
  return atMs > nowMs + AHEAD_MAX_MS
}

/** Judges the consent that comes with a contact; null without one, and for a faulty one. */
export function judgeConsent(contact: JsonObject, { nowMs }: PreparedValidation, report: Report): GivenConsent | null {
  const value = Object.hasOwn(contact, CONSENT_PROPERTY) ? contact[CONSENT_PROPERTY] : undefined
  if (!isConsent(CONSENT_PROPERTY, value)) return null
  const parsed = consentSchema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const unknown = issue?.code === 'unrecognized_keys' ? `Remove ${issue.keys.join(', ').slice(0, 64)}.` : undefined
    const where = issue?.path.join('.') ?? ''
    report(
      'CONSENT_INVALID',
      CONSENT_PROPERTY,
      `The consent is not usable (${where || 'consent'}). ${unknown ?? issue?.message}`,
    )
    return null
  }
  const { basis, at, source, text = null } = parsed.data
  const atMs = Date.parse(at)
  if (isConsentToCome(atMs, nowMs)) {
    report('CONSENT_INVALID', CONSENT_PROPERTY, `The consent is of a time to come, ${at}. Send when it was given.`)
    return null
  }
  return { basis, atMs, source, text }
}
