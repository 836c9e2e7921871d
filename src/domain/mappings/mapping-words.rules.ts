import { CONTACT_FIELDS } from '@/domain/contacts/contact-fields.rules'

// Apart from the schemas: the first step of the wizard needs these and not zod.

/** The parts that join into a name, in the order in which they are joined. */
export const NAME_PARTS = ['namePrefix', 'firstName', 'middleName', 'lastName', 'nameSuffix'] as const

/**
 * What a column can say about its row without being part of the contact: the country or area code of its number, a
 * second value for a blank one, or that nobody is to be called.
 */
export const ROW_FIELDS = [
  'phoneCountry',
  'phoneAreaCode',
  'phoneFallback',
  'emailFallback',
  'doNotCall',
  'mayCall',
] as const

/** Targets that several columns of one file may have: several columns can say who is not to be called. */
export const SHARED_TARGETS: ReadonlySet<string> = new Set(['doNotCall', 'mayCall'])

/** Everything that a column of a file can fill: a part of the name, a field of a contact, or a row field. */
export const MAPPING_FIELDS = [...NAME_PARTS, ...CONTACT_FIELDS, ...ROW_FIELDS] as const

/** The order in which day, month and year are written. */
export const DATE_ORDERS = ['dmy', 'mdy', 'ymd'] as const

export const VARIABLE_PREFIX = 'variable:'

/** A file with more columns is mapped like any other, but its mapping is not saved. */
export const MAPPING_COLUMNS_MAX = 500

/** In UTF-16 code units. */
export const CONSTANT_LENGTH_MAX = 2_000

export type DateOrder = (typeof DATE_ORDERS)[number]
