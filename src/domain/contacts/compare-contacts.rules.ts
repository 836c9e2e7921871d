import type { Fault } from './fault.schema'
import { type JudgedContact, sortFaults } from './judge-contact.rules'

/** Contacts that share a group value. `size` counts those that are accepted. */
export type ContactChain = { value: string; size: number }

/** What the contacts of one request or file are to each other; rows are indexes into the list that was compared. */
export type Comparison = RowRelations & {
  /** In the order of their first contacts. */
  chains: ContactChain[]
}

/**
 * What is compared of judged rows, one entry a row. Keys stand as ids from 0 on, equal for equal keys, so that a
 * table of a hundred thousand rows is compared anew at each keystroke; -1 is none.
 */
export type ComparableRows = {
  /** 1 for a row that takes no part. */
  leftOut: Uint8Array
  /** 1 for a row that is valid by itself. */
  valid: Uint8Array
  phoneIds: Int32Array
  chainIds: Int32Array
  /** Above every id. */
  phoneCount: number
  chainCount: number
}

export type RowRelations = {
  /** Per row the earlier row whose number it repeats, or -1. */
  duplicateOf: Int32Array
  /** Per row its 0-based place in its chain, or -1 when it is in none. */
  chainPosition: Int32Array
}

/**
 * The checks over a whole table of judged contacts, in time linear to it: who repeats whose number, and who is where
 * in which chain. The first otherwise valid contact of a number keeps it; a faulty one never shadows a valid one.
 *
 * @returns with the sizes of the chains, by chain id
 */
export function compareRows(
  { leftOut, valid, phoneIds, chainIds, phoneCount, chainCount }: ComparableRows,
  options: { allowDuplicates: boolean },
): RowRelations & { chainSizes: Int32Array } {
  const rows = valid.length
  const duplicateOf = new Int32Array(rows).fill(-1)
  const chainPosition = new Int32Array(rows).fill(-1)
  const chainSizes = new Int32Array(chainCount)
  const rowByPhone = new Int32Array(options.allowDuplicates ? 0 : phoneCount).fill(-1)
  for (let row = 0; row < rows; row += 1) {
    if (leftOut[row]) continue
    const phone = phoneIds[row] as number
    if (!options.allowDuplicates && phone >= 0) {
      const earlier = rowByPhone[phone] as number
      if (earlier >= 0) {
        duplicateOf[row] = earlier
        continue
      }
      if (valid[row]) rowByPhone[phone] = row
    }
    const chain = chainIds[row] as number
    if (!valid[row] || chain < 0) continue
    const size = chainSizes[chain] as number
    chainPosition[row] = size
    chainSizes[chain] = size + 1
  }
  return { duplicateOf, chainPosition, chainSizes }
}

/** Compares judged contacts as `compareRows` does. */
export function compareContacts(judged: readonly JudgedContact[], options: { allowDuplicates: boolean }): Comparison {
  const phones = new KeyIds()
  const groupValues = new KeyIds()
  const rows = judged.length
  const valid = new Uint8Array(rows)
  const phoneIds = new Int32Array(rows)
  const chainIds = new Int32Array(rows)
  for (const [row, verdict] of judged.entries()) {
    valid[row] = verdict.ok ? 1 : 0
    phoneIds[row] = phones.idOf(verdict.phoneKey)
    chainIds[row] = verdict.ok ? groupValues.idOf(verdict.groupValue) : -1
  }
  const comparable = { leftOut: new Uint8Array(rows), valid, phoneIds, chainIds }
  const { duplicateOf, chainPosition, chainSizes } = compareRows(
    { ...comparable, phoneCount: phones.size, chainCount: groupValues.size },
    options,
  )
  const chains: ContactChain[] = []
  for (const [row, position] of chainPosition.entries()) {
    if (position !== 0) continue
    const id = chainIds[row] as number
    chains.push({ value: groupValues.keyOf(id), size: chainSizes[id] as number })
  }
  return { duplicateOf, chainPosition, chains }
}

/** Numbers keys from 0 on in the order in which they come, the same one always the same; null is -1. */
export class KeyIds<Key extends string | number = string> {
  private readonly ids = new Map<Key, number>()
  private readonly keys: Key[] = []

  idOf(key: Key | null): number {
    if (key === null) return -1
    let id = this.ids.get(key)
    if (id === undefined) {
      id = this.keys.length
      this.ids.set(key, id)
      this.keys.push(key)
    }
    return id
  }

  /** @throws RangeError for an id that was never given */
  keyOf(id: number): Key {
    const key = this.keys[id]
    if (key === undefined) throw new RangeError(`No key has the id ${id}.`)
    return key
  }

  get size(): number {
    return this.keys.length
  }
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

/** The verdict on a contact whose number an earlier row of its file has enrolled; any other verdict as it is. */
export function repeatEarlierRow(judged: JudgedContact, enrolled: ReadonlySet<string>): JudgedContact {
  const { phoneKey } = judged
  if (phoneKey === null || !enrolled.has(phoneKey)) return judged
  const fault: Fault = { code: 'DUPLICATE_PHONE', field: 'phoneNumber', message: REPEATED }
  const faults = judged.ok ? [fault] : sortFaults([...judged.faults, fault])
  return { ok: false, faults, phoneKey, missingVariables: judged.ok ? [] : judged.missingVariables }
}

const REPEATED = 'An earlier row of this file has the same number. Leave one of them out, or allow duplicates.'

const contactAt = (index: number) => `The contact at index ${index}`
const CONTACT_AT = new RegExp(contactAt(0).replace('0', '(\\d+)'), 'g')

/**
 * A message for whoever sent the contacts, made one for an operator: the rules count contacts from 0, and the operator
 * sees rows of a file or contacts of a request.
 *
 * @param nameOf what a contact is called, such as `Row 121`
 */
export function nameContacts(message: string, nameOf: (index: number) => string): string {
  return message.replace(CONTACT_AT, (_, index) => nameOf(Number(index)))
}

function duplicateFault(earlier: number): Fault {
  const message = `${contactAt(earlier)} has the same phone number. Remove one of them, or allow duplicates.`
  return { code: 'DUPLICATE_PHONE', field: 'phoneNumber', message }
}
