import { z } from 'zod'
import { isUsableVariableName } from '@/domain/contacts/variable-name.rules'
import { idSchema } from '@/domain/id.schema'
import { findTimeZone } from '@/domain/schedule/find-time-zone.rules'
import { isStorable } from '@/domain/text/sanitize.rules'
import {
  CONSTANT_LENGTH_MAX,
  DATE_ORDERS,
  isConsentField,
  MAPPING_COLUMNS_MAX,
  MAPPING_FIELDS,
  SHARED_TARGETS,
  VARIABLE_PREFIX,
} from './mapping-words.rules'

/** How many mappings one agent keeps. Saving one more deletes the oldest. */
export const MAPPINGS_PER_AGENT_MAX = 200

// In the units of a string, of which a character has two at most.
const VARIABLE_NAME_LENGTH_MAX = 128

/** One of `MAPPING_FIELDS`, or a variable written `variable:account_id`. */
export const mappingTargetSchema = z.union([
  z.enum(MAPPING_FIELDS),
  z.templateLiteral([VARIABLE_PREFIX, z.string().max(VARIABLE_NAME_LENGTH_MAX)]).refine((target) => {
    return isUsableVariableName(target.slice(VARIABLE_PREFIX.length))
  }, 'This is not the name of a variable.'),
])

const storableText = (max: number) =>
  z.string().max(max).refine(isStorable, 'Remove the broken character (NUL or half of a surrogate pair).')

const columnSchema = z.strictObject({ column: storableText(1_000), target: mappingTargetSchema })
const constantSchema = z.strictObject({ target: mappingTargetSchema, value: storableText(CONSTANT_LENGTH_MAX) })

/**
 * How the columns of a file become contacts, as it is saved. Columns that are not named are left out. So is what was said of
 * the consents of all rows: the next file has other people, and whoever knows of their consent says so again.
 */
export const savedMappingSchema = z
  .strictObject({
    columns: z.array(columnSchema).max(MAPPING_COLUMNS_MAX),
    /** One value for all rows. */
    constants: z.array(constantSchema).max(MAPPING_COLUMNS_MAX),
    familyNameFirst: z.boolean(),
    /** Null when times are ISO 8601. Older mappings have no such property. */
    dateOrder: z.enum(DATE_ORDERS).nullable().default(null),
  })
  .refine(
    ({ columns, constants }) => {
      const targets = [...columns, ...constants].flatMap(({ target }) => (SHARED_TARGETS.has(target) ? [] : target))
      return new Set(targets).size === targets.length
    },
    { error: 'Two columns or constants go to one target.' },
  )
  .transform(({ constants, ...mapping }) => ({
    ...mapping,
    constants: constants.filter(({ target }) => !isConsentField(target)),
  }))

// What a spreadsheet can have at most.
const SHEET_COLUMNS_MAX = 16_384
const SHEET_CELL_LENGTH_MAX = 32_767

// The longest name of a zone is a third of it.
const TIMEZONE_LENGTH_MAX = 100

/**
 * How the cells of a row become a contact, by column number (see `Mapping`). It is sent once for all rows of a file.
 */
export const rowMappingSchema = z.strictObject({
  /** The target of each column; null for a column that is left out. */
  columns: z.array(mappingTargetSchema.nullable()).max(SHEET_COLUMNS_MAX),
  /** One value for all rows. */
  constants: z.partialRecord(mappingTargetSchema, storableText(SHEET_CELL_LENGTH_MAX)),
  familyNameFirst: z.boolean(),
  dateOrder: z.enum(DATE_ORDERS).nullable(),
  /**
   * The IANA name of the time zone of contacts without one, in which the dates of their consents are read. Absent where no
   * row has a consent.
   */
  timezone: z
    .string()
    .max(TIMEZONE_LENGTH_MAX)
    .refine((name) => findTimeZone(name) !== null, 'This is not a time zone.')
    .optional(),
})

/** The SHA-256 of the header names in hex, as `fingerprintHeader` makes it. */
export const headerFingerprintSchema = z.string().regex(/^[0-9a-f]{64}$/, 'This is not a fingerprint of ours.')

export const mappingKeySchema = z.strictObject({
  /** Public id. */
  agentId: idSchema,
  fingerprint: headerFingerprintSchema,
})

export const saveMappingSchema = mappingKeySchema.extend({ mapping: savedMappingSchema })

export type MappingTarget = z.output<typeof mappingTargetSchema>
export type RowMapping = z.output<typeof rowMappingSchema>
export type SavedMapping = z.output<typeof savedMappingSchema>
export type MappingKey = z.input<typeof mappingKeySchema>
export type SaveMappingInput = z.input<typeof saveMappingSchema>
