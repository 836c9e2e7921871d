import { z } from 'zod'
import { isStorable } from '@/domain/text/sanitize.rules'
import { passwordSchema } from './password.schema'

const BROKEN = 'Remove the broken character (NUL or half of a surrogate pair).'

/** What an operator signs in with. An email that no account can have counts as unknown, not as a fault. */
export const signInSchema = z.object({
  email: z
    .string('Give the email.')
    .trim()
    .min(1, 'Give the email.')
    .max(254, 'This is too long for an email address.')
    .refine(isStorable, BROKEN)
    .transform((email) => email.toLowerCase()),
  password: passwordSchema,
})

export type SignInInput = z.output<typeof signInSchema>
