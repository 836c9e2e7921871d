import { z } from 'zod'
import { SCOPES } from '@/domain/access/scopes.rules'
import { idSchema } from '@/domain/id.schema'
import { isStorable } from '@/domain/text/sanitize.rules'

export const KEY_NAME_LENGTH_MAX = 100

/** What a new key is asked for. Whether the moment is in the future and the scopes may be given, the use case decides. */
export const createKeySchema = z.strictObject({
  name: z
    .string('Name the key.')
    .trim()
    .min(1, 'Name the key, after the system that uses it.')
    .max(KEY_NAME_LENGTH_MAX, `Use ${KEY_NAME_LENGTH_MAX} characters at most.`)
    .refine(isStorable, 'Remove the character that cannot be stored (NUL or half a pair).')
    .describe('Which system uses it.'),
  scopes: z
    .array(z.enum(SCOPES, `A scope is ${SCOPES.slice(0, -1).join(', ')} or ${SCOPES.at(-1)}.`))
    .min(1, 'Choose what the key may do.')
    .max(SCOPES.length, 'Name each scope once.')
    .transform((scopes) => SCOPES.filter((scope) => scopes.includes(scope)))
    .describe('What it may do.'),
  expiresAt: z.iso
    .datetime({ offset: true, error: 'Write the moment as ISO 8601 with an offset, such as 2027-03-01T16:00:00Z.' })
    .max(64, 'Write the moment without so many digits.')
    .nullish()
    .transform((text) => text ?? null)
    .describe('From when on it is refused; null or absent for a key without an end.'),
  test: z
    .boolean()
    .default(false)
    .describe('A test key: what it enrolls is called by the simulated dialer and costs no credits.'),
})

export const keyIdSchema = z.strictObject({ keyId: idSchema })

export const requestLogQuerySchema = keyIdSchema.extend({
  /** The whole id, or how it begins. */
  requestId: z
    .string()
    .trim()
    .max(200, 'No request id is that long.')
    .refine(isStorable, 'This is not a request id.')
    .optional(),
  cursor: z
    .string()
    .max(200, 'This is not a cursor of ours.')
    .refine(isStorable, 'This is not a cursor of ours.')
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export type CreateKeyInput = z.input<typeof createKeySchema>
export type RequestLogQuery = z.output<typeof requestLogQuerySchema>
