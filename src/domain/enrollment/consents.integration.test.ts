import { beforeEach, describe, expect, it } from 'vitest'
import { optOutPerson } from '@/domain/suppression/opt-out-person'
import { unsuppressNumbers } from '@/domain/suppression/unsuppress-numbers'
import { db } from '@/platform/db'
import { endedCall } from '@/testing/ended-call'
import { createTestOrganization, laterContact, type TestOrganization, testContact } from '@/testing/factories'
import { dryRunBatch, enrollBatch } from './enroll-batch'
import { enrollSingle } from './enroll-single'

let of: TestOrganization

const DAY_MS = 86_400_000
const consent = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...{ basis: 'express', at: new Date(Date.now() - DAY_MS).toISOString(), source: 'Form on the web page' },
  ...change,
})
const request = (contacts: unknown[], options: Record<string, unknown> = {}) => ({
  agentId: of.agents.alwaysOn,
  body: { ...options, contacts },
  source: 'api' as const,
})
const consents = () => db().consent.findMany({ where: { organizationId: of.organizationId }, orderBy: { at: 'asc' } })
const number = testContact(1).phoneNumber

/** Lets the agent call nobody without a consent of the last thirty days. */
const requireConsent = () => db().execute`
  UPDATE agents SET consent = '{"bases": ["express", "written"], "ageDaysMax": 30}'
  WHERE organization_id = ${of.organizationId}`

async function rejectedOf(...contacts: unknown[]) {
  const { rejected } = await dryRunBatch(of.actor, request([...contacts, laterContact(90, { consent: consent() })]))
  return rejected.map(({ index, code }) => [index, code])
}

beforeEach(async () => {
  of = await createTestOrganization()
})

describe('a consent that comes with a contact', () => {
  it('is stored once, with where it came from, and is no variable', async () => {
    const given = consent({ text: 'I want to be called.' })
    const { batchId } = await enrollBatch(of.actor, request([laterContact(1, { consent: given })]))
    await enrollBatch(
      of.actor,
      request([laterContact(1, { consent: given }), laterContact(1, { consent: given })], { allowDuplicates: true }),
    )
    await enrollSingle(of.actor, { ...request([]), body: laterContact(1, { consent: given }) })
    const stored = await consents()
    expect(stored).toHaveLength(1)
    expect(stored[0]).toMatchObject({
      phoneNumber: number,
      basis: 'express',
      source: given.source,
      text: given.text,
      batchId,
    })
    expect(stored[0]).toMatchObject({ addedBy: 'First key', revokedAt: null })
    const contacts = await db().contact.findMany({ where: { organizationId: of.organizationId } })
    expect(contacts.map(({ variables }) => variables)).toEqual([{}, {}, {}, {}])
  })

  it('is not stored of whoever is turned away, of a dry run, or of a test', async () => {
    await rejectedOf(laterContact(1, { consent: consent() }))
    await enrollBatch(of.actor, request([laterContact(2), laterContact(3, { name: '', consent: consent() })]))
    await enrollBatch({ ...of.actor, test: true }, request([laterContact(4, { consent: consent() })]))
    expect(await consents()).toEqual([])
  })

  it('is what an agent asks for, with the same request', async () => {
    await requireConsent()
    const old = new Date(Date.now() - 31 * DAY_MS).toISOString()
    expect(
      await rejectedOf(
        laterContact(1),
        laterContact(2, { consent: consent() }),
        laterContact(3, { consent: consent({ at: old }) }),
        laterContact(4, { consent: consent({ basis: 'relationship' }) }),
      ),
    ).toEqual([
      [0, 'CONSENT_REQUIRED'],
      [2, 'CONSENT_EXPIRED'],
      [3, 'CONSENT_REQUIRED'],
    ])
  })

  it('counts for later requests without it, and for the calls of a sequence', async () => {
    await requireConsent()
    await endedCall(of.actor, of.agents.alwaysOn, testContact(1, { consent: consent() }))
    expect(await rejectedOf(laterContact(1), laterContact(2))).toEqual([[1, 'CONSENT_REQUIRED']])
  })

  it('is revoked by an opt-out, also when it is sent again, until another one is given', async () => {
    await requireConsent()
    const given = consent()
    await enrollBatch(of.actor, request([laterContact(1, { consent: given })]))
    expect(await optOutPerson(of.actor, { phoneNumber: number })).toEqual({ affected: 1 })
    expect(await consents()).toMatchObject([{ revokedBy: 'First key', revokedAt: expect.any(Date) }])
    await unsuppressNumbers(of.actor, { numbers: [number] })
    expect(await rejectedOf(laterContact(1, { consent: given }))).toEqual([[0, 'CONSENT_REQUIRED']])
    expect(await rejectedOf(laterContact(1, { consent: consent({ at: new Date().toISOString() }) }))).toEqual([])
  })

  it('is revoked by an opt-out that came after it, also when it is sent for the first time after that', async () => {
    await requireConsent()
    await optOutPerson(of.actor, { phoneNumber: number })
    await unsuppressNumbers(of.actor, { numbers: [number] })
    const older = laterContact(1, { consent: consent() })
    expect(await rejectedOf(older)).toEqual([[0, 'CONSENT_REQUIRED']])
    await db().execute`UPDATE agents SET consent = NULL WHERE organization_id = ${of.organizationId}`
    const { batchId } = await enrollBatch(of.actor, request([older]))
    const [optOut] = await db().optOut.findMany({ where: { organizationId: of.organizationId } })
    expect(await consents()).toMatchObject([{ batchId, revokedAt: optOut?.at, revokedBy: 'First key' }])
    await requireConsent()
    expect(await rejectedOf(laterContact(1))).toEqual([[0, 'CONSENT_REQUIRED']])
    const younger = laterContact(1, { consent: consent({ at: new Date().toISOString() }) })
    expect(await rejectedOf(younger)).toEqual([])
  })

  it('is stored once, also by requests at the same moment', async () => {
    const given = consent()
    const contacts = [3, 1, 2].map((n) => laterContact(n, { consent: given }))
    await Promise.all(
      Array.from({ length: 6 }, (_, at) => enrollBatch(of.actor, request(at % 2 ? contacts : contacts.toReversed()))),
    )
    expect(await consents()).toHaveLength(3)
  })

  it('stays when somebody opts out of one agent', async () => {
    await enrollBatch(of.actor, request([laterContact(1, { consent: consent() })]))
    await optOutPerson(of.actor, { phoneNumber: number, agentId: of.agents.alwaysOn })
    expect(await consents()).toMatchObject([{ revokedAt: null }])
  })
})

describe('a consent that is none', () => {
  const soon = new Date(Date.now() + 3 * DAY_MS).toISOString()
  it.each([
    ['another basis', { basis: 'hope' }],
    ['no moment', { at: 'yesterday' }],
    ['a moment to come', { at: soon }],
    ['no source', { source: '' }],
    ['a long text', { text: 'x'.repeat(10_001) }],
    ['something else', { colour: 'red' }],
  ])('with %s is told', async (_, change) => {
    expect(await rejectedOf(laterContact(1, { consent: consent(change) }))).toEqual([[0, 'CONSENT_INVALID']])
  })

  it('since it is a text is a variable, as it was before', async () => {
    await enrollBatch(of.actor, request([laterContact(1, { consent: 'yes' })]))
    expect(await consents()).toEqual([])
    const [contact] = await db().contact.findMany({ where: { organizationId: of.organizationId } })
    expect(contact?.variables).toEqual({ consent: 'yes' })
  })
})
