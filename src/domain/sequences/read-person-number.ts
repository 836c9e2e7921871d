import type { Actor } from '@/domain/actor'
import { requestFault } from '@/domain/parse-request'
import { findCountry } from '@/domain/phones/find-country.rules'
import { readPhoneNumber } from '@/domain/phones/phone-number.rules'
import { db } from '@/platform/db'

/**
 * Reads a number as a contact's number is read: in the organization's country when it has no `+`.
 *
 * @returns E.164; an extension does not count
 * @throws VALIDATION_ERROR for a text that is not one number, which names what it may be
 */
export async function readPersonNumber(actor: Actor, text: string): Promise<string> {
  const reading = readPhoneNumber(text, findCountry(await countryOf(actor)))
  if (reading.kind === 'number') return reading.e164
  const others = reading.kind === 'ambiguous' ? reading.readings : reading.withPlus ? [reading.withPlus] : []
  const hint =
    others.length === 0
      ? 'Write it with + and the country code.'
      : `It may be ${others.map(({ e164 }) => e164).join(' or ')}: write it with + and the country code.`
  throw requestFault('phoneNumber', `This is not a phone number as it stands. ${hint}`)
}

export async function countryOf(actor: Actor): Promise<string> {
  const [row] = await db().rows<{ country: string }>`
    SELECT country FROM organizations WHERE id = ${actor.organizationId}`
  return row?.country ?? ''
}
