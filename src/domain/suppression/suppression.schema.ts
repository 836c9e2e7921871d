import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { personNumberSchema } from '@/domain/sequences/list-sequences.schema'
import { isStorable } from '@/domain/text/sanitize.rules'
import {
  BUILT_IN_LIST_NAME,
  ENTRY_SOURCES,
  LIST_AGENTS_MAX,
  LIST_KINDS,
  LIST_NAME_LENGTH_MAX,
  NUMBERS_PER_REQUEST_MAX,
  SUPPRESSION_REASON_LENGTH_MAX,
  SUPPRESSIONS_PER_PAGE_MAX,
} from './suppression-limits.rules'

const DAYS_MAX = 3_660
/** The longest text that is read as a number. */
const NUMBER_LENGTH_MAX = 250

const storable = (max: number) =>
  z
    .string()
    .max(max, `Use ${max} characters at most.`)
    .refine(isStorable, 'Remove the character that cannot be stored (NUL or half a pair).')

const days = z
  .int('Give a whole number of days.')
  .min(1, 'Give 1 day or more.')
  .max(DAYS_MAX, `Give ${DAYS_MAX.toLocaleString('en-US')} days at most.`)

export const listKindSchema = z.enum(LIST_KINDS, { error: `Name one of ${LIST_KINDS.join(', ')}.` })
export const whenOldSchema = z.enum(['notice', 'stop'], { error: 'Name one of notice, stop.' })
export const entrySourceSchema = z.enum(ENTRY_SOURCES)

/** The settings of a list, which all have a value. */
const settings = {
  name: storable(LIST_NAME_LENGTH_MAX).trim().min(1, 'Name the list.'),
  kind: listKindSchema,
  /** Public ids of the agents that have to keep to it; null for all. */
  agentIds: z
    .array(idSchema)
    .min(1, 'Name an agent, or null for all.')
    .max(LIST_AGENTS_MAX, `Name ${LIST_AGENTS_MAX} agents at most.`)
    .nullable(),
  /** How long new entries last that say nothing of it; null for good. */
  entryDays: days.nullable(),
  /** Days after which it is old when nobody has refreshed it; null for never. */
  oldAfterDays: days.nullable(),
  whenOld: whenOldSchema,
}

export const createListSchema = z.strictObject({
  name: settings.name,
  kind: settings.kind,
  agentIds: settings.agentIds.default(null),
  entryDays: settings.entryDays.default(null),
  /** A registry is old after 31 days unless something else is said. */
  oldAfterDays: settings.oldAfterDays.optional(),
  whenOld: settings.whenOld.default('notice'),
})

/** What is left out stays as it is. */
export const updateListSchema = z.strictObject({
  name: settings.name.optional(),
  kind: settings.kind.optional(),
  agentIds: settings.agentIds.optional(),
  entryDays: settings.entryDays.optional(),
  oldAfterDays: settings.oldAfterDays.optional(),
  whenOld: settings.whenOld.optional(),
  /** Says that all of its entries still hold: it counts as refreshed now. */
  refreshed: z.literal(true).optional(),
})

const listRefSchema = storable(100)
  .trim()
  .min(1, 'Name the list.')
  .describe(`Id or name of a list. Without it, "${BUILT_IN_LIST_NAME}".`)

const numbersSchema = z
  .array(z.string('Send each number as a string.').max(NUMBER_LENGTH_MAX, 'This is too long for a number.'))
  .min(1, 'Send at least one number.')
  .max(
    NUMBERS_PER_REQUEST_MAX,
    `Send ${NUMBERS_PER_REQUEST_MAX.toLocaleString('en-US')} numbers at most in one request.`,
  )
  .describe(
    'In any format that a contact may have. Without `+` they are read in the country of the organization. Extensions do not matter.',
  )

const reasonSchema = storable(SUPPRESSION_REASON_LENGTH_MAX)
  .nullish()
  .transform((text) => text?.trim() || undefined)
  .meta({ description: 'Why, in your words. Members of the organization see it, and nobody else.' })

export const suppressNumbersSchema = z.strictObject({
  numbers: numbersSchema,
  list: listRefSchema.optional(),
  reason: reasonSchema,
  until: z.iso
    .datetime({
      offset: true,
      error: 'Write the moment as ISO 8601 with an offset, such as 2027-03-01T16:00:00Z.',
      abort: true,
    })
    .max(64, 'Write the moment without so many digits.')
    .nullish()
    .describe('The first moment at which they may be called again. Without it, as the list says; null is for good.'),
})

/** Notes by hand that somebody asked not to be called again. */
export const optOutPersonSchema = z.strictObject({
  phoneNumber: personNumberSchema,
  /** Public id of the only agent that may not call any more; without it, none may. */
  agentId: idSchema.optional(),
  reason: reasonSchema,
})

export const checkNumbersSchema = z.strictObject({
  numbers: numbersSchema,
  agentId: idSchema.optional().describe('Only what keeps this agent from calling. Without it, what keeps any.'),
})

export const suppressionListQuerySchema = z.strictObject({
  phoneNumber: personNumberSchema
    .optional()
    .describe('Only this number, in any format: on every list, or on the one that is named.'),
  list: listRefSchema.optional(),
  cursor: storable(200).optional().describe('`nextCursor` of the page before. Without it, the first page.'),
  limit: z.coerce
    .number('Give a whole number.')
    .int('Give a whole number.')
    .min(1, 'Give 1 or more.')
    .max(SUPPRESSIONS_PER_PAGE_MAX, `A page has ${SUPPRESSIONS_PER_PAGE_MAX} rows at most.`)
    .default(SUPPRESSIONS_PER_PAGE_MAX)
    .describe('Rows of a page.'),
})

export type CreateListInput = z.input<typeof createListSchema>
export type UpdateListInput = z.input<typeof updateListSchema>
export type SuppressNumbersInput = z.input<typeof suppressNumbersSchema>
export type OptOutPersonInput = z.input<typeof optOutPersonSchema>
export type CheckNumbersInput = z.input<typeof checkNumbersSchema>
export type SuppressionListQuery = z.output<typeof suppressionListQuerySchema>
