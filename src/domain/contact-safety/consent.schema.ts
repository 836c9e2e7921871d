import { z } from 'zod'
import { isStorable } from '@/domain/text/sanitize.rules'

export const CONSENT_SOURCE_LENGTH_MAX = 500
export const CONSENT_TEXT_LENGTH_MAX = 10_000
export const CONSENT_AGE_DAYS_MAX = 10 * 366

/**
 * On what a person's consent rests. `express`: said or clicked; `written`: signed, also electronically; `contract`: the
 * call belongs to a contract that is in force; `relationship`: there was business before.
 */
export const CONSENT_BASES = ['express', 'written', 'contract', 'relationship'] as const

export type ConsentBasis = (typeof CONSENT_BASES)[number]

const AT_MESSAGE = 'Write the moment of the consent as ISO 8601 with an offset, such as 2027-03-01T16:00:00Z.'
const SOURCE_MESSAGE = `Say where the consent was given, in 1 to ${CONSENT_SOURCE_LENGTH_MAX} characters.`
const TEXT_MESSAGE = `Keep the text of the consent within ${CONSENT_TEXT_LENGTH_MAX} characters, without a NUL.`

/** The standard property `consent` of a contact. */
export const consentSchema = z.strictObject({
  basis: z.enum(CONSENT_BASES, `Send basis as one of: ${CONSENT_BASES.join(', ')}.`),
  at: z.iso.datetime({ offset: true, error: AT_MESSAGE }).max(40, AT_MESSAGE).describe('When it was given.'),
  source: z
    .string(SOURCE_MESSAGE)
    .min(1, SOURCE_MESSAGE)
    .max(CONSENT_SOURCE_LENGTH_MAX, SOURCE_MESSAGE)
    .refine(isStorable, SOURCE_MESSAGE)
    .describe('Where it was given: a form, a shop, a recorded call.'),
  text: z
    .string(TEXT_MESSAGE)
    .max(CONSENT_TEXT_LENGTH_MAX, TEXT_MESSAGE)
    .refine(isStorable, TEXT_MESSAGE)
    .optional()
    .describe('What the person agreed to, word for word.'),
})

/** A consent as it came with a contact. Moments are epoch milliseconds. */
export type GivenConsent = { basis: ConsentBasis; atMs: number; source: string; text: string | null }

/** The consent that an agent or a rule asks for: one on one of these bases, and at most so old when the phone rings. */
export const consentRequirementSchema = z.strictObject({
  bases: z
    .array(z.enum(CONSENT_BASES))
    .min(1, 'Name at least one basis.')
    .max(CONSENT_BASES.length, 'Name each basis once.')
    .readonly(),
  ageDaysMax: z
    .int('Give whole days.')
    .min(1, 'Give 1 day or more.')
    .max(CONSENT_AGE_DAYS_MAX, `Give ${CONSENT_AGE_DAYS_MAX} days at most.`)
    .nullable()
    .default(null),
})

export type ConsentRequirement = z.output<typeof consentRequirementSchema>
