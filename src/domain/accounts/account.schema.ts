import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { newPasswordSchema, passwordSchema, personNameSchema } from '@/domain/sign-in/password.schema'

export const changePasswordSchema = z.strictObject({ currentPassword: passwordSchema, newPassword: newPasswordSchema })

export type ChangePasswordInput = z.output<typeof changePasswordSchema>

export const profileSchema = z.strictObject({ name: personNameSchema })

export const bySession = z.strictObject({ sessionId: idSchema })

export const byOrganization = z.strictObject({ organizationId: idSchema })

/** Longer than any token of ours. */
const tokenSchema = z.string().max(100, 'This is not a link of ours.')

export const forgottenPasswordSchema = z.strictObject({
  email: z
    .string('Give your email.')
    .trim()
    .max(254, 'This is too long for an email address.')
    .pipe(z.email('This is not an email address. It needs a name, an @ and a domain.'))
    .transform((email) => email.toLowerCase()),
})

export const resetPasswordSchema = z.strictObject({ token: tokenSchema, password: newPasswordSchema })

export const confirmPasswordSchema = z.strictObject({ password: passwordSchema })

/** Six digits of an authenticator app, as people type them. */
export const appCodeSchema = z
  .string('Give the code.')
  .max(20, 'This code is too long.')
  .transform((code) => code.replaceAll(/\s/g, ''))
  .refine((code) => /^\d{6}$/.test(code), 'Give the six digits that the app shows.')

export const confirmTwoFactorSchema = z.strictObject({ code: appCodeSchema })

/** What the second step of a sign-in asks for: a code of the app, or one of the codes that were kept for an emergency. */
export const secondFactorSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('app'), code: appCodeSchema }),
  z.strictObject({
    by: z.literal('backupCode'),
    code: z.string('Give the code.').trim().min(1, 'Give the code.').max(40, 'This code is too long.'),
  }),
])

export type SecondFactorInput = z.output<typeof secondFactorSchema>
