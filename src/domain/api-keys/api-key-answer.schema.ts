import { z } from 'zod'
import { SCOPES } from '@/domain/access/scopes.rules'

export const keyStateSchema = z.enum(['active', 'replaced', 'expired', 'revoked'])

/** A key as lists show it: never its text, of which nothing but the beginning is kept. */
export const apiKeySchema = z.object({
  keyId: z.string(),
  name: z.string(),
  prefix: z.string().describe('How it begins, to tell keys apart.'),
  scopes: z.array(z.enum(SCOPES)),
  test: z.boolean(),
  state: keyStateSchema.describe(
    'active; replaced: a rotation made its successor, and it works until expiresAt; expired; revoked.',
  ),
  createdAt: z.string(),
  createdBy: z.string().nullable().describe('Null for a key of an older version.'),
  lastUsedAt: z.string().nullable().describe('To the minute; null for a key that was never used.'),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  replacedBy: z.string().nullable().describe('Id of the key that a rotation made to follow it.'),
})

export const apiKeysSchema = z.object({ keys: z.array(apiKeySchema) })

/** A key that was made just now, with its text, which nobody sees again. */
export const createdKeySchema = apiKeySchema.extend({ apiKey: z.string().describe('Shown this once.') })

export const rotatedKeySchema = createdKeySchema.extend({
  oldKeyUntil: z.string().describe('Until when the key before works on.'),
})

export type KeyState = z.output<typeof keyStateSchema>
export type ApiKey = z.output<typeof apiKeySchema>
export type CreatedKey = z.output<typeof createdKeySchema>
export type RotatedKey = z.output<typeof rotatedKeySchema>
