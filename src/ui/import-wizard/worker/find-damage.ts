import type { CountryCode } from 'libphonenumber-js'
import type { FaultCode } from '@/domain/contacts/fault.schema'
import { type Target, variableOf } from '@/domain/mappings/mapping.rules'
import type { FoundDamage } from './damages'
import { findDoubt, findPhoneDamage } from './find-phone-damage'
import { findJunk, findNameDamage, findTimeDamage, findValueDamage } from './find-value-damage'

/** Faults that only say what a cell should not be. When the damage is known, its message is shown in their place. */
const TOLD_BY_DAMAGE: ReadonlySet<FaultCode> = new Set([
  'PHONE_INVALID',
  'PHONE_AMBIGUOUS',
  'PHONE_EXTENSION_INVALID',
  'TIMEZONE_INVALID',
  'SCHEDULED_AT_INVALID',
  'EMAIL_INVALID',
])

export function isToldByDamage(code: FaultCode): boolean {
  return TOLD_BY_DAMAGE.has(code)
}

/** Says whether a cell may hold any text: then one that is damaged is accepted, but surely not meant. */
export function isFreeText(target: Target): boolean {
  return target === 'externalId' || variableOf(target) !== null
}

/**
 * Finds the damage of a cell; null without one.
 *
 * @param country in which numbers without + are read
 * @param date1904 whether the file is a workbook that counts days from 1904
 */
export function findDamage(
  target: Target,
  value: string,
  { country, date1904 }: { country: CountryCode | null; date1904: boolean },
): FoundDamage | null {
  if (isFreeText(target)) return findValueDamage(value)
  switch (target) {
    case 'phoneNumber':
      return findDoubt(value, country) ?? findPhoneDamage(value, country)
    case 'scheduledAt':
      return findTimeDamage(value, date1904)
    case 'name':
      return findNameDamage(value)
    default:
      return findJunk(value.trim())
  }
}
