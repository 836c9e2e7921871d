/**
 * Damages that programs and people do to cells, the most important first. Each is found in a cell that is faulty, or
 * that is accepted but surely not meant.
 */
export const DAMAGES = [
  'SAYS_DO_NOT_CALL',
  'PHONE_WITH_WORDS',
  'PHONE_READ_TWO_WAYS',
  'PHONE_OTHER_READING',
  'PHONE_TWO_NUMBERS',
  'PHONE_CUT_SHORT',
  'PHONE_PERHAPS_CUT',
  'PHONE_LOST_PLUS',
  'PHONE_LOST_ZERO',
  'PHONE_OLD_PREFIX',
  'PHONE_DECIMALS',
  'PHONE_WRITTEN_ODDLY',
  'TIME_AS_NUMBER',
  'DATE_AS_NUMBER',
  'VALUE_CUT_SHORT',
  'VALUE_IS_ERROR',
  'VALUE_IS_JUNK',
  'HTML_ENTITIES',
  'BACKSLASHES',
] as const

export type Damage = (typeof DAMAGES)[number]

/**
 * Follows a country in a choice. The country code must still be put before the digits, which are another valid number
 * as well.
 */
export const WITHOUT_CODE = '~'

/**
 * One way to repair a cell. `choice` tells the ways of one damage apart: the country of the number (ISO 3166-1 alpha-2,
 * perhaps with `WITHOUT_CODE`), or which of two numbers; `only` when there is no choice.
 */
export type Repair = { choice: string; value: string }

/** A damage of a cell with its message and repairs. There are no repairs when the value is lost or cannot be known. */
export type FoundDamage = { damage: Damage; message: string; repairs: readonly Repair[] }
