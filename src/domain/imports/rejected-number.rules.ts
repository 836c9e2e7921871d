import { z } from 'zod'
import { countryOfRow } from '@/domain/mappings/row-country.rules'
import { findCountry } from '@/domain/phones/find-country.rules'
import { type ReadNumber, readNumberOf } from '@/domain/phones/phone-number.rules'

const countryOfOptions = z.object({ defaultCountry: z.string().nullish() })
const columnsOfMapping = z.object({ columns: z.array(z.string().nullable()) })

/**
 * A rejection as it is stored. `readAs` is empty when no number could be read, and null when it was not stored. `cells`
 * are needed when a column of the file holds countries.
 */
type KeptRejection = { readAs: string | null; phoneNumber: string; cells?: unknown }

/** Returns the place of the column that says in which country a row's number is read; null if there is none. */
export function countryColumnOf(mapping: unknown): number | null {
  const column = columnsOfMapping.safeParse(mapping).data?.columns.indexOf('phoneCountry') ?? -1
  return column < 0 ? null : column
}

/**
 * Returns the number at which a rejected row would have been called, or the readings of an ambiguous number. An older
 * version did not store the number; then it is read again from the row. Readings are not stored, so they are always
 * read again. All of them are read in the country of the row.
 *
 * @param imported the import's mapping and options, as they are stored
 */
export function rejectedNumberOf(
  { readAs, phoneNumber, cells }: KeptRejection,
  imported: { mapping: unknown; options: unknown },
): ReadNumber {
  if (readAs) return { readAs, mayBe: [] }
  const column = countryColumnOf(imported.mapping)
  const cell = column === null ? null : ((cells as string[])[column] ?? '')
  const defaultCountry = findCountry(countryOfOptions.safeParse(imported.options).data?.defaultCountry ?? '')
  const read = readNumberOf(phoneNumber, countryOfRow(cell, defaultCountry))
  return readAs === null ? read : { readAs: null, mayBe: read.mayBe }
}
