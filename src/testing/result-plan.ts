import type { CallResultInput } from '@/domain/results/call-result.schema'
import { ChainModel, type ModelRules } from './chain-model'
import { seededRandom } from './seeded-random'

export type PlannedContact = { name: string; tag: string; chain: string }

/** What becomes of somebody: the calls that were placed, and how it ended. */
export type Fate = { status: string; calls: number }

const RESULTS: CallResultInput['resultType'][] = ['Goal Not Completed', 'Voicemail', 'Busy', 'No Answer', 'Failed']
const SUCCESS_SHARE = 0.2

/** The result of somebody's n-th call (from 1): drawn from the name, and so the same for every dialer and every run. */
export function plannedResult(name: string, n: number): CallResultInput['resultType'] {
  const random = seededRandom([...`${name}/${n}`].reduce((hash, char) => (hash * 31 + char.charCodeAt(0)) | 0, 7))
  if (random() < SUCCESS_SHARE) return 'Goal Completed'
  return RESULTS[Math.floor(random() * RESULTS.length)] as CallResultInput['resultType']
}

/**
 * How all of them end by the reference model, if every call is placed and reported as planned.
 *
 * Only for rules under which the order of the calls within a chain is given: with `chainAdvance: 'call'` that takes a
 * single CALL step, or who is called next depends on when.
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
