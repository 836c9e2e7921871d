import { z } from 'zod'
import { findCountry } from '@/domain/phones/find-country.rules'
import { parsePhoneNumber } from '@/domain/phones/phone-number.rules'

const countryOfOptions = z.object({ defaultCountry: z.string().nullish() })

/**
 * Returns the number, in E.164, at which a rejected row would have been called; null where we could read none. An older
 * version did not store it; then it is read again from the row, in the import's country.
 *
 * @param rejection.readAs as it is stored: empty for no number, null for not stored
 * @param options the import's options
 */
export function rejectedNumberOf(
  { readAs, phoneNumber }: { readAs: string | null; phoneNumber: string },
  options: unknown,
): string | null {
  if (readAs !== null) return readAs || null
  const defaultCountry = countryOfOptions.safeParse(options).data?.defaultCountry
  return parsePhoneNumber(phoneNumber, findCountry(defaultCountry ?? ''))?.e164 ?? null
}
