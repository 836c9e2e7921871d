import { z } from 'zod'

/** Stable codes of what can be wrong with a contact, in the order in which the faults of one contact are listed. */
export const FAULT_CODES = [
  'CONTACT_INVALID',
  'FIELD_NAME_MISTAKEN',
  'NAME_REQUIRED',
  'NAME_INVALID',
  'PHONE_REQUIRED',
  'PHONE_INVALID',
  'PHONE_AMBIGUOUS',
  'PHONE_PREMIUM_RATE',
  'PHONE_EXTENSION_INVALID',
  'DUPLICATE_PHONE',
  'TIMEZONE_INVALID',
  'SCHEDULED_AT_INVALID',
  'SCHEDULED_AT_IN_PAST',
  'SCHEDULED_AT_TOO_FAR',
  'SCHEDULED_AT_OUTSIDE_CALL_WINDOW',
  'EMAIL_REQUIRED',
  'EMAIL_INVALID',
  'VARIABLE_REQUIRED',
  'VARIABLE_INVALID',
  'TEXT_INVALID',
  'GROUP_VALUE_REQUIRED',
] as const

export const faultCodeSchema = z.enum(FAULT_CODES)

/** `field` is a standard field or a variable's name, made storable; null when the contact as a whole is meant. */
export const faultSchema = z.object({ code: faultCodeSchema, field: z.string().nullable(), message: z.string() })

export type FaultCode = z.output<typeof faultCodeSchema>
export type Fault = z.output<typeof faultSchema>
