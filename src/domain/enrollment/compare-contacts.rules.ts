import type { Fault } from './fault.schema'
import { type JudgedContact, sortFaults } from './judge-contact.rules'

/** A group of contacts that share a value: `size` counts the accepted ones. */
export type ContactGroup = { value: string; size: number }

/** What the contacts of one request or file are to each other; rows are indexes into the list that was compared. */
export type Comparison = {
  /** Per row the earlier row whose number it repeats, or -1. */
  duplicateOf: Int32Array
  /** Per row its 0-based place in its group, or -1 when it is in none. */
  groupPosition: Int32Array
  /** In the order of their first contacts. */
  groups: ContactGroup[]
}

/**
 * The checks over a whole table of judged contacts, in time linear to it: who repeats whose number, and who is where
 * in which group. The first otherwise valid contact of a number keeps it; an invalid one never shadows a valid one.
 *
 * @param judged null for a row that is left out
 */
export function compareContacts(
  judged: readonly (JudgedContact | null)[],
  options: { allowDuplicates: boolean },
): Comparison {
  const duplicateOf = new Int32Array(judged.length).fill(-1)
  const groupPosition = new Int32Array(judged.length).fill(-1)
  const rowByPhone = new Map<string, number>()
  const groupByValue = new Map<string, ContactGroup>()
  for (let row = 0; row < judged.length; row += 1) {
    const verdict = judged[row]
    if (!verdict) continue
    if (!options.allowDuplicates && verdict.phoneKey !== null) {
      const earlier = rowByPhone.get(verdict.phoneKey)
      if (earlier !== undefined) {
        duplicateOf[row] = earlier
        continue
      }
      if (verdict.ok) rowByPhone.set(verdict.phoneKey, row)
    }
    if (!verdict.ok || verdict.groupValue === null) continue
    const group = groupByValue.get(verdict.groupValue)
    if (group) {
      groupPosition[row] = group.size
      group.size += 1
    } else {
      groupPosition[row] = 0
      groupByValue.set(verdict.groupValue, { value: verdict.groupValue, size: 1 })
    }
  }
  return { duplicateOf, groupPosition, groups: [...groupByValue.values()] }
}

/**
 * All faults of a row: its own, and that it repeats an earlier one. Empty when it is accepted.
 *
 * @param earlier the row's entry in `duplicateOf`
 */
export function faultsOf(judged: JudgedContact, earlier: number): Fault[] {
  const own = judged.ok ? [] : judged.faults
  return earlier < 0 ? own : sortFaults([...own, duplicateFault(earlier)])
}

function duplicateFault(earlier: number): Fault {
  const message = `The contact at index ${earlier} has the same phone number. Remove one of them, or allow duplicates.`
  return { code: 'DUPLICATE_PHONE', field: 'phoneNumber', message }
}
