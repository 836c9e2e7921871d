/** What a spreadsheet does to cells that it takes for numbers and dates. */
export const DAMAGES = [
  'PHONE_CUT_SHORT',
  'PHONE_LOST_PLUS',
  'PHONE_LOST_ZERO',
  'PHONE_WRITTEN_ODDLY',
  'TIME_AS_NUMBER',
  'VALUE_CUT_SHORT',
  'VALUE_IS_ERROR',
] as const

export type Damage = (typeof DAMAGES)[number]
