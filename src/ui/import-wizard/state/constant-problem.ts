import { CONSENT_SOURCE_LENGTH_MAX } from '@/domain/contact-safety/consent.schema'
import { isEmailAddress } from '@/domain/contacts/email-address.rules'
import { EXTERNAL_ID_LENGTH_MAX, NAME_LENGTH_MAX } from '@/domain/contacts/judge-contact.rules'
import type { Target } from '@/domain/mappings/mapping.rules'
import { CONSTANT_LENGTH_MAX } from '@/domain/mappings/mapping-words.rules'
import { deniesConsent, readConsentMoment } from '@/domain/mappings/row-consent.rules'
import { parseExtension } from '@/domain/phones/phone-number.rules'
import { parseScheduledAt } from '@/domain/schedule/scheduled-at.rules'
import { isLongerThan } from '@/domain/text/sanitize.rules'

/**
 * Says why no row could be enrolled with this value, for the text beside its field. Null when the value can be used or
 * is blank.
 */
export function constantProblem(target: Target, value: string): string | null {
  const text = value.trim()
  if (text === '') return null
  if (text.length > CONSTANT_LENGTH_MAX)
    return `Write at most ${CONSTANT_LENGTH_MAX.toLocaleString('en-US')} characters.`
  if (target === 'name' && text.length > NAME_LENGTH_MAX) return `Write at most ${NAME_LENGTH_MAX} characters.`
  if (target === 'externalId' && isLongerThan(text, EXTERNAL_ID_LENGTH_MAX))
    return `Write at most ${EXTERNAL_ID_LENGTH_MAX} characters.`
  if (target === 'toEmailAddress' && !isEmailAddress(text)) return 'Write an address such as john@example.com.'
  if (target === 'phoneNumberExt' && parseExtension(text) === null) return 'Write 1 to 11 digits.'
  if (target === 'scheduledAt' && !parseScheduledAt(text)) return 'Write date and time, such as 2027-03-01 09:00.'
  if (target === 'consentSource' && text.length > CONSENT_SOURCE_LENGTH_MAX)
    return `Write at most ${CONSENT_SOURCE_LENGTH_MAX} characters.`
  if (target === 'consentSource' && deniesConsent(text)) return 'Name the form, the shop or the call.'
  if (target === 'consentAt' && readConsentMoment(text, 'UTC') === null) return 'Write a date, such as 2026-11-01.'
  return null
}
