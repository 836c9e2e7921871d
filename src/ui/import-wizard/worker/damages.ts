/**
 * What programs and people do to cells, that which matters most first. Each is found in a cell that is faulty, or is
 * accepted and surely not meant.
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

/** Behind a country: its number with the country code still to be put in front, where its digits are another one as well. */
export const WITHOUT_CODE = '~'

/**
 * One way to mend a cell. `choice` tells the ways of one damage apart: a country whose number it would be (ISO 3166-1
 * alpha-2, `WITHOUT_CODE` perhaps), or which of two numbers; `only` where there is no choice.
 */
export type Repair = { choice: string; value: string }

/** What is wrong with a cell, in words, and the ways to mend it: none where that is gone, or not for us to know. */
export type FoundDamage = { damage: Damage; message: string; repairs: readonly Repair[] }
