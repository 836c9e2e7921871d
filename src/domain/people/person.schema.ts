import { z } from 'zod'
import { personNumberSchema } from '@/domain/sequences/list-sequences.schema'
import { isStorable } from '@/domain/text/sanitize.rules'

export const PERSON_SEQUENCES_PER_PAGE_MAX = 50

export const personQuerySchema = z.strictObject({ phoneNumber: personNumberSchema })

const cursorSchema = z
  .string()
  .max(200, 'This is not a cursor of ours.')
  .refine(isStorable, 'This is not a cursor of ours.')
  .optional()

export const personSequencesQuerySchema = z.strictObject({
  phoneNumber: personNumberSchema,
  cursor: cursorSchema,
  limit: z
    .int('Give a whole number.')
    .min(1, 'Give 1 or more.')
    .max(PERSON_SEQUENCES_PER_PAGE_MAX, `A page has ${PERSON_SEQUENCES_PER_PAGE_MAX} rows at most.`)
    .default(PERSON_SEQUENCES_PER_PAGE_MAX),
})

export type PersonSequencesQuery = z.output<typeof personSequencesQuerySchema>

export const TRAIL_PER_PAGE_MAX = 200

/** How a page of the trail is asked for; `phoneNumber` stands in the path of REST. */
export const trailPageSchema = z.strictObject({
  cursor: cursorSchema,
  limit: z.coerce
    .number('Give a whole number.')
    .int('Give a whole number.')
    .min(1, 'Give 1 or more.')
    .max(TRAIL_PER_PAGE_MAX, `A page has ${TRAIL_PER_PAGE_MAX} entries at most.`)
    .default(TRAIL_PER_PAGE_MAX),
})

export const trailQuerySchema = trailPageSchema.extend({ phoneNumber: personNumberSchema })

export type TrailQuery = z.output<typeof trailQuerySchema>

export const exportTrailSchema = z.strictObject({
  phoneNumber: personNumberSchema,
  /** html is a page to read, json is for programs. */
  format: z.enum(['json', 'html']),
})

export type ExportTrailInput = z.output<typeof exportTrailSchema>
