import { z } from 'zod'
import { personNumberSchema } from '@/domain/sequences/list-sequences.schema'
import { isStorable } from '@/domain/text/sanitize.rules'

export const PERSON_SEQUENCES_PER_PAGE_MAX = 50

export const personQuerySchema = z.strictObject({ phoneNumber: personNumberSchema })

export const personSequencesQuerySchema = z.strictObject({
  phoneNumber: personNumberSchema,
  cursor: z
    .string()
    .max(200, 'This is not a cursor of ours.')
    .refine(isStorable, 'This is not a cursor of ours.')
    .optional(),
  limit: z
    .int('Give a whole number.')
    .min(1, 'Give 1 or more.')
    .max(PERSON_SEQUENCES_PER_PAGE_MAX, `A page has ${PERSON_SEQUENCES_PER_PAGE_MAX} rows at most.`)
    .default(PERSON_SEQUENCES_PER_PAGE_MAX),
})

export type PersonSequencesQuery = z.output<typeof personSequencesQuerySchema>
