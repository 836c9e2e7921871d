import { z } from 'zod'

/**
 * The warnings about an accepted contact, by stable code. The text says when each is given, for the API's
 * documentation.
 */
export const CONTACT_WARNING_TABLE = {
  PHONE_NOT_ASSIGNED: 'A possible number that its country has given to nobody.',
  PHONE_PREMIUM_RATE: 'Premium rate, shared cost or satellite: calling it may be expensive.',
  PHONE_OTHER_READING:
    'The digits are another number too; the one taken is by far the likelier, and the message has both.',
  EXTENSION_NOT_DIALED:
    'An extension, and the dialer of the agent cannot dial one: the call goes to the number without it.',
  FIELD_NAME_SUSPECT:
    'A variable has a name that is ours in other programs: `email`, `tz`, `ext`, `phone`, `callAt`; or that of an option: `priority`.',
} as const

/** All warnings about an accepted request, those about its contacts included, by stable code. */
export const WARNING_TABLE = {
  NORMALIZATION_DISABLED: '`normalizeFields` while that is switched off.',
  NORMALIZE_FIELD_IGNORED: 'A name in `normalizeFields` that is no variable.',
  ...CONTACT_WARNING_TABLE,
} as const

export type WarningCode = keyof typeof WARNING_TABLE

export const warningSchema = z.object({
  code: z.enum(Object.keys(WARNING_TABLE) as readonly WarningCode[]),
  message: z.string(),
  index: z.int().min(0).optional().describe('0-based, of the contact that is meant.'),
})

export type Warning = z.output<typeof warningSchema>
export type ContactWarning = { code: keyof typeof CONTACT_WARNING_TABLE; field: string; message: string }
