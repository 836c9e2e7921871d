import type { Fault, FaultCode } from './fault.schema'
import { type JudgedContact, sortFaults } from './judge-contact.rules'

/** Contacts that share a group value. `size` counts the accepted ones. */
export type ContactChain = { value: string; size: number }

/** How the contacts of one request or file relate to each other. Rows are indexes into the compared list. */
export type Comparison = RowRelations & {
  /** In the order of their first contacts. */
  chains: ContactChain[]
}

/**
 * The input of `compareRows`: judged rows as columns, one entry per row. Keys are replaced by ids from 0 up, equal for
 * equal keys, and -1 for none. This makes it possible to compare a table of a hundred thousand rows again at each
 * keystroke.
 */
export type ComparableRows = {
  /** 1 for a row that is left out. */
  leftOut: Uint8Array
  /** 1 for a row that is valid by itself. */
  valid: Uint8Array
  phoneIds: Int32Array
  chainIds: Int32Array
  /** The number of different phone ids; every id is below it. */
  phoneCount: number
  chainCount: number
}

export type RowRelations = {
  /** For each row, the earlier valid row that has the same number, or -1. */
  duplicateOf: Int32Array
  /** For each row, its 0-based place in its chain, or -1 for a row without a chain. */
  chainPosition: Int32Array
}

/**
 * Finds duplicate numbers and the places in chains, over a whole table and in linear time. The first valid contact with
 * a number keeps it; a faulty contact never makes a valid one a duplicate.
 *
 * @returns also the size of each chain, by chain id
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

/** Compares judged contacts with each other, as `compareRows` does for a table. */
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

/**
 * Gives keys the ids 0, 1, 2, … in the order in which they first come. The same key always gets the same id; null gets
 * -1.
 */
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
 * Returns all faults of a row: its own ones, and that it repeats an earlier row. The list is empty for an accepted row.
 *
 * @param earlier the row's entry in `duplicateOf`
 */
export function faultsOf(judged: JudgedContact, earlier: number): Fault[] {
  const own = judged.ok ? [] : judged.faults
  return earlier < 0 ? own : sortFaults([...own, duplicateFault(earlier)])
}

/**
 * Rejects a contact whose number an earlier batch of the same file has enrolled. Any other verdict is returned
 * unchanged.
 */
export function repeatEarlierRow(judged: JudgedContact, enrolled: ReadonlySet<string>): JudgedContact {
  const { phoneKey } = judged
  if (phoneKey === null || !enrolled.has(phoneKey)) return judged
  return withFaults(judged, [{ code: 'DUPLICATE_PHONE', field: 'phoneNumber', message: REPEATED }])
}

/** What an organization knows of numbers that keeps their contacts from being enrolled. Absent is what nobody asked for. */
export type KnownNumbers = {
  /** The names of the suppression lists that numbers are on, by E.164. */
  listNames?: ReadonlyMap<string, string> | undefined
  /** Numbers with an open sequence of the agent, where the request rejects them (`ifActive`). */
  active?: ReadonlySet<string> | undefined
  /** Numbers that were called within so many days (`notCalledWithinDays`). */
  called?: { numbers: ReadonlySet<string>; days: number } | undefined
}

/** Rejects a contact whose number the organization knows. Why it is on a list stays with the list. */
export function turnAwayKnown(judged: JudgedContact, known: KnownNumbers): JudgedContact {
  const { phoneKey } = judged
  const phoneNumber = phoneKey?.split(';', 1)[0]
  const faults = phoneNumber === undefined ? [] : knownFaults(phoneNumber, known)
  return faults.length === 0 ? judged : withFaults(judged, faults)
}

/**
 * Lists the faults of a number that the organization knows.
 *
 * @param phoneNumber E.164
 */
export function knownFaults(phoneNumber: string, { listNames, active, called }: KnownNumbers): Fault[] {
  const faults: Fault[] = []
  const report = (code: FaultCode, message: string) => faults.push({ code, field: 'phoneNumber', message })
  const listName = listNames?.get(phoneNumber)
  if (listName !== undefined) {
    report('SUPPRESSED', `${phoneNumber} is on the suppression list “${listName}”. Leave the contact out.`)
  }
  if (active?.has(phoneNumber)) {
    report('ALREADY_ACTIVE', `${phoneNumber} has an open sequence of this agent. Leave the contact out, or allow it.`)
  }
  if (called?.numbers.has(phoneNumber)) {
    const within = called.days === 1 ? '24 hours' : `${called.days} days`
    report('CALLED_RECENTLY', `${phoneNumber} was called within ${within}. Leave the contact out, or wait.`)
  }
  return faults
}

/**
 * What the rules of contact safety say of a valid contact: it is never called, or not before a moment, in epoch
 * milliseconds.
 */
export type SafetyVerdict = { kind: 'never'; fault: Fault } | { kind: 'later'; scheduledAtMs: number }

/** Rejects a contact who is never called, and moves one who is called later. A faulty one is returned unchanged. */
export function applySafety(judged: JudgedContact, verdict: SafetyVerdict | undefined): JudgedContact {
  if (!judged.ok || verdict === undefined) return judged
  if (verdict.kind === 'never') return withFaults(judged, [verdict.fault])
  return { ...judged, contact: { ...judged.contact, scheduledAtMs: verdict.scheduledAtMs } }
}

function withFaults(judged: JudgedContact, faults: Fault[]): JudgedContact {
  const all = judged.ok ? faults : sortFaults([...judged.faults, ...faults])
  return {
    ok: false,
    faults: all,
    phoneKey: judged.phoneKey,
    missingVariables: judged.ok ? [] : judged.missingVariables,
  }
}

const REPEATED = 'An earlier row of this file has the same number. Leave one of them out, or allow duplicates.'

const contactAt = (index: number) => `The contact at index ${index}`
const CONTACT_AT = new RegExp(contactAt(0).replace('0', '(\\d+)'), 'g')

/**
 * Rewrites a message for an operator. The rules count contacts from 0; the operator sees rows of a file.
 *
 * @param nameOf returns the operator's name for a contact, such as `Row 121`
 */
export function nameContacts(message: string, nameOf: (index: number) => string): string {
  return message.replace(CONTACT_AT, (_, index) => nameOf(Number(index)))
}

function duplicateFault(earlier: number): Fault {
  const message = `${contactAt(earlier)} has the same phone number. Remove one of them, or allow duplicates.`
  return { code: 'DUPLICATE_PHONE', field: 'phoneNumber', message }
}
