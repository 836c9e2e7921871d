import { z } from 'zod'
import { CONTACT_FIELDS, LATER_FIELDS } from '@/domain/contacts/contact-fields.rules'
import { isUsableVariableName } from '@/domain/contacts/variable-name.rules'
import { findCountry } from '@/domain/phones/find-country.rules'
import { findTimeZone } from '@/domain/schedule/find-time-zone.rules'
import { prioritySchema } from '@/domain/schedule/priority.schema'
import { describeUnknown } from '@/domain/text/describe-issue.rules'
import { isLongerThan, isStorable } from '@/domain/text/sanitize.rules'
import { NOT_CALLED_WITHIN_DAYS_MAX } from './number-rules.rules'

export const CONTACTS_PER_BATCH_MAX = 1_000
export const NORMALIZE_FIELDS_MAX = 100
export const IDEMPOTENCY_KEY_LENGTH_MAX = 255
export const BATCH_NAME_LENGTH_MAX = 200
export const METADATA_PAIRS_MAX = 20
export const METADATA_KEY_LENGTH_MAX = 40
export const METADATA_VALUE_LENGTH_MAX = 500

const UNGROUPABLE = CONTACT_FIELDS.filter((field) => !LATER_FIELDS.has(field))

// Far longer than any of them; what is shorter is refused with a reason of its own.
const OPTION_LENGTH_MAX = 2_000

/**
 * Describes an optional text of a request. Null and blank mean the same as absent, as in a contact.
 *
 * @param read returns what is stored of the text, or null to refuse it with `message`
 */
function optionalText<Value>(description: string, message: string, read: (text: string) => Value | null) {
  return z
    .string({ error: message })
    .max(OPTION_LENGTH_MAX, message)
    .nullish()
    .transform((text, context) => {
      if (text === undefined || text === null || text.trim() === '') return undefined
      const value = read(text)
      if (value !== null) return value
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    })
    .meta({ description })
}

/** Describes an optional switch of a request. Null means the same as absent, and absent means false. */
function optionalSwitch(description: string) {
  return z
    .boolean({ error: 'Send true or false.' })
    .nullish()
    .transform((value) => value ?? false)
    .meta({ description })
}

/**
 * Absent stays absent, and means normal: what was declared before there were priorities is still the same declaration.
 */
const priorityOption = prioritySchema
  .nullish()
  .transform((priority) => priority ?? undefined)
  .meta({
    description:
      'Whose calls come first: now before all others, normal in turn with other batches, low when nothing else is due. Default: normal.',
  })

const ifActiveMessage = 'Send ifActive as "allow" or "reject".'

/** Absent and `allow` are the same, and stay out of what is stored: as an enrollment was before there was the option. */
const ifActiveOption = z
  .enum(['allow', 'reject'], { error: ifActiveMessage })
  .nullish()
  .transform((value) => (value === 'reject' ? value : undefined))
  .meta({
    description:
      'With reject, a contact whose number has an open sequence of this agent is rejected (ALREADY_ACTIVE). Default: allow.',
  })

const daysMessage = `Send notCalledWithinDays as a whole number of 1 to ${NOT_CALLED_WITHIN_DAYS_MAX} days.`

const notCalledWithinDaysOption = z
  .int({ error: daysMessage })
  .min(1, daysMessage)
  .max(NOT_CALLED_WITHIN_DAYS_MAX, daysMessage)
  .nullish()
  .transform((days) => days ?? undefined)
  .meta({
    description:
      'Rejects a contact whose number an agent of the organization has called within so many days (CALLED_RECENTLY). Default: none is.',
  })

const nameMessage = `Write name as a text of up to ${BATCH_NAME_LENGTH_MAX} characters.`

const metadataMessage = `Send metadata as an object of up to ${METADATA_PAIRS_MAX} texts: names of up to ${METADATA_KEY_LENGTH_MAX} characters, values of up to ${METADATA_VALUE_LENGTH_MAX}.`

/** A text of metadata. It is kept as it is, blanks and all, since it is not ours to read. */
const metadataText = (lengthMax: number) =>
  z
    .string({ error: metadataMessage })
    // In the units of a string, of which a character has two at most.
    .max(2 * lengthMax, metadataMessage)
    .refine((text) => isStorable(text) && !isLongerThan(text, lengthMax), metadataMessage)

const metadataKey = metadataText(METADATA_KEY_LENGTH_MAX).refine((key) => key !== '', metadataMessage)

const metadataOption = z
  .record(metadataKey, metadataText(METADATA_VALUE_LENGTH_MAX), { error: metadataMessage })
  .refine((pairs) => Object.keys(pairs).length <= METADATA_PAIRS_MAX, metadataMessage)
  .nullish()
  .transform((pairs) => (pairs && Object.keys(pairs).length > 0 ? pairs : undefined))
  .meta({
    description: `Up to ${METADATA_PAIRS_MAX} pairs of texts of your own, given back with the batch. Not for anything secret.`,
  })

// Longer than any name, in the units of a string.
const NORMALIZE_FIELD_LENGTH_MAX = 200

const normalizeFieldSchema = z
  .string({ error: 'Send the name of a custom variable as a string.' })
  .max(NORMALIZE_FIELD_LENGTH_MAX, 'This is too long for the name of a custom variable.')
  .refine(isStorable, 'Remove the broken character (NUL or half of a surrogate pair).')

const contactsMessage = `Send contacts as a list of 1 to ${CONTACTS_PER_BATCH_MAX.toLocaleString('en-US')} contacts.`

/** The fields of an enrollment request, so that a door can add its own (tRPC adds `agentId`). */
export const enrollBatchShape = {
  contacts: z
    .array(z.unknown(), { error: contactsMessage })
    .min(1, contactsMessage)
    .max(CONTACTS_PER_BATCH_MAX, contactsMessage),
  timezone: optionalText(
    'IANA time zone name for contacts without one of their own. Default: the first timezone of the agent.',
    'Write timezone as an IANA time zone name, such as America/New_York.',
    findTimeZone,
  ),
  groupByField: optionalText(
    'Custom variable whose equal values make a chain: its contacts are called one after the other, in the order sent, until one succeeds.',
    `Name a custom variable in groupByField, not one of ${UNGROUPABLE.join(', ')}.`,
    (name) => (isUsableVariableName(name) && !UNGROUPABLE.some((field) => field === name) ? name : null),
  ),
  normalizeFields: z
    // The length is judged before the elements: a list of a million numbers is one fault, not a million.
    .array(z.unknown().meta({ type: 'string', maxLength: NORMALIZE_FIELD_LENGTH_MAX }), {
      error: 'Send normalizeFields as a list of names of custom variables.',
    })
    .max(NORMALIZE_FIELDS_MAX, `Name at most ${NORMALIZE_FIELDS_MAX} variables in normalizeFields.`)
    .pipe(z.array(normalizeFieldSchema))
    .nullish()
    .transform((names) => [...new Set(names ?? [])].filter((name) => name.trim() !== ''))
    .meta({ description: 'Custom variables to write in title case. Only where the organization has it switched on.' }),
  allowDuplicates: optionalSwitch('Accept several contacts with the same number. Not together with groupByField.'),
  bypassAllowedCallWindow: optionalSwitch("Call outside of the agent's call windows too."),
  priority: priorityOption,
  ifActive: ifActiveOption,
  notCalledWithinDays: notCalledWithinDaysOption,
  defaultCountry: optionalText(
    'ISO 3166-1 alpha-2 code of the country of numbers without +. Default: the country of the organization.',
    'Write defaultCountry as an ISO 3166-1 alpha-2 code of a country with phone numbers, such as US.',
    findCountry,
  ),
  name: optionalText(
    `What the batch is called, up to ${BATCH_NAME_LENGTH_MAX} characters. The lists of the console show it.`,
    nameMessage,
    (text) => (isStorable(text) && !isLongerThan(text.trim(), BATCH_NAME_LENGTH_MAX) ? text.trim() : null),
  ),
  metadata: metadataOption,
}

/**
 * Checks the rules that concern several fields. Pass it to `superRefine` of any schema built from `enrollBatchShape`.
 */
export function refineEnrollment(
  input: { groupByField?: string | undefined; allowDuplicates?: boolean | undefined },
  context: z.RefinementCtx,
): void {
  if (input.groupByField === undefined || !input.allowDuplicates) return
  const message = 'groupByField and allowDuplicates: true exclude each other. Leave one of them out.'
  context.addIssue({ code: 'custom', path: ['groupByField'], message })
}

/**
 * Returns the message for a request that is not an object or has unknown properties, which are often typos. Returns
 * undefined for any other issue.
 */
export function describeShapeIssue(issue: { code?: string; keys?: unknown }): string | undefined {
  if (issue.code === 'invalid_type') return 'Send a JSON object with contacts.'
  if (issue.code !== 'unrecognized_keys' || !Array.isArray(issue.keys)) return undefined
  return describeUnknown(issue.keys.map(String), Object.keys(enrollBatchShape))
}

/**
 * The body of an enrollment request. What it refuses fails the whole request (400). It accepts contacts of any type,
 * because each contact is judged by itself (`validateContacts`). Its output parses to itself.
 */
export const enrollBatchSchema = z
  .strictObject(enrollBatchShape, { error: describeShapeIssue })
  .superRefine(refineEnrollment)

/** 1 to 255 characters, compared exactly. */
export const idempotencyKeySchema = z
  .string({ error: 'Send Idempotency-Key as text.' })
  // In the units of a string, of which a character has two at most.
  .max(2 * IDEMPOTENCY_KEY_LENGTH_MAX, {
    error: `Send an Idempotency-Key of 1 to ${IDEMPOTENCY_KEY_LENGTH_MAX} characters.`,
    abort: true,
  })
  .refine((key) => key !== '' && !isLongerThan(key, IDEMPOTENCY_KEY_LENGTH_MAX), {
    error: `Send an Idempotency-Key of 1 to ${IDEMPOTENCY_KEY_LENGTH_MAX} characters.`,
  })
  .refine(isStorable, 'Remove the broken character (NUL or half of a surrogate pair) from Idempotency-Key.')

export type EnrollBatchInput = z.output<typeof enrollBatchSchema>

/** Everything in a request that decides how its contacts are judged and called. */
export type EnrollmentOptions = Partial<Omit<EnrollBatchInput, 'contacts' | 'name' | 'metadata'>>
