import { z } from 'zod'
import { isStorable } from '@/domain/text/sanitize.rules'
import { SEARCH_TEXT_LENGTH_MAX } from './search-limits.rules'

export const searchQuerySchema = z.strictObject({
  text: z
    .string()
    .trim()
    .max(SEARCH_TEXT_LENGTH_MAX, `Search for ${SEARCH_TEXT_LENGTH_MAX} characters at most.`)
    .refine(isStorable, 'Remove the character that cannot be stored (NUL or half a pair).'),
})
