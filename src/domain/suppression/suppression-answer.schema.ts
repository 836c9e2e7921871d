import { z } from 'zod'
import { agentIdSchema, momentSchema } from '@/domain/answer-fields.schema'
import { entrySourceSchema, listKindSchema, whenOldSchema } from './suppression.schema'

const listOf = z.object({ listId: z.uuid(), name: z.string(), kind: listKindSchema })

/** A suppression list as it is shown to members and systems of its organization. */
export const suppressionListSchema = z.object({
  listId: z.uuid(),
  name: z.string(),
  kind: listKindSchema,
  builtIn: z
    .boolean()
    .describe("The organization's own opt-outs, which cannot be changed or deleted, and neither end nor grow old."),
  agentIds: z.array(agentIdSchema).nullable().describe('The agents that have to keep to it; null for all.'),
  entryDays: z.int().nullable().describe('How many days a new entry lasts that says nothing of it; null for good.'),
  oldAfterDays: z.int().nullable().describe('After so many days without being refreshed it is old; null for never.'),
  whenOld: whenOldSchema.describe('notice: the console says that it is old. stop: its agents call nobody until then.'),
  entries: z.int().describe('How many numbers are on it.'),
  refreshedAt: momentSchema,
  oldAt: momentSchema.nullable().describe('When it became old, or will be.'),
  isOld: z.boolean(),
  createdAt: momentSchema,
  createdBy: z.string().describe('Name of the key or of the operator.'),
})

export const suppressionListsSchema = z.object({ lists: z.array(suppressionListSchema) })

/** The list that was asked for. */
export const namedListSchema = listOf

/** A text that is not one number. */
export const unreadNumberSchema = z.object({
  index: z.int().min(0).describe('0-based place in `numbers`.'),
  phoneNumber: z.string().describe('As it was sent, cut at 64 characters.'),
  code: z.enum(['PHONE_REQUIRED', 'PHONE_INVALID', 'PHONE_AMBIGUOUS']),
  message: z.string(),
})

export const suppressedSchema = z.object({
  list: namedListSchema,
  added: z.int().describe('Numbers that are on the list now and were not before.'),
  known: z.int().describe('Numbers that were on the list already, or are named twice.'),
  invalid: z.array(unreadNumberSchema).describe('What is not on the list, since it is not one number.'),
})

export const unsuppressedSchema = z.object({
  list: namedListSchema,
  removed: z.int().describe('Numbers that were on the list and are not any more.'),
  unknown: z.int().describe('Numbers that were not on the list, or are named twice.'),
  invalid: z.array(unreadNumberSchema),
})

export const suppressionSchema = z.object({
  phoneNumber: z.string().nullable().describe('E.164. Null for somebody who was erased: only a hash is kept.'),
  list: listOf,
  since: momentSchema,
  until: momentSchema.nullable().describe('The first moment at which it does not hold any more; null for good.'),
  reason: z.string().nullable(),
  source: entrySourceSchema.describe('call: said in a call. operator: by hand. file: of a file. api: by a key.'),
  addedBy: z.string().describe('Name of the key or of the operator.'),
  agentIds: z
    .array(agentIdSchema)
    .nullable()
    .describe('The agents that it keeps from calling, by the scope of the list and of the entry; null for all.'),
})

export const suppressionsSchema = z.object({
  suppressions: z.array(suppressionSchema),
  nextCursor: z.string().nullable(),
})

export const checkedSchema = z.object({
  numbers: z.array(
    z.object({
      index: z.int().min(0).describe('0-based place in `numbers` of the request.'),
      phoneNumber: z.string().describe('E.164.'),
      suppressed: z.boolean(),
      lists: z.array(listOf).describe('Those that it is on; empty when it may be called.'),
    }),
  ),
  invalid: z.array(unreadNumberSchema),
})

export type SuppressionListSummary = z.output<typeof suppressionListSchema>
export type SuppressionLists = z.output<typeof suppressionListsSchema>
export type NamedList = z.output<typeof namedListSchema>
export type UnreadNumber = z.output<typeof unreadNumberSchema>
export type Suppressed = z.output<typeof suppressedSchema>
export type Unsuppressed = z.output<typeof unsuppressedSchema>
export type ListedSuppression = z.output<typeof suppressionSchema>
export type ListedSuppressions = z.output<typeof suppressionsSchema>
export type CheckedNumbers = z.output<typeof checkedSchema>
