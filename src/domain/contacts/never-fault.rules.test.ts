import { describe, expect, it } from 'vitest'
import { decideContact } from '@/domain/contact-safety/decide-contact.rules'
import { describeNever } from '@/domain/contact-safety/describe-never.rules'
import { locatePerson } from '@/domain/contact-safety/locate-person.rules'
import { contactFacts } from '@/testing/contact-facts'
import { neverFault } from './never-fault.rules'

const NOW = Date.UTC(2027, 2, 1, 17)
const place = (e164: string) => ({ location: locatePerson({ e164, variables: {}, timezone: null }) })
const night = { monday: [{ start: '02:00', end: '04:00' }] }

const never = (changes: Parameters<typeof contactFacts>[0]) => {
  const decision = decideContact(contactFacts(changes), NOW)
  expect(decision.kind).toBe('never')
  return decision.reasons
}

describe('a contact who is never called', () => {
  it('for want of a consent is told which', () => {
    const reasons = never({ person: place('+4930123456') })
    expect(neverFault('+4930123456', reasons)).toEqual({
      code: 'CONSENT_REQUIRED',
      field: 'phoneNumber',
      message:
        'A call needs an express consent or a written consent, and none is known. Send a consent of +4930123456, or leave the contact out.',
    })
  })

  it('whose consent is too old is told its age', () => {
    const consents = [{ id: 'c', basis: 'express' as const, atMs: 0, source: 'A form', text: null, revokedAtMs: null }]
    const agent = { consent: { bases: ['express' as const], ageDaysMax: 30 } }
    const reasons = never({ agent, person: { consents } })
    expect(neverFault('+12125550100', reasons)).toMatchObject({
      code: 'CONSENT_EXPIRED',
      message: 'The consent is older than 30 days. Send a consent of +12125550100, or leave the contact out.',
    })
  })

  it('since the windows are open when nobody may be called is told to widen them', () => {
    const reasons = never({ agent: { callWindows: night } })
    expect(neverFault('+12125550100', reasons)).toEqual({
      code: 'NEVER_CALLABLE',
      field: 'phoneNumber',
      message:
        "This agent can never call +12125550100. The agent's call windows and what the calling rules allow never meet. Calls are not allowed at this hour in the United States. Widen the call windows, or leave the contact out.",
    })
    // A number of any state keeps to the rules of all of them, of which some are named.
    const anywhere = never({ agent: { callWindows: night }, person: place('+18005550100') })
    expect(describeNever(anywhere).match(/not allowed/g)).toHaveLength(3)
  })

  it('who is on a list has the fault of the list, and the sequence names it', () => {
    const entry = { listId: 'l', listName: 'Litigators', kind: 'litigators', sinceMs: 0, untilMs: null } as const
    const reasons = never({ person: { suppressions: [{ ...entry, agentIds: null }] } })
    expect(neverFault('+12125550100', reasons)).toBeUndefined()
    expect(describeNever(reasons)).toBe('The number is on the suppression list “Litigators”.')
  })
})
