import { parsePhoneNumberFromString } from 'libphonenumber-js'

/** Lists how a number is usually written: E.164, with and without its +, international and national. */
export function writtenForms(e164: string): string[] {
  const parsed = parsePhoneNumberFromString(e164)
  const national = parsed ? [parsed.formatInternational(), parsed.formatNational(), String(parsed.nationalNumber)] : []
  return [...new Set([e164, e164.slice(1), ...national])]
}
