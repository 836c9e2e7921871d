import { isSupportedCountry } from 'libphonenumber-js'
import { z } from 'zod'
import { createAgentSchema } from '@/domain/agents/create-agent.schema'
import { CREDITS_MAX } from '@/domain/credits/credits.schema'
import { isStorable } from '@/domain/text/sanitize.rules'
import { ruleSetsSchema } from './calling-policy.schema'

const AGENTS_PER_FILE_MAX = 1_000

const nameSchema = z
  .string()
  .trim()
  .min(1, 'Give the organization a name.')
  .max(200, 'A name has 200 characters at most.')
  .refine(isStorable, 'Remove the broken character (NUL or half of a surrogate pair).')

/** ISO 3166-1 alpha-2. Numbers without a + are read in this country. */
const countrySchema = z
  .string()
  .max(20)
  .transform((country) => country.toUpperCase())
  .refine(isSupportedCountry, 'Give a country by its two letters (ISO 3166-1), such as US or DE.')

/** What an organization can change about itself. Each is left as it is when it is not given. */
export const updateOrganizationSchema = z.strictObject({
  name: nameSchema.optional(),
  country: countrySchema.optional(),
  normalizationEnabled: z.boolean().optional(),
  premiumNumbersRefused: z.boolean().optional(),
})

export type UpdateOrganizationInput = z.input<typeof updateOrganizationSchema>

export type OrganizationSettings = {
  name: string
  country: string
  normalizationEnabled: boolean
  premiumNumbersRefused: boolean
}

export const createOrganizationSchema = z.strictObject({
  name: nameSchema,
  email: z
    .email('Give the e-mail address of the first operator.')
    .max(254)
    .transform((email) => email.toLowerCase()),
  country: countrySchema,
  /** The allocation of each calendar month. */
  credits: z
    .number()
    .int('Credits have to be a whole number.')
    .min(0)
    .max(CREDITS_MAX, `Credits can be ${CREDITS_MAX} at most.`),
  normalizationEnabled: z.boolean().default(false),
  /** The calling rules that are switched on; without it those of the country. */
  ruleSets: ruleSetsSchema.optional(),
  /** The operator's password is good for one sign-in, after which they choose their own. Not so in the demo. */
  mustChangePassword: z.boolean().default(false),
  agents: z.array(createAgentSchema).max(AGENTS_PER_FILE_MAX).default([]),
})

export type CreateOrganizationInput = z.input<typeof createOrganizationSchema>
