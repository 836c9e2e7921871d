import type { ValidationFault } from '@/domain/validation-fault.schema'
import type { AgentSettings } from './agent-settings.schema'

/** A number as a provider lists it. */
type ListedNumber = { id: string; phoneNumber: string | null }

type Numbers = Pick<AgentSettings, 'fromNumber' | 'moreFromNumbers' | 'remoteNumberId'>

/**
 * Finds what is wrong with the numbers of an agent at a provider that calls by its own id of a number: from one that it
 * does not list no call could be made. Of the first one the id may be typed in.
 *
 * @param label the provider's name
 */
export function findUnknownNumbers(
  { fromNumber, moreFromNumbers, remoteNumberId }: Numbers,
  label: string,
  listed: readonly ListedNumber[],
): ValidationFault[] {
  const isListed = (number: string) => listed.some(({ phoneNumber }) => phoneNumber === number)
  const told = (number: string) =>
    `${label} does not list ${number} among the numbers of this account. If it is new there, check the dialer account again.`
  const further = moreFromNumbers.flatMap((number, index): ValidationFault[] =>
    isListed(number) ? [] : [{ path: `moreFromNumbers.${index}`, message: told(number) }],
  )
  if (fromNumber === null) return further
  if (remoteNumberId === null) {
    return isListed(fromNumber) ? further : [{ path: 'remoteNumberId', message: told(fromNumber) }, ...further]
  }
  const chosen = listed.find(({ id }) => id === remoteNumberId)?.phoneNumber ?? fromNumber
  if (chosen === fromNumber) return further
  const message = `This is ${chosen} at ${label}, but the agent calls from ${fromNumber}. Choose the number that it calls from.`
  return [{ path: 'remoteNumberId', message }, ...further]
}
