/** How a call ended, in the words of the public contract. Apart from the schema, so that a page that shows it loads no zod. */
export const RESULT_TYPES = [
  'Goal Completed',
  'Goal Not Completed',
  'Voicemail',
  'Busy',
  'No Answer',
  'Failed',
] as const

export type ResultType = (typeof RESULT_TYPES)[number]
