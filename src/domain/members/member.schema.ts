import { z } from 'zod'
import { ROLES } from '@/domain/actor'
import { idSchema } from '@/domain/id.schema'
import { newPasswordSchema, personNameSchema } from '@/domain/sign-in/password.schema'

const roleSchema = z.enum(ROLES, 'Choose a role: owner, admin, operator or viewer.')

export const inviteMemberSchema = z.strictObject({
  email: z
    .string('Give an email address.')
    .trim()
    .max(254, 'This is too long for an email address.')
    .pipe(z.email('This is not an email address. It needs a name, an @ and a domain.'))
    .transform((email) => email.toLowerCase()),
  role: roleSchema,
})

export type InviteMemberInput = z.input<typeof inviteMemberSchema>

export const memberRoleSchema = z.strictObject({ memberId: idSchema, role: roleSchema })

export const byMember = z.strictObject({ memberId: idSchema })

export const byInvitation = z.strictObject({ invitationId: idSchema })

/** Longer than any token of ours. */
const tokenSchema = z.string().max(100, 'This is not a link of ours.')

/** A new user gives name and password; whoever has an account is signed in and gives neither. */
export const acceptInvitationSchema = z.strictObject({
  token: tokenSchema,
  newUser: z.strictObject({ name: personNameSchema, password: newPasswordSchema }).optional(),
})

export type AcceptInvitationInput = z.output<typeof acceptInvitationSchema>

export const findInvitationSchema = z.strictObject({ token: tokenSchema })
