import { isEmailAddress } from '@/domain/contacts/email-address.rules'
import { NAME_LENGTH_MAX } from '@/domain/contacts/judge-contact.rules'
import type { Target } from '@/domain/mappings/mapping.rules'
import { CONSTANT_LENGTH_MAX } from '@/domain/mappings/mapping-words.rules'
import { parseExtension } from '@/domain/phones/phone-number.rules'
import { parseScheduledAt } from '@/domain/schedule/scheduled-at.rules'

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
  if (target === 'toEmailAddress' && !isEmailAddress(text)) return 'Write an address such as john@example.com.'
  if (target === 'phoneNumberExt' && parseExtension(text) === null) return 'Write 1 to 11 digits.'
  if (target === 'scheduledAt' && !parseScheduledAt(text)) return 'Write date and time, such as 2027-03-01 09:00.'
  return null
}
