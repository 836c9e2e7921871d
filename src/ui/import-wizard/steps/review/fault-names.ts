import type { FaultCode } from '@/domain/contacts/fault.schema'
import type { Target } from '@/ui/import-wizard/state/import-target'
import type { Damage } from '@/ui/import-wizard/worker/damages'

/** The codes of the rules in a word or two, for filters. */
export const FAULT_NAMES: Record<FaultCode, string> = {
  CONTACT_INVALID: 'Not a contact',
  FIELD_NAME_MISTAKEN: 'Column name not usable',
  NAME_REQUIRED: 'Name missing',
  NAME_INVALID: 'Name not usable',
  PHONE_REQUIRED: 'Phone number missing',
  PHONE_INVALID: 'Phone number not possible',
  PHONE_AMBIGUOUS: 'Could be two numbers',
  PHONE_PREMIUM_RATE: 'Premium rate number',
  PHONE_EXTENSION_INVALID: 'Extension not usable',
  DUPLICATE_PHONE: 'Duplicate number',
  TIMEZONE_INVALID: 'Timezone unknown',
  SCHEDULED_AT_INVALID: 'Time not readable',
  SCHEDULED_AT_IN_PAST: 'Time in the past',
  SCHEDULED_AT_TOO_FAR: 'Time too far ahead',
  SCHEDULED_AT_OUTSIDE_CALL_WINDOW: 'Outside of call windows',
  EMAIL_REQUIRED: 'Email missing',
  EMAIL_INVALID: 'Email not usable',
  VARIABLE_REQUIRED: 'Variable missing',
  VARIABLE_INVALID: 'Variable not usable',
  TEXT_INVALID: 'Unusable character',
  GROUP_VALUE_REQUIRED: 'Nothing to group by',
}

/** What has happened to cells, as filters name it. */
export const DAMAGE_NAMES: Record<Damage, string> = {
  SAYS_DO_NOT_CALL: 'Says not to call',
  PHONE_WITH_WORDS: 'Words beside the number',
  PHONE_READ_TWO_WAYS: 'Country not certain',
  PHONE_OTHER_READING: 'Also a number elsewhere',
  PHONE_TWO_NUMBERS: 'Two numbers',
  PHONE_CUT_SHORT: 'Number cut short',
  PHONE_PERHAPS_CUT: 'Number perhaps cut short',
  PHONE_LOST_PLUS: '+ lost',
  PHONE_LOST_ZERO: 'Leading 0 lost',
  PHONE_OLD_PREFIX: 'Old prefix',
  PHONE_DECIMALS: 'Number with decimals',
  PHONE_WRITTEN_ODDLY: 'Number written oddly',
  TIME_AS_NUMBER: 'Time turned into a number',
  DATE_AS_NUMBER: 'Date turned into a number',
  VALUE_CUT_SHORT: 'Value cut short',
  VALUE_IS_ERROR: 'Failed formula',
  VALUE_IS_JUNK: 'Nothing, in a program’s words',
  HTML_ENTITIES: 'Characters as HTML',
  BACKSLASHES: 'Backslashes',
}

/** The column in which a fault is mended. */
export const FAULT_TARGETS: Partial<Record<FaultCode, Target>> = {
  NAME_REQUIRED: 'name',
  NAME_INVALID: 'name',
  PHONE_REQUIRED: 'phoneNumber',
  PHONE_INVALID: 'phoneNumber',
  PHONE_AMBIGUOUS: 'phoneNumber',
  PHONE_PREMIUM_RATE: 'phoneNumber',
  PHONE_EXTENSION_INVALID: 'phoneNumberExt',
  TIMEZONE_INVALID: 'timezone',
  SCHEDULED_AT_INVALID: 'scheduledAt',
  SCHEDULED_AT_IN_PAST: 'scheduledAt',
  SCHEDULED_AT_TOO_FAR: 'scheduledAt',
  SCHEDULED_AT_OUTSIDE_CALL_WINDOW: 'scheduledAt',
  EMAIL_REQUIRED: 'toEmailAddress',
  EMAIL_INVALID: 'toEmailAddress',
}
