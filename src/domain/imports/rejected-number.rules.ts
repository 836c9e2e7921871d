import { z } from 'zod'
import { findCountry } from '@/domain/phones/find-country.rules'
import { parsePhoneNumber } from '@/domain/phones/phone-number.rules'

const countryOfOptions = z.object({ defaultCountry: z.string().nullish() })

/**
 * E.164 of the number at which a row that was turned away would have been called; null where none could be read. Where an
 * older version has not noted it, it is read again from what was sent, in the country that the import has fixed.
 *
 * @param rejection.readAs as it is kept: empty for none, null for not noted
 * @param options those of the import
 */
export function rejectedNumberOf(
  { readAs, phoneNumber }: { readAs: string | null; phoneNumber: string },
  options: unknown,
): string | null {
  if (readAs !== null) return readAs || null
  const defaultCountry = countryOfOptions.safeParse(options).data?.defaultCountry
  return parsePhoneNumber(phoneNumber, findCountry(defaultCountry ?? ''))?.e164 ?? null
}
