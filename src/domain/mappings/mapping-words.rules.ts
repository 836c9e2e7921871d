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

/**
 * What a column can say of the consent of its contact, which has it as one value. Without basis, date and source there is
 * none; the text may be missing.
 */
export const CONSENT_FIELDS = ['consentBasis', 'consentAt', 'consentSource', 'consentText'] as const

/** Says whether a target is a part of a consent. */
export function isConsentField(target: string): target is ConsentField {
  return CONSENT_FIELDS.some((field) => field === target)
}

/** Targets whose cells are dates. Those of one file are all written in one order of day and month. */
export const DATE_TARGETS = ['scheduledAt', 'consentAt'] as const

/** Targets that several columns of one file may have: several columns can say who is not to be called. */
export const SHARED_TARGETS: ReadonlySet<string> = new Set(['doNotCall', 'mayCall'])

/**
 * Everything that a column of a file can fill: a part of the name, a field of a contact, a part of its consent, or
 * a row field.
 */
export const MAPPING_FIELDS = [...NAME_PARTS, ...CONTACT_FIELDS, ...CONSENT_FIELDS, ...ROW_FIELDS] as const

/** The order in which day, month and year are written. */
export const DATE_ORDERS = ['dmy', 'mdy', 'ymd'] as const

export const VARIABLE_PREFIX = 'variable:'

/** A file with more columns is mapped like any other, but its mapping is not saved. */
export const MAPPING_COLUMNS_MAX = 500

/** In UTF-16 code units. */
export const CONSTANT_LENGTH_MAX = 2_000

export type ConsentField = (typeof CONSENT_FIELDS)[number]

export type DateOrder = (typeof DATE_ORDERS)[number]
