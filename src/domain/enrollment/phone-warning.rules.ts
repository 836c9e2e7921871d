import { isAssignedNumber } from './phone-number.rules'
import type { Warning } from './prepare-validation.rules'

/**
 * What the grid says of an accepted number that is possible, but that its country has assigned to nobody; null when
 * there is nothing to say. It never keeps a contact from being enrolled.
 *
 * @param e164 the number as accepted
 */
export function phoneWarning(e164: string): Warning | null {
  if (isAssignedNumber(e164)) return null
  return { code: 'PHONE_NOT_ASSIGNED', message: `${e164} looks like a number that nobody has. Check its digits.` }
}
