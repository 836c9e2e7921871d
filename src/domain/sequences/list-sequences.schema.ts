import { z } from 'zod'
import { EXTERNAL_ID_LENGTH_MAX } from '@/domain/contacts/judge-contact.rules'
import { isStorable } from '@/domain/text/sanitize.rules'
import { lifecycleStatusSchema } from './sequence.schema'

export const SEQUENCES_PER_PAGE_MAX = 200
export const VARIABLE_FILTERS_MAX = 10

const text = (max: number) =>
  z
    .string()
    .max(max, `Use ${max} characters at most.`)
    .refine(isStorable, 'Remove the character that cannot be stored (NUL or half a pair).')

/** A number in any format that a contact may have it in. */
export const personNumberSchema = text(64).trim().min(1, 'Give the number.')

export const sequenceListQuerySchema = z.strictObject({
  phoneNumber: personNumberSchema
    .optional()
    .describe('Only sequences of this number, written as in a contact. Extensions do not matter.'),
  externalId: text(2 * EXTERNAL_ID_LENGTH_MAX)
    .trim()
    .min(1, 'Give the external id.')
    .optional()
    .describe('Only sequences of contacts with this external id. Compared whole and by case.'),
  variable: z
    .record(text(64), text(2_000).trim())
    .refine((filters) => Object.keys(filters).length <= VARIABLE_FILTERS_MAX, {
      message: `Filter by ${VARIABLE_FILTERS_MAX} variables at most.`,
    })
    .optional()
    .meta({
      maxProperties: VARIABLE_FILTERS_MAX,
      description:
        'Only contacts whose custom variables have these values: `variable.account_id=acme-123` or `variable[account_id]=acme-123`. Compared whole and by case.',
    }),
  lifecycleStatus: lifecycleStatusSchema.optional().describe('Only sequences in this state.'),
  updatedSince: z.iso
    .datetime({
      offset: true,
      error: 'Write the moment as ISO 8601 with an offset, such as 2027-03-01T16:00:00Z.',
      abort: true,
    })
    .max(64, 'Write the moment without so many digits.')
    .optional()
    .describe(
      'Only what changed at this moment or later. Begin a few seconds before the last `updatedAt` that you know.',
    ),
  cursor: text(200).optional().describe('`nextCursor` of the page before. Without it, the first page.'),
  limit: z.coerce
    .number('Give a whole number.')
    .int('Give a whole number.')
    .min(1, 'Give 1 or more.')
    .max(SEQUENCES_PER_PAGE_MAX, `A page has ${SEQUENCES_PER_PAGE_MAX} rows at most.`)
    .default(SEQUENCES_PER_PAGE_MAX)
    .describe('Rows of a page.'),
})

export type SequenceListQuery = z.output<typeof sequenceListQuerySchema>
