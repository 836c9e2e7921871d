import { beforeEach, describe, expect, it } from 'vitest'
import { cancelBatch } from '@/domain/batches/cancel-batch'
import { updateCallingPolicy } from '@/domain/organizations/update-calling-policy'
import { optOutPerson } from '@/domain/suppression/opt-out-person'
import { suppressNumbers } from '@/domain/suppression/suppress-numbers'
import { db } from '@/platform/db'
import { endedCall } from '@/testing/ended-call'
import { createTestOrganization, laterContact, type TestOrganization, testContact } from '@/testing/factories'
import { dryRunBatch, enrollBatch } from './enroll-batch'
import { dryRunSingle, enrollSingle } from './enroll-single'
import { lookUpNumbers } from './look-up-numbers'

let of: TestOrganization
let other = 100
/** What any of the agents takes. */
const WANTED = { account_id: 'a', plan: 'Pro', toEmailAddress: 'ada@example.com' }
const later = (n: number) => laterContact(n, WANTED)

beforeEach(async () => {
  of = await createTestOrganization()
})

const request = (body: Record<string, unknown>, agentId = of.agents.alwaysOn) => ({
  agentId,
  body,
  source: 'api' as const,
})
const enroll = (...numbers: number[]) => enrollBatch(of.actor, request({ contacts: numbers.map((n) => later(n)) }))
const rejectedOf = async (body: Record<string, unknown>, agentId = of.agents.alwaysOn) => {
  // Somebody new each time, since a request needs one who is valid.
  const others = [later(other++)]
  const asked = request({ ...body, contacts: [...(body.contacts as unknown[]), ...others] }, agentId)
  const tried = await dryRunBatch(of.actor, asked)
  const { rejected } = JSON.parse((await enrollBatch(of.actor, asked)).answer) as typeof tried
  // What a dry run says is what happens.
  expect(tried.rejected).toEqual(rejected)
  return rejected.map(({ index, code }) => [index, code])
}

describe('ifActive: "reject"', () => {
  const reject = (numbers: number[], agentId?: string) =>
    rejectedOf({ ifActive: 'reject', contacts: numbers.map((n) => later(n)) }, agentId)

  it('turns away numbers with an open sequence of the agent, also before it is created, and no other', async () => {
    const { batchId } = await enroll(1, 2)
    expect(await reject([1, 2, 3])).toEqual([
      [0, 'ALREADY_ACTIVE'],
      [1, 'ALREADY_ACTIVE'],
    ])
    await cancelBatch(of.actor, batchId)
    expect(await reject([1, 2])).toEqual([])
  })

  it('does not look at other agents, or at whoever was called to the end', async () => {
    await enroll(1)
    expect(await reject([1], of.agents.withEmail)).toEqual([])
    await endedCall(of.actor, of.agents.alwaysOn, testContact(2))
    expect(await reject([2])).toEqual([])
  })

  it('holds for a single contact, where it is an option beside its fields', async () => {
    await enroll(1)
    const body = { ...later(1), ifActive: 'reject' }
    const refused = { code: 'VALIDATION_ERROR', details: [{ code: 'ALREADY_ACTIVE' }] }
    await expect(enrollSingle(of.actor, request(body))).rejects.toMatchObject(refused)
    await expect(dryRunSingle(of.actor, request(body))).rejects.toMatchObject(refused)
    await enrollSingle(of.actor, request({ ...later(1), ifActive: 'allow' }))
  })

  it('is off unless somebody asks', async () => {
    await enroll(1)
    expect(await rejectedOf({ contacts: [later(1)] })).toEqual([])
    expect(await rejectedOf({ ifActive: 'allow', contacts: [later(2)] })).toEqual([])
    const [batch] = await db().batch.findMany({ orderBy: { createdAt: 'desc' }, take: 1 })
    expect(batch?.options).not.toHaveProperty('ifActive')
  })
})

describe('notCalledWithinDays', () => {
  const within = (days: number, agentId?: string) =>
    rejectedOf({ notCalledWithinDays: days, contacts: [later(1), later(2)] }, agentId)

  it('turns away numbers that any agent has called within so many days', async () => {
    await endedCall(of.actor, of.agents.alwaysOn, testContact(1, WANTED))
    await db().execute`UPDATE calls SET placed_at = now() - interval '3 days', attempted_at = now() - interval '3 days'`
    expect(await within(2)).toEqual([])
    expect(await within(4, of.agents.withEmail)).toEqual([[0, 'CALLED_RECENTLY']])
  })

  it('counts a test where it has rung the phone, and not where the simulated dialer took it', async () => {
    await endedCall(of.actor, of.agents.alwaysOn, testContact(1, WANTED))
    await endedCall(of.actor, of.agents.alwaysOn, testContact(2, WANTED))
    await db().execute`UPDATE batches SET test = true WHERE organization_id = ${of.organizationId}`
    await db().execute`
      UPDATE batches SET simulated = true
      WHERE id = (SELECT batch_id FROM contacts WHERE phone_number = ${testContact(2).phoneNumber}
        AND organization_id = ${of.organizationId})`
    expect(await within(4)).toEqual([[0, 'CALLED_RECENTLY']])
  })

  it('counts no call of another organization', async () => {
    const other = await createTestOrganization()
    await endedCall(other.actor, other.agents.alwaysOn, testContact(1))
    expect(await within(4)).toEqual([])
  })
})

it.each([
  [{ ifActive: 'maybe' }, 'ifActive'],
  [{ notCalledWithinDays: 0 }, 'notCalledWithinDays'],
  [{ notCalledWithinDays: 367 }, 'notCalledWithinDays'],
  [{ notCalledWithinDays: '3' }, 'notCalledWithinDays'],
])('%j is refused', async (options, path) => {
  const asked = enrollBatch(of.actor, request({ ...options, contacts: [later(1)] }))
  await expect(asked).rejects.toMatchObject({ code: 'VALIDATION_ERROR', details: [{ path }] })
})

describe('what the review of a file asks', () => {
  it('is what the enrollment will answer', async () => {
    const { actor, agents } = of
    await suppressNumbers(actor, { numbers: [testContact(1).phoneNumber] })
    await enroll(2)
    await endedCall(actor, agents.withEmail, testContact(3, WANTED))
    const numbers = [1, 2, 3, 4].map((n) => testContact(n).phoneNumber)
    const rules = { ifActive: 'reject', notCalledWithinDays: 5 } as const
    const known = await lookUpNumbers(actor, { agentId: agents.alwaysOn, numbers, ...rules })
    expect(known).toEqual({
      isMoot: false,
      suppressed: [{ phoneNumber: numbers[0], listName: 'Do not call' }],
      active: [numbers[1]],
      called: [numbers[2]],
      consents: null,
    })
    expect(await rejectedOf({ ...rules, contacts: [1, 2, 3, 4].map((n) => later(n)) })).toEqual([
      [0, 'SUPPRESSED'],
      [1, 'ALREADY_ACTIVE'],
      [2, 'CALLED_RECENTLY'],
    ])
  })

  it('is moot where no list and no rule can turn anybody away', async () => {
    const asked = { agentId: of.agents.alwaysOn, numbers: [testContact(1).phoneNumber] }
    expect(await lookUpNumbers(of.actor, asked)).toEqual({
      ...{ isMoot: true, suppressed: [], active: [], called: [], consents: null },
    })
  })

  it('is of whom a consent is asked, by which rules, and what is known of it', async () => {
    const { actor, agents, organizationId } = of
    const agentId = agents.alwaysOn
    const [american, british, german] = [testContact(1).phoneNumber, '+442071838750', '+4930901820']
    const ask = () => lookUpNumbers(actor, { agentId, numbers: [american, british, german, british] })
    await updateCallingPolicy(actor, { version: 1, ruleSets: ['consent-countries'] })
    const ofRule = (id: string) => ({
      rule: { id, version: 1 },
      consent: { bases: ['express', 'written'], ageDaysMax: null },
    })
    expect(await ask()).toMatchObject({
      isMoot: false,
      consents: {
        delaySeconds: 0,
        asked: [
          { demands: [ofRule('gb-consent')], phoneNumbers: [british] },
          { demands: [ofRule('de-consent')], phoneNumbers: [german] },
        ],
        ...{ consents: [], optOuts: [] },
      },
    })
    const atMs = Date.now() - 3_600_000
    const given = { basis: 'express', at: new Date(atMs).toISOString(), source: 'Form' }
    await enrollBatch(actor, request({ contacts: [{ ...later(1), phoneNumber: british, consent: given }] }))
    await optOutPerson(actor, { phoneNumber: british })
    await db().execute`
      UPDATE agents SET consent = '{"bases": ["written"], "ageDaysMax": 30}', version = 7 WHERE organization_id = ${organizationId}`
    const ofAgent = {
      rule: { id: 'agent:consent', version: 7 },
      consent: { bases: ['written'], ageDaysMax: 30 },
    }
    const known = (await ask()).consents
    expect(known?.asked).toEqual([
      { demands: [ofAgent], phoneNumbers: [american] },
      { demands: [ofRule('gb-consent'), ofAgent], phoneNumbers: [british] },
      { demands: [ofRule('de-consent'), ofAgent], phoneNumbers: [german] },
    ])
    const optOut = { phoneNumber: british, atMs: expect.any(Number) }
    expect(known?.optOuts).toEqual([optOut])
    expect(known?.consents).toEqual([
      { phoneNumber: british, basis: 'express', atMs, source: 'Form', revokedAtMs: known?.optOuts[0]?.atMs },
    ])
  })

  it('asks for no consent of a sequence that begins with a mail: its call asks', async () => {
    const { actor, agents, organizationId } = of
    const asked = { agentId: agents.alwaysOn, numbers: [testContact(1).phoneNumber] }
    await db().execute`UPDATE agents SET consent = '{"bases": ["written"]}' WHERE organization_id = ${organizationId}`
    expect((await lookUpNumbers(actor, asked)).consents?.asked).toHaveLength(1)
    await db().execute`
      UPDATE agents SET steps = jsonb_insert(steps, '{0}', '{"stepType": "EMAIL", "delaySeconds": 0}')
      WHERE organization_id = ${organizationId}`
    expect((await lookUpNumbers(actor, asked)).consents).toBeNull()
  })

  it('does not know the agent of another organization', async () => {
    const { agents } = await createTestOrganization()
    const asked = lookUpNumbers(of.actor, { agentId: agents.alwaysOn, numbers: [] })
    await expect(asked).rejects.toMatchObject({ code: 'AGENT_NOT_FOUND' })
  })
})
