import { z } from 'zod'
import { isStorable } from '@/domain/text/sanitize.rules'
import { DIALER_KINDS } from './dialer-kinds.rules'

export const ACCOUNTS_MAX = 100
export const ACCOUNT_NAME_LENGTH_MAX = 200
export const ACCOUNT_LINES_MAX = 10_000
export const ACCOUNT_CALLS_PER_SECOND_MAX = 1_000

const CREDENTIALS_MAX = 20
const CREDENTIAL_LENGTH_MAX = 10_000

/** How many assistants and numbers of a provider are kept to choose from. */
export const CHOICES_MAX = 1_000

export const dialerKindSchema = z.enum(DIALER_KINDS)

export const dialerStateSchema = z.enum(['connected', 'failing', 'off'])

const nameSchema = z
  .string()
  .trim()
  .min(1, 'Give the account a name.')
  .max(ACCOUNT_NAME_LENGTH_MAX)
  .refine(isStorable, 'Remove the broken character (NUL or half of a surrogate pair).')

/** Where a webhook dialer takes calls. */
export const dialerUrlSchema = z
  .url({ protocol: /^https?$/, error: 'Give the dialer an http:// or https:// address.' })
  .max(2_000)

/** By the names of the adapter's `fields`. The adapter says what is missing. */
export const credentialsSchema = z
  .record(
    z.string().max(100),
    z.string().trim().max(CREDENTIAL_LENGTH_MAX).refine(isStorable, 'Remove the broken character.'),
  )
  .refine((fields) => Object.keys(fields).length <= CREDENTIALS_MAX, `Send at most ${CREDENTIALS_MAX} fields.`)

export const accountLimitsShape = {
  lines: z
    .int('Give a whole number.')
    .min(1, 'Give at least 1 line.')
    .max(ACCOUNT_LINES_MAX)
    .nullable()
    .describe('How many calls all agents on it may have under way at once; null for no limit but theirs.'),
  callsPerSecond: z
    .int('Give a whole number.')
    .min(1, 'Allow 1 call a second or more.')
    .max(ACCOUNT_CALLS_PER_SECOND_MAX)
    .nullable()
    .describe('How many calls all agents on it may begin in a second; null for no limit.'),
}

export const createDialerAccountSchema = z.strictObject({
  kind: dialerKindSchema,
  name: nameSchema,
  /** Of a webhook. */
  url: dialerUrlSchema.nullable().default(null),
  /** Of a provider. */
  credentials: credentialsSchema.default({}),
  lines: accountLimitsShape.lines.default(null),
  callsPerSecond: accountLimitsShape.callsPerSecond.default(null),
})

/** What is left out stays as it is. */
export const updateDialerAccountSchema = z.strictObject({
  name: nameSchema.optional(),
  /** Of a webhook. */
  url: dialerUrlSchema.optional(),
  lines: accountLimitsShape.lines.optional(),
  callsPerSecond: accountLimitsShape.callsPerSecond.optional(),
})

export const replaceCredentialsSchema = z.strictObject({ credentials: credentialsSchema })

export type CreateDialerAccountInput = z.input<typeof createDialerAccountSchema>
export type UpdateDialerAccountInput = z.input<typeof updateDialerAccountSchema>
export type ReplaceCredentialsInput = z.input<typeof replaceCredentialsSchema>
