import { z } from 'zod'
import type { ContactField } from './contact-fields.rules'

type FaultDeclaration = {
  /** The field to correct; null when that depends on the contact, or is no single field. */
  field: ContactField | null
  /** One to three words for operators. */
  label: string
  /** When the fault is given, for the API's documentation. */
  when: string
}

/** All faults that a contact can have, by stable code, in the order in which the faults of one contact are listed. */
export const FAULT_TABLE = {
  CONTACT_INVALID: {
    field: null,
    label: 'Not a contact',
    when: 'Not a JSON object, over 100 variables, or an unusable variable name.',
  },
  FIELD_NAME_MISTAKEN: {
    field: null,
    label: 'Column name not usable',
    when: 'A property that is meant as a field or option: `scheduled_at`, `timeZone`.',
  },
  NAME_REQUIRED: { field: 'name', label: 'Name missing', when: 'The name is missing, or nothing of it can be seen.' },
  NAME_INVALID: { field: 'name', label: 'Name not usable', when: 'The name is not a string, or over 200 characters.' },
  PHONE_REQUIRED: { field: 'phoneNumber', label: 'Phone number missing', when: 'The phone number is missing.' },
  PHONE_INVALID: {
    field: 'phoneNumber',
    label: 'Phone number not possible',
    when: 'Not a possible number (libphonenumber), or more than one.',
  },
  PHONE_AMBIGUOUS: {
    field: 'phoneNumber',
    label: 'Could be two numbers',
    when: 'May be two numbers, or would be a guess: the message has each, in E.164, with its country.',
  },
  PHONE_PREMIUM_RATE: {
    field: 'phoneNumber',
    label: 'Premium rate number',
    when: 'Premium rate, shared cost or satellite, where the organization refuses those.',
  },
  PHONE_EXTENSION_INVALID: {
    field: 'phoneNumberExt',
    label: 'Extension not usable',
    when: 'Not 1 to 11 digits, or other than the one inside the number.',
  },
  SUPPRESSED: {
    field: 'phoneNumber',
    label: 'On a suppression list',
    when: 'The number is on a suppression list that the agent has to keep to: the message names the list.',
  },
  CONSENT_INVALID: {
    field: null,
    label: 'Consent not usable',
    when: 'The `consent` of the contact is not one: its basis, moment, source or text.',
  },
  CONSENT_REQUIRED: {
    field: 'phoneNumber',
    label: 'No consent',
    when: 'The agent or a calling rule asks for a consent, and none is known of the number that it accepts.',
  },
  CONSENT_EXPIRED: {
    field: 'phoneNumber',
    label: 'Consent expired',
    when: 'The consent of the number is older than the agent or a calling rule allows.',
  },
  NEVER_CALLABLE: {
    field: 'phoneNumber',
    label: 'Never allowed to call',
    when: "The agent's call windows and what the calling rules allow for the person never meet.",
  },
  ALREADY_ACTIVE: {
    field: 'phoneNumber',
    label: 'Open sequence already',
    when: 'The number has an open sequence of this agent, and the request has `ifActive: "reject"`.',
  },
  CALLED_RECENTLY: {
    field: 'phoneNumber',
    label: 'Called recently',
    when: 'The number was called by an agent of the organization within the `notCalledWithinDays` of the request.',
  },
  DUPLICATE_PHONE: {
    field: null,
    label: 'Duplicate number',
    when: 'An earlier valid contact of the request has the same number and extension.',
  },
  TIMEZONE_INVALID: { field: 'timezone', label: 'Timezone unknown', when: 'Not an IANA name.' },
  SCHEDULED_AT_INVALID: { field: 'scheduledAt', label: 'Time not readable', when: 'Not ISO 8601 with date and time.' },
  SCHEDULED_AT_IN_PAST: { field: 'scheduledAt', label: 'Time in the past', when: 'Over a minute ago.' },
  SCHEDULED_AT_TOO_FAR: { field: 'scheduledAt', label: 'Time too far ahead', when: 'Over 366 days ahead.' },
  SCHEDULED_AT_OUTSIDE_CALL_WINDOW: {
    field: 'scheduledAt',
    label: 'Outside of call windows',
    when: "Not inside the agent's windows.",
  },
  EMAIL_REQUIRED: {
    field: 'toEmailAddress',
    label: 'Email missing',
    when: 'The address is missing while the agent has an EMAIL step.',
  },
  EMAIL_INVALID: { field: 'toEmailAddress', label: 'Email not usable', when: 'Not an email address.' },
  EXTERNAL_ID_INVALID: {
    field: 'externalId',
    label: 'External id not usable',
    when: 'The external id is not a string, or over 255 characters.',
  },
  VARIABLE_REQUIRED: { field: null, label: 'Variable missing', when: 'Required variables are missing.' },
  VARIABLE_INVALID: { field: null, label: 'Variable not usable', when: 'Not a string, or over 2,000 characters.' },
  TEXT_INVALID: { field: null, label: 'Unusable character', when: 'A NUL or half a surrogate pair.' },
  GROUP_VALUE_REQUIRED: { field: null, label: 'Nothing to group by', when: 'No value for `groupByField`.' },
} as const satisfies Record<string, FaultDeclaration>

export type FaultCode = keyof typeof FAULT_TABLE

export const FAULT_CODES = Object.keys(FAULT_TABLE) as readonly FaultCode[]

export const faultCodeSchema = z.enum(FAULT_CODES)

/**
 * One fault of a contact. `field` is a field or a variable's name, made storable; null means the contact as a whole.
 */
export const faultSchema = z.object({ code: faultCodeSchema, field: z.string().nullable(), message: z.string() })

export type Fault = z.output<typeof faultSchema>
