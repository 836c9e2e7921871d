import type { Damage } from '@/ui/import-wizard/worker/damages'

/** The names of damages in filters. */
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
