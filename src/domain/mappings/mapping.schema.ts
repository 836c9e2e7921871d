import { z } from 'zod'
import { isStorable } from '@/domain/enrollment/sanitize.rules'
import { CONTACT_FIELDS, isUsableVariableName } from '@/domain/enrollment/variable-name.rules'

/** The parts that join into a name, in the order in which they are joined. */
export const NAME_PARTS = ['namePrefix', 'firstName', 'middleName', 'lastName', 'nameSuffix'] as const

/** What a column of a file can fill: a part of the name, or a field of a contact. */
export const MAPPING_FIELDS = [...NAME_PARTS, ...CONTACT_FIELDS] as const

/** A file with more columns is mapped like any other, but what was chosen is not kept for the next one. */
export const MAPPING_COLUMNS_MAX = 500
export const CONSTANT_LENGTH_MAX = 2_000
/** Per agent; saving one more drops the one that was saved the longest ago. */
export const MAPPINGS_PER_AGENT_MAX = 200

const VARIABLE_PREFIX = 'variable:'

/** A field, or a variable written `variable:account_id`. */
export const mappingTargetSchema = z.union([
  z.enum(MAPPING_FIELDS),
  z.templateLiteral([VARIABLE_PREFIX, z.string()]).refine((target) => {
    return isUsableVariableName(target.slice(VARIABLE_PREFIX.length))
  }, 'This is not the name of a variable.'),
])

const storableText = (max: number) =>
  z.string().max(max).refine(isStorable, 'Remove the broken character (NUL or half of a surrogate pair).')

const columnSchema = z.strictObject({ column: storableText(1_000), target: mappingTargetSchema })
const constantSchema = z.strictObject({ target: mappingTargetSchema, value: storableText(CONSTANT_LENGTH_MAX) })

/** How the columns of a file become contacts. Columns that are not named are left out. */
export const savedMappingSchema = z
  .strictObject({
    columns: z.array(columnSchema).max(MAPPING_COLUMNS_MAX),
    /** One value for all rows. */
    constants: z.array(constantSchema).max(MAPPING_COLUMNS_MAX),
    familyNameFirst: z.boolean(),
  })
  .refine(
    ({ columns, constants }) => {
      const targets = [...columns, ...constants].map(({ target }) => target)
      return new Set(targets).size === targets.length
    },
    { error: 'Two columns or constants go to one target.' },
  )

/** SHA-256 in hex of the header names, as `fingerprintHeader` makes it. */
export const headerFingerprintSchema = z.string().regex(/^[0-9a-f]{64}$/, 'This is not a fingerprint of ours.')

export const mappingKeySchema = z.object({
  /** Public id. */
  agentId: z.string(),
  fingerprint: headerFingerprintSchema,
})

export const saveMappingSchema = mappingKeySchema.extend({ mapping: savedMappingSchema })

export type MappingTarget = z.output<typeof mappingTargetSchema>
export type SavedMapping = z.output<typeof savedMappingSchema>
export type MappingKey = z.input<typeof mappingKeySchema>
export type SaveMappingInput = z.input<typeof saveMappingSchema>
