import type { FaultCode } from '@/domain/enrollment/fault.schema'

/** The codes of the rules in a word or two, for filters. */
export const FAULT_NAMES: Record<FaultCode, string> = {
  CONTACT_INVALID: 'Not a contact',
  NAME_REQUIRED: 'Name missing',
  NAME_INVALID: 'Name not usable',
  PHONE_REQUIRED: 'Phone number missing',
  PHONE_INVALID: 'Phone number not possible',
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
