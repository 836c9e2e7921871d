import type { GivenConsent } from '@/domain/contact-safety/consent.schema'

/** Everything that is declared about one field. */
type FieldDeclaration = {
  /** The name that operators see. */
  label: string
  /** The example in a template file; '' for a field that most files leave blank. */
  example: string
  /**
   * Names that other programs use for the field, folded (`foldName`). A property with such a name is kept as a
   * variable, with a warning.
   */
  aliases: readonly string[]
}

/**
 * The fields of a contact, in the order in which they are shown. Every other property of a contact is a variable. The
 * code that judges, stores, maps, shows and documents contacts is typed by this table, so forgetting a field there does
 * not compile.
 */
export const CONTACT_FIELD_TABLE = {
  name: { label: 'Name', example: 'Ada Lovelace', aliases: [] },
  phoneNumber: {
    label: 'Phone number',
    example: '+12125550123',
    aliases: [
      ...['phone', 'phoneno', 'mobile', 'mobilenumber', 'mobilephone', 'cell', 'cellphone', 'cellnumber'],
      ...['telephone', 'telephonenumber', 'tel', 'msisdn'],
    ],
  },
  phoneNumberExt: {
    label: 'Extension',
    example: '',
    aliases: ['ext', 'extn', 'extension', 'phoneext', 'phoneextension'],
  },
  timezone: {
    label: 'Timezone',
    example: 'America/New_York',
    aliases: ['tz', 'tzname', 'zone', 'localtimezone', 'ianatimezone', 'utcoffset', 'gmtoffset'],
  },
  scheduledAt: {
    label: 'Scheduled at',
    example: '',
    aliases: [
      ...['callat', 'calltime', 'calldate', 'callon', 'schedule', 'scheduled', 'scheduleat', 'scheduledtime'],
      ...['scheduletime', 'scheduleddate', 'scheduledfor', 'scheduledon', 'schedulefor'],
      ...['sendat', 'runat', 'startat'],
    ],
  },
  toEmailAddress: {
    label: 'Email',
    example: 'ada@example.com',
    aliases: ['email', 'emailaddress', 'emailto', 'toemail', 'mail', 'mailaddress'],
  },
  externalId: { label: 'External id', example: '', aliases: ['externalidentifier', 'externalkey', 'extid'] },
} as const satisfies Record<string, FieldDeclaration>

/** The name of the property in which a contact has its consent, which is no text as the fields are. */
export const CONSENT_PROPERTY = 'consent'

export type ContactField = keyof typeof CONTACT_FIELD_TABLE

export const CONTACT_FIELDS = Object.keys(CONTACT_FIELD_TABLE) as readonly ContactField[]

export const CONTACT_FIELD_NAMES: ReadonlySet<string> = new Set(CONTACT_FIELDS)

/**
 * Fields that came later, when their names were those of variables. Where an agent declares a variable by such a name, or
 * a request groups by it, it is the variable, as it was before there was the field. Other spellings of it stay variables.
 */
export const LATER_FIELDS: ReadonlySet<string> = new Set<ContactField>(['externalId'])

/** Returns the fields of a contact for an agent: without those whose names its variables have. */
export function fieldsBeside(variables: readonly { name: string }[]): ContactField[] {
  return CONTACT_FIELDS.filter((field) => !variables.some(({ name }) => name === field))
}

/** The stored values of each field of a valid contact. */
type FieldValues = {
  name: { name: string }
  /** E.164 */
  phoneNumber: { phoneNumber: string }
  phoneNumberExt: { phoneNumberExt: string | null }
  /** An IANA name, in its listed spelling. */
  timezone: { timezone: string }
  /** Epoch milliseconds: the requested time, else the first allowed moment. */
  scheduledAt: { scheduledAtMs: number; scheduledAtGiven: boolean }
  toEmailAddress: { toEmailAddress: string | null }
  externalId: { externalId: string | null }
}

type Together<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never

/** A valid contact as it is stored: the values of all fields, and the variables. */
export type ContactValues = Together<FieldValues[ContactField]> & {
  /** Trimmed, and in title case where the request asks for it. Blank variables are absent. */
  variables: Record<string, string>
  /** The consent that came with the contact, if one did. */
  consent?: GivenConsent
}
