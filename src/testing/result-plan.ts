import type { CallResultInput } from '@/domain/results/call-result.schema'
import { ChainModel, type ModelRules } from './chain-model'
import { seededRandom } from './seeded-random'

export type PlannedContact = { name: string; tag: string; chain: string }

/** How a contact's sequence ends: its last status, and how many calls were placed. */
export type Fate = { status: string; calls: number }

const RESULTS: CallResultInput['resultType'][] = ['Goal Not Completed', 'Voicemail', 'Busy', 'No Answer', 'Failed']
const SUCCESS_SHARE = 0.2

/**
 * Returns the result of a contact's n-th call (from 1). It is computed from the name, so it is the same for every
 * dialer and every run.
 */
export function plannedResult(name: string, n: number): CallResultInput['resultType'] {
  const random = seededRandom([...`${name}/${n}`].reduce((hash, char) => (hash * 31 + char.charCodeAt(0)) | 0, 7))
  if (random() < SUCCESS_SHARE) return 'Goal Completed'
  return RESULTS[Math.floor(random() * RESULTS.length)] as CallResultInput['resultType']
}

/**
 * Returns how all contacts end in the reference model, if every call is placed and reported as planned.
 *
 * Use it only with rules that fix the order of the calls within a chain. `chainAdvance: 'call'` therefore allows a
 * single CALL step; with more, the next contact depends on timing.
 */
export function foretell(rules: ModelRules, contacts: PlannedContact[]): Map<string, Fate> {
  const model = new ChainModel(rules)
  model.enroll(contacts)
  for (const batch of model.batches) model.create(batch)
  for (;;) {
    model.passTime()
    for (const contact of model.mailable()) {
      model.requestMail(contact)
      model.sendMail(contact, false)
    }
    const [contact] = model.callable()
    if (!contact) break
    model.requestCall(contact)
    const call = contact.calls.at(-1)
    if (!call || model.look(contact, call) !== 'ask') throw new Error(`The model does not call ${contact.name}.`)
    model.place(contact, call)
    model.report(contact, call, plannedResult(contact.name, contact.calls.length))
    model.settle(contact, call)
  }
  return new Map(model.contacts.map(({ name, status, calls }) => [name, { status, calls: calls.length }]))
}
