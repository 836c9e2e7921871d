import { isSupportedCountry } from 'libphonenumber-js'
import { z } from 'zod'
import { createAgentSchema } from '@/domain/agents/create-agent.schema'
import { CREDITS_MAX } from '@/domain/credits/credits.schema'

const AGENTS_PER_FILE_MAX = 1_000

export const createOrganizationSchema = z.strictObject({
  name: z.string().trim().min(1, 'Give the organization a name.').max(200),
  email: z
    .email('Give the e-mail address of the first operator.')
    .max(254)
    .transform((email) => email.toLowerCase()),
  /** ISO 3166-1 alpha-2. Numbers without a + are read in this country. */
  country: z
    .string()
    .max(20)
    .transform((country) => country.toUpperCase())
    .refine(isSupportedCountry, 'Give a country by its two letters (ISO 3166-1), such as US or DE.'),
  /** The allocation of each calendar month. */
  credits: z
    .number()
    .int('Credits have to be a whole number.')
    .min(0)
    .max(CREDITS_MAX, `Credits can be ${CREDITS_MAX} at most.`),
  normalizationEnabled: z.boolean().default(false),
  agents: z.array(createAgentSchema).max(AGENTS_PER_FILE_MAX).default([]),
})

export type CreateOrganizationInput = z.input<typeof createOrganizationSchema>
