import { z } from 'zod'

/** What is doubtful about an accepted contact. */
export const CONTACT_WARNING_CODES = [
  'PHONE_NOT_ASSIGNED',
  'PHONE_PREMIUM_RATE',
  'PHONE_OTHER_READING',
  'FIELD_NAME_SUSPECT',
] as const

/** Stable codes of what is said of a request that is accepted. */
export const WARNING_CODES = ['NORMALIZATION_DISABLED', 'NORMALIZE_FIELD_IGNORED', ...CONTACT_WARNING_CODES] as const

export const warningSchema = z.object({
  code: z.enum(WARNING_CODES),
  message: z.string(),
  index: z.int().min(0).optional().describe('0-based, of the contact that is meant.'),
})

export type Warning = z.output<typeof warningSchema>
export type ContactWarning = { code: (typeof CONTACT_WARNING_CODES)[number]; field: string; message: string }
