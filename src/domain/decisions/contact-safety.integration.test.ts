import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CreateAgentInput } from '@/domain/agents/create-agent.schema'
import { dispatchCalls } from '@/domain/calls/dispatch-calls'
import { placeCalls } from '@/domain/calls/place-calls'
import { callAgain } from '@/domain/enrollment/call-again'
import { callAgainSchema } from '@/domain/enrollment/call-again.schema'
import { dryRunBatch, enrollBatch } from '@/domain/enrollment/enroll-batch'
import { dryRunSingle, enrollSingle } from '@/domain/enrollment/enroll-single'
import { placeTestCall } from '@/domain/enrollment/place-test-call'
import { newId } from '@/domain/ids'
import { fromJsonText } from '@/domain/json-text'
import type { CreateOrganizationInput } from '@/domain/organizations/organization.schema'
import { updateCallingPolicy } from '@/domain/organizations/update-calling-policy'
import { findDueWork } from '@/domain/sequences/find-due-work'
import { inBackground } from '@/platform/background'
import { db } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { SimulatedClock } from '@/testing/simulated-clock'

vi.setConfig({ testTimeout: 120_000 })

const HOUR_MS = 3_600_000
/** A Monday: noon in New York, seven in the morning in Honolulu. */
const NOON = Date.UTC(2027, 2, 1, 17)
const [NEW_YORK, HONOLULU, TOLL_FREE, LONDON] = ['+12125550100', '+18085550100', '+18005550100', '+442079460100']

const scenes = setUpScenes()
const { loop } = scenes
let clock: SimulatedClock
let names = 0
const newName = () => `safe-${++names}`

beforeAll(async () => {
  clock = await SimulatedClock.start(NOON)
})
afterAll(() => clock.stop())
beforeEach(() => clock.set(NOON))

type RuleSets = NonNullable<CreateOrganizationInput['ruleSets']>

/** Opens an organization of its own with these rules, and an agent of it. */
async function open(ruleSets: RuleSets, agent: Partial<CreateAgentInput> = {}): Promise<Scene> {
  const { actor } = await createTestOrganization({ ruleSets })
  return Scene.open(actor, scenes.dialer.url, { lines: 50, ...agent })
}

const capped = async (scene: Scene, caps: object) => {
  await updateCallingPolicy(scene.actor, { version: 1, caps })
}

const decisionsOf = ({ actor }: Scene, phoneNumber?: string) =>
  db().decision.findMany({
    where: { organizationId: actor.organizationId, ...(phoneNumber && { phoneNumber }) },
    orderBy: { id: 'desc' },
  })

const consent = ({ actor }: Scene, phoneNumber: string, changes: { revokedAt?: Date; at?: Date } = {}) =>
  db().consent.create({
    data: {
      ...{ id: newId(), organizationId: actor.organizationId, phoneNumber, basis: 'express', addedBy: 'Ada' },
      ...{ source: 'A form', at: new Date(NOON - 24 * HOUR_MS), ...changes },
    },
  })

const asked = (name: string) => scenes.dialer.asked.filter((call) => call.name === name).length
const dueOf = async (scene: Scene, name: string) => (await scene.sequence(name)).dueAt?.getTime()

/** Lets the background find what has become due, and do it. */
async function work(): Promise<void> {
  await findDueWork()
  await loop.run()
}

describe('an enrollment', () => {
  it('moves the first call to when the rules allow it, in all of its forms alike, and tells why', async () => {
    const scene = await open(['us-federal'])
    const contacts = [scene.contact('a', { phoneNumber: NEW_YORK }), scene.contact('b', { phoneNumber: HONOLULU })]
    const eight = new Date(NOON + HOUR_MS)
    const request = { agentId: scene.agentId, body: { contacts }, source: 'api' as const }
    const firstCallAt = new Date(NOON).toISOString()
    expect(await dryRunBatch(scene.actor, request)).toMatchObject({
      ...{ accepted: 2, firstCallAt, lastCallAt: eight.toISOString() },
    })
    expect(await decisionsOf(scene)).toEqual([])
    const { batchId } = await enrollBatch(scene.actor, request)
    const stored = await db().contact.findMany({ where: { batchId }, orderBy: { index: 'asc' } })
    expect(stored.map(({ scheduledAt }) => scheduledAt)).toEqual([new Date(NOON), eight])
    expect(await decisionsOf(scene)).toMatchObject([
      {
        ...{ point: 'enrollment', kind: 'not before', phoneNumber: HONOLULU, batchId, sequenceId: stored[1]?.id },
        ...{ notBefore: eight, at: new Date(NOON), knownBy: 'number', organizationVersion: 1, agentVersion: 1 },
        reasons: [{ code: 'CALLING_HOURS', rule: { id: 'us-hours' }, zone: 'Pacific/Honolulu' }],
        rules: [{ id: 'us-hours', version: 1 }],
        places: [{ country: 'US', region: 'HI' }],
      },
    ])
    const single = { agentId: scene.agentId, body: contacts[1], source: 'api' as const }
    const scheduledAt = eight.toISOString()
    expect((await dryRunSingle(scene.actor, single)).sequence).toMatchObject({ scheduledAt })
    expect(fromJsonText((await enrollSingle(scene.actor, single)).answer).sequence).toMatchObject({ scheduledAt })
    await loop.run()
    expect([asked('a'), asked('b')]).toEqual([1, 0])
    await clock.set(eight.getTime())
    await work()
    expect(asked('b')).toBe(2)
  })

  it('by the option calls outside of the windows, and never outside of the rules', async () => {
    const scene = await open(['us-federal'], { callWindows: { sunday: [{ start: '10:00', end: '11:00' }] } })
    const [here, there] = [newName(), newName()]
    const contacts = [
      scene.contact(here, { phoneNumber: NEW_YORK }),
      scene.contact(there, { phoneNumber: HONOLULU, scheduledAt: new Date(NOON).toISOString() }),
    ]
    await scene.enroll(contacts, { bypassAllowedCallWindow: true })
    await loop.run()
    expect([asked(here), asked(there)]).toEqual([1, 0])
    expect(await dueOf(scene, there)).toBe(NOON + HOUR_MS)
    expect(await decisionsOf(scene, NEW_YORK)).toMatchObject([
      { point: 'placement', kind: 'call', bypassed: 'option', reasons: [] },
    ])
  })

  it('counts the delay of the first step before it asks', async () => {
    const scene = await open(['us-federal'], { steps: [{ stepType: 'CALL', delaySeconds: 12 * 3_600 }] })
    const name = newName()
    await scene.enroll([scene.contact(name, { phoneNumber: NEW_YORK })])
    await loop.run()
    // Midnight in New York; eight in the morning is eight hours later.
    expect(await dueOf(scene, name)).toBe(NOON + 20 * HOUR_MS)
  })

  it('turns away who has not agreed, says what is missing, and takes who has', async () => {
    const scene = await open(['consent-countries'])
    const contacts = [scene.contact('c', { phoneNumber: LONDON }), scene.contact('d', { phoneNumber: NEW_YORK })]
    const request = { agentId: scene.agentId, body: { contacts }, source: 'api' as const }
    const rejected = [
      { index: 0, code: 'CONSENT_REQUIRED', errors: [{ code: 'CONSENT_REQUIRED', field: 'phoneNumber' }] },
    ]
    expect(await dryRunBatch(scene.actor, request)).toMatchObject({ accepted: 1, rejected })
    const { batchId, answer } = await enrollBatch(scene.actor, request)
    expect(fromJsonText(answer)).toMatchObject({ accepted: 1, rejected })
    expect(await decisionsOf(scene, LONDON)).toMatchObject([
      { point: 'enrollment', kind: 'never', batchId, sequenceId: null, reasons: [{ rule: { id: 'gb-consent' } }] },
    ])
    const single = { agentId: scene.agentId, body: contacts[0], source: 'api' as const }
    await expect(enrollSingle(scene.actor, single)).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ code: 'CONSENT_REQUIRED' }],
    })
    const { id } = await consent(scene, LONDON)
    await enrollSingle(scene.actor, single)
    await loop.run()
    expect(await decisionsOf(scene, LONDON)).toMatchObject([
      { point: 'placement', kind: 'call', consentId: id },
      { point: 'enrollment', kind: 'never' },
    ])
  })

  it('turns away whom windows and rules never let call, and only where rules are switched on', async () => {
    const callWindows = { monday: [{ start: '02:00', end: '04:00' }] }
    const [ruled, free] = [await open(['us-federal'], { callWindows }), await open([], { callWindows })]
    const request = (scene: Scene) => {
      const contacts = [{ name: 'Ada', phoneNumber: NEW_YORK }]
      return { agentId: scene.agentId, body: { contacts }, source: 'api' as const }
    }
    await expect(dryRunBatch(ruled.actor, request(ruled))).rejects.toMatchObject({
      code: 'NO_VALID_CONTACTS',
      details: { rejected: [{ code: 'NEVER_CALLABLE', error: expect.stringContaining('Widen the call windows') }] },
    })
    expect(await dryRunBatch(free.actor, request(free))).toMatchObject({ accepted: 1 })
  })

  it('knows where a number of nobody is by its own time zone, and not by that of the agent', async () => {
    const scene = await open(['us-federal'])
    const timezone = 'America/New_York'
    const contacts = [
      scene.contact('own', { phoneNumber: TOLL_FREE, timezone }),
      scene.contact('other', { phoneNumber: '+18005550101' }),
    ]
    await scene.enroll(contacts, { timezone })
    await loop.run()
    // Anybody with the other number may be in Honolulu.
    expect([asked('own'), asked('other')]).toEqual([1, 0])
    expect(await dueOf(scene, 'other')).toBe(NOON + HOUR_MS)
    expect(await decisionsOf(scene, TOLL_FREE)).toMatchObject([{ kind: 'call', knownBy: 'timezone' }])
    expect(await decisionsOf(scene, '+18005550101')).toMatchObject([{ knownBy: 'nothing', places: [] }])
  })

  it('that calls somebody again knows no more of where they are than before', async () => {
    const scene = await open(['us-federal'])
    const contacts = ['own', 'other'].map((name, at) =>
      scene.contact(`again-${name}`, {
        phoneNumber: `+1800555020${at}`,
        ...(name === 'own' && { timezone: 'America/New_York' }),
      }),
    )
    await scene.enroll(contacts)
    await clock.set(NOON + HOUR_MS)
    await work()
    for (const { name } of await scene.sequences()) await scene.report(name, 'No Answer')
    await loop.run()
    // On the next day at noon, when it is seven in Honolulu.
    await clock.set(NOON + 24 * HOUR_MS)
    const sequenceIds = await Promise.all(['again-own', 'again-other'].map((name) => scene.sequenceId(name)))
    const chosen = callAgainSchema.parse({ sequenceIds })
    const preview = await callAgain(scene.actor, chosen, { source: 'console', isPreview: true })
    expect(preview).toMatchObject({ accepted: 2 })
    await callAgain(scene.actor, chosen, { source: 'console' })
    await loop.run()
    expect([asked('again-own'), asked('again-other')]).toEqual([2, 1])
  })

  it('moves a number that has had its calls to when there is room for one more', async () => {
    const scene = await open([])
    await capped(scene, { callsPerDay: 1 })
    const [first, second] = [newName(), newName()]
    await scene.enroll([scene.contact(first, { phoneNumber: NEW_YORK })])
    await loop.run()
    await scene.enroll([scene.contact(second, { phoneNumber: NEW_YORK, phoneNumberExt: '7' })])
    await loop.run()
    expect([asked(first), asked(second)]).toEqual([1, 0])
    expect(await dueOf(scene, second)).toBe(NOON + 24 * HOUR_MS)
    expect((await decisionsOf(scene))[0]).toMatchObject({
      point: 'enrollment',
      reasons: [{ code: 'CAP_CALLS', max: 1, withinHours: 24, rule: { id: 'organization:caps', version: 2 } }],
    })
  })

  it('keeps nothing and looks nothing up where nothing is switched on', async () => {
    const scene = await open([])
    await scene.enroll([scene.contact(newName(), { phoneNumber: LONDON })])
    await loop.run()
    expect(await decisionsOf(scene)).toEqual([])
  })
})

describe('the dispatch', () => {
  it('moves a call whose hour has passed, once, and calls in the morning', async () => {
    const scene = await open(['us-federal'])
    const name = newName()
    await scene.enroll([scene.contact(name, { phoneNumber: NEW_YORK })])
    await loop.run({ but: ['sequences/work.due'] })
    // Ten in the evening.
    await clock.set(NOON + 10 * HOUR_MS)
    await work()
    await work()
    expect(asked(name)).toBe(0)
    const eight = NOON + 20 * HOUR_MS
    expect(await dueOf(scene, name)).toBe(eight)
    expect(await decisionsOf(scene)).toMatchObject([
      { point: 'dispatch', kind: 'not before', notBefore: new Date(eight), callId: null },
    ])
    await clock.set(eight)
    await work()
    expect(asked(name)).toBe(1)
  })

  it('ends who has revoked the consent, releases the credit, and calls the next of the chain', async () => {
    const scene = await open([], { consent: { bases: ['express'], ageDaysMax: 30 } })
    const numbers = ['+12125550111', '+12125550112']
    const consents = await Promise.all(numbers.map((number) => consent(scene, number)))
    const contacts = numbers.map((phoneNumber, at) =>
      scene.contact(`chained-${at}`, { phoneNumber, account_id: 'one' }),
    )
    await scene.enroll(contacts, { groupByField: 'account_id' })
    await loop.run({ but: ['sequences/work.due'] })
    await db().consent.update({
      where: { id: consents[0]?.id ?? '' },
      // By a clock that is a little ahead of ours.
      data: { revokedAt: new Date(NOON + 5) },
    })
    await loop.run()
    expect([asked('chained-0'), asked('chained-1')]).toEqual([0, 1])
    expect(await scene.sequence('chained-0')).toMatchObject({
      status: 'cancelled',
      cancelReason: 'A call needs an express consent, and none is known.',
      creditState: 'released',
    })
    expect(await decisionsOf(scene, numbers[0])).toMatchObject([
      { point: 'dispatch', kind: 'never', reasons: [{ code: 'CONSENT_REQUIRED', rule: { id: 'agent:consent' } }] },
    ])
  })

  it('takes the time zone of the agent for no place of the person, as the enrollment does', async () => {
    const scene = await open(['us-federal'], { timezones: ['America/New_York'] })
    const name = newName()
    await scene.enroll([scene.contact(name, { phoneNumber: '+18005550300' })])
    await loop.run({ but: ['sequences/work.due'] })
    // A day later nobody has looked yet, and it is seven in Honolulu again.
    await clock.set(NOON + 24 * HOUR_MS)
    await work()
    expect(asked(name)).toBe(0)
    expect(await dueOf(scene, name)).toBe(NOON + 25 * HOUR_MS)
    expect((await decisionsOf(scene)).map(({ point }) => point)).toEqual(['dispatch', 'enrollment'])
  })

  it('looks again within the hour at an agent without any window, and gives nobody up', async () => {
    const scene = await open(['us-federal'])
    const name = newName()
    await scene.enroll([scene.contact(name, { phoneNumber: NEW_YORK })])
    await loop.run({ but: ['sequences/work.due'] })
    await scene.changeAgent({ callWindows: {} })
    await loop.run()
    expect(await scene.sequence(name)).toMatchObject({ status: 'scheduled', dueAt: new Date(NOON + HOUR_MS) })
    await scene.changeAgent({ callWindows: { monday: [{ start: '00:00', end: '24:00' }] } })
    await clock.set(NOON + HOUR_MS)
    await work()
    expect(asked(name)).toBe(1)
  })
})

describe('the placement', () => {
  async function requested(scene: Scene, phoneNumber = NEW_YORK) {
    const name = newName()
    await scene.enroll([scene.contact(name, { phoneNumber })])
    await loop.run({ but: ['calls/call.requested'] })
    const [call] = await scene.calls(name)
    return { name, callId: call?.id ?? '' }
  }

  it('asks no dialer when the hour has passed meanwhile, and calls in the morning', async () => {
    const scene = await open(['us-federal'])
    const { name, callId } = await requested(scene)
    await clock.set(NOON + 9 * HOUR_MS)
    expect(await placeCalls({ callIds: [callId] })).toMatchObject([{ outcome: 'withdrawn' }])
    expect(await dueOf(scene, name)).toBe(NOON + 20 * HOUR_MS)
    expect(await decisionsOf(scene)).toMatchObject([{ point: 'placement', kind: 'not before', callId }])
    await clock.set(NOON + 20 * HOUR_MS)
    await work()
    expect(asked(name)).toBe(1)
    expect((await decisionsOf(scene))[0]).toMatchObject({ point: 'placement', kind: 'call' })
  })

  it('tells once why a call is made whose dialer refuses and is asked again', async () => {
    const scene = await open(['us-federal'])
    const { name, callId } = await requested(scene)
    scenes.dialer.answers.set(name, [500, 429, 200])
    for (let ask = 0; ask < 3; ask++) await placeCalls({ callIds: [callId] })
    expect(asked(name)).toBe(3)
    expect(await decisionsOf(scene)).toMatchObject([
      { point: 'placement', kind: 'call', callId, places: [{ country: 'US', region: 'NY' }], reasons: [] },
    ])
  })

  it('ends who has lost the consent meanwhile', async () => {
    const scene = await open([], { consent: { bases: ['express'], ageDaysMax: 2 } })
    await consent(scene, NEW_YORK)
    const { name, callId } = await requested(scene)
    await clock.set(NOON + 48 * HOUR_MS)
    expect(await placeCalls({ callIds: [callId] })).toMatchObject([{ outcome: 'withdrawn' }])
    expect(await scene.sequence(name)).toMatchObject({
      status: 'cancelled',
      cancelReason: 'The consent is older than 2 days.',
      creditState: 'released',
    })
  })

  it('rests after a conversation, and not after a call that nobody has answered', async () => {
    const scene = await open([])
    await capped(scene, { restDays: 7 })
    const { name, callId } = await requested(scene)
    await placeCalls({ callIds: [callId] })
    await scene.report(name, 'No Answer')
    await loop.run()
    const again = await requested(scene)
    await placeCalls({ callIds: [again.callId] })
    await scene.report(again.name, 'Goal Not Completed')
    await loop.run()
    const third = newName()
    await scene.enroll([scene.contact(third, { phoneNumber: NEW_YORK })])
    await loop.run()
    expect([asked(name), asked(again.name), asked(third)]).toEqual([1, 1, 0])
    expect(await dueOf(scene, third)).toBe(NOON + 7 * 24 * HOUR_MS)
  })

  it('counts agents of one subject together, and no call of the simulated dialer', async () => {
    const agent = { subject: 'renewals', dialer: 'webhook' as const, dialerUrl: scenes.dialer.url, lines: 50 }
    // Three calls a day on a subject in Florida.
    const scene = await open(['us-states'], agent)
    const other = await Scene.open(scene.actor, scenes.dialer.url, { ...agent, name: 'Other' })
    const elsewhere = await Scene.open(scene.actor, scenes.dialer.url, { ...agent, subject: 'thanks' })
    const phoneNumber = '+13055550100'
    const tried = await Scene.open(scene.actor, scenes.dialer.url, { ...agent, dialer: 'simulated', dialerUrl: null })
    const test = { name: 'Tried', phoneNumber, mode: 'simulated' as const, idempotencyKey: newId(), variables: {} }
    await placeTestCall(scene.actor, tried.agentId, test)
    const called: number[] = []
    for (const one of [scene, other, scene, other, elsewhere]) {
      const name = newName()
      await one.enroll([one.contact(name, { phoneNumber })])
      await loop.run()
      called.push(asked(name))
    }
    expect(called).toEqual([1, 1, 1, 0, 1])
  })

  it('does not make a test call at another hour, and says why', async () => {
    const scene = await open(['us-federal'])
    const test = { name: 'Tried', phoneNumber: HONOLULU, mode: 'dialed' as const, idempotencyKey: newId() }
    await expect(placeTestCall(scene.actor, scene.agentId, { ...test, variables: {} })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('Calls are not allowed at this hour'),
    })
  })
})

it('two agents with twenty dispatches at once make one call of a number that may have one, and call the others a day later', async () => {
  const shared = '+12125550199'
  const scene = await open([])
  await capped(scene, { callsPerDay: 1 })
  const other = await Scene.open(scene.actor, scenes.dialer.url, { lines: 50, name: 'Other' })
  for (const one of [scene, other]) {
    const contacts = Array.from({ length: 10 }, () => one.contact(newName(), { phoneNumber: shared }))
    await one.enroll(contacts, { allowDuplicates: true })
  }
  await loop.run({ but: ['sequences/work.due', 'calls/call.requested'] })
  // Two who ask for one call at once ask by the same id, of which a dialer makes one call.
  const ofNumber = () =>
    new Set(scenes.dialer.asked.flatMap((call) => (call.phoneNumber === shared ? call.callId : []))).size
  const before = ofNumber()
  const dispatchAndPlace = async ({ agent }: Scene) => {
    await dispatchCalls({ agentId: agent })
    const calls = await db().call.findMany({ where: { agentId: agent, status: 'requested' } })
    await Promise.all(calls.map(({ id }) => placeCalls({ callIds: [id] })))
  }
  // As the background does it, which waits longer for a connection.
  await inBackground(() =>
    Promise.all(Array.from({ length: 20 }, (_, at) => dispatchAndPlace(at % 2 === 0 ? scene : other))),
  )
  await loop.run()
  expect(ofNumber()).toBe(before + 1)
  const waiting = [...(await scene.sequences()), ...(await other.sequences())].filter(({ dueAt }) => dueAt !== null)
  expect(waiting).toHaveLength(19)
  expect(new Set(waiting.map(({ dueAt }) => dueAt?.getTime()))).toEqual(new Set([NOON + 24 * HOUR_MS]))
  // On the next day one more, and so on.
  await clock.set(NOON + 24 * HOUR_MS)
  await work()
  expect(ofNumber()).toBe(before + 2)
})
