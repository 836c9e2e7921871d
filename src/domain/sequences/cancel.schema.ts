import { z } from 'zod'
import { isStorable } from '@/domain/text/sanitize.rules'
import { personNumberSchema } from './list-sequences.schema'

const storable = (max: number) =>
  z
    .string()
    .max(max, `Use ${max} characters at most.`)
    .refine(isStorable, 'Remove the character that cannot be stored (NUL or half a pair).')

const reason = storable(500)
  .nullish()
  .transform((text) => text?.trim() || undefined)
  .meta({ description: 'Why, in your words. It shows in the console.' })

/** The body of a pause, resume or cancel of a batch: an optional reason. */
export const actOnBatchSchema = z.strictObject({ reason })

export const cancelSequenceSchema = z.strictObject({
  scope: z
    .enum(['contact', 'chain'], 'Name the scope: contact or chain.')
    .describe('Only this contact, or everybody of its chain.'),
  reason,
})

export const cancelByVariableSchema = z.strictObject({
  referenceKey: storable(64).min(1, 'Name the variable.').describe('Name of a custom variable.'),
  referenceValue: storable(2_000)
    .trim()
    .min(1, 'Give the value of the variable.')
    .describe('Its value. White space around it does not count, as it does not in a contact.'),
  reason,
})

export const cancelPersonSchema = z.strictObject({
  phoneNumber: personNumberSchema.describe('As in a contact, in any format. Contacts with any extension are meant.'),
  reason,
})

const byVariable = cancelByVariableSchema.shape

/** Either a number, or a variable and its value. */
export const cancelMatchingSchema = z
  .strictObject({
    referenceKey: byVariable.referenceKey.optional(),
    referenceValue: byVariable.referenceValue.optional(),
    phoneNumber: cancelPersonSchema.shape.phoneNumber.optional(),
    reason,
  })
  .superRefine(({ referenceKey, referenceValue, phoneNumber }, context) => {
    const report = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const hasVariable = referenceKey !== undefined || referenceValue !== undefined
    if (phoneNumber !== undefined) {
      if (hasVariable) report('phoneNumber', 'Send a number, or a variable and its value, not both.')
      return
    }
    if (referenceKey === undefined) report('referenceKey', 'Name the variable.')
    if (referenceValue === undefined) report('referenceValue', 'Give the value of the variable.')
  })
