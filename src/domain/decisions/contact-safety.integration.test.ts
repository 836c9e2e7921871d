import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CreateAgentInput } from '@/domain/agents/create-agent.schema'
import { updateAgent } from '@/domain/agents/update-agent'
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
import { listTrail } from '@/domain/people/list-trail'
import { findDueWork } from '@/domain/sequences/find-due-work'
import { lockBatches } from '@/domain/sequences/lock-sequences'
import { inBackground } from '@/platform/background'
import { db, transaction } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { SimulatedClock } from '@/testing/simulated-clock'
import { until } from '@/testing/until'
import { askAgain } from './ask-again'

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
      { point: 'enrollment', kind: 'never', batchId: null },
      { point: 'enrollment', kind: 'never', batchId },
    ])
  })

  it('of which nobody is accepted stands in the trails of those who may not be called, and a dry run does not', async () => {
    const scene = await open(['consent-countries'])
    const refused = scene.contact('refused', { phoneNumber: LONDON })
    const contacts = [refused, { name: '', phoneNumber: NEW_YORK }]
    const bulk = { agentId: scene.agentId, body: { contacts }, source: 'api' as const }
    const single = { agentId: scene.agentId, body: refused, source: 'api' as const }
    await expect(dryRunBatch(scene.actor, bulk)).rejects.toMatchObject({ code: 'NO_VALID_CONTACTS' })
    await expect(dryRunSingle(scene.actor, single)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
    expect(await decisionsOf(scene)).toEqual([])
    const told = {
      ...{ point: 'enrollment', kind: 'never', phoneNumber: LONDON, batchId: null, sequenceId: null, callId: null },
      ...{ reasons: [{ code: 'CONSENT_REQUIRED', rule: { id: 'gb-consent' } }], at: new Date(NOON) },
    }
    await expect(enrollBatch(scene.actor, bulk)).rejects.toMatchObject({ code: 'NO_VALID_CONTACTS' })
    expect(await decisionsOf(scene)).toMatchObject([told])
    await expect(enrollSingle(scene.actor, single)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
    expect(await decisionsOf(scene)).toMatchObject([told, told])
    expect(await db().batch.count({ where: { organizationId: scene.actor.organizationId } })).toBe(0)
  })

  it('by a test key leaves no trace in the trails of people whom nobody was to call', async () => {
    const scene = await open(['us-federal', 'consent-countries'])
    const byTestKey = { ...scene.actor, test: true }
    const [later, never] = [
      scene.contact(newName(), { phoneNumber: HONOLULU }),
      scene.contact(newName(), { phoneNumber: LONDON }),
    ]
    const request = { agentId: scene.agentId, source: 'api' as const }
    const none = { ...request, body: { contacts: [never] } }
    await enrollBatch(byTestKey, { ...request, body: { contacts: [later, never] } })
    await expect(enrollBatch(byTestKey, none)).rejects.toMatchObject({ code: 'NO_VALID_CONTACTS' })
    await expect(enrollSingle(byTestKey, { ...request, body: never })).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
    })
    expect(await decisionsOf(scene)).toEqual([])
  })

  it('keeps to what an agent tightens, and another agent to what the organization allows', async () => {
    const caps = { callsPerDay: 1, callsPerWeek: null, gapMinutes: null, restDays: null }
    const scene = await open([], { caps })
    const other = await Scene.open(scene.actor, scenes.dialer.url, { name: 'Other', lines: 50 })
    const names = [newName(), newName(), newName()]
    for (const [at, one] of [scene, scene, other].entries()) {
      await one.enroll([one.contact(names[at] ?? '', { phoneNumber: NEW_YORK })])
      await loop.run()
    }
    expect(names.map(asked)).toEqual([1, 0, 1])
    expect(await dueOf(scene, names[1] ?? '')).toBe(NOON + 24 * HOUR_MS)
    expect((await decisionsOf(scene)).find(({ kind }) => kind === 'not before')).toMatchObject({
      reasons: [{ code: 'CAP_CALLS', max: 1, rule: { id: 'agent:caps', version: 1 } }],
    })
  })

  it('by an agent that collects debts keeps to seven calls in seven days and the rest after a conversation', async () => {
    const scene = await open(['us-debt-collection'], { collectsDebts: true })
    const free = await Scene.open(scene.actor, scenes.dialer.url, { name: 'Free', lines: 50 })
    const [many, spoken] = ['+12125550140', '+12125550141']
    const call = async (one: Scene, phoneNumber: string, result: 'No Answer' | 'Goal Not Completed') => {
      const name = newName()
      await one.enroll([one.contact(name, { phoneNumber })])
      await loop.run()
      if (asked(name) === 0) return dueOf(one, name)
      await one.report(name, result)
      await loop.run()
      return 'called'
    }
    for (let n = 0; n < 7; n++) expect(await call(scene, many, 'No Answer')).toBe('called')
    const aWeekOn = NOON + 7 * 24 * HOUR_MS
    expect(await call(scene, many, 'No Answer')).toBe(aWeekOn)
    expect(await call(scene, spoken, 'Goal Not Completed')).toBe('called')
    expect(await call(scene, spoken, 'No Answer')).toBe(aWeekOn)
    // The rule is none for agents that collect nothing.
    expect(await call(free, spoken, 'No Answer')).toBe('called')
    const rules = (await decisionsOf(scene)).flatMap(({ kind, reasons }) =>
      kind === 'not before' ? (reasons as { rule: { id: string } }[]).map(({ rule }) => rule.id) : [],
    )
    expect(new Set(rules)).toEqual(new Set(['us-debt-calls', 'us-debt-rest']))
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

  it('waits while the number is on the phone where days of rest may follow, and says so once', async () => {
    const scene = await open([])
    await capped(scene, { restDays: 7 })
    const first = await requested(scene)
    await placeCalls({ callIds: [first.callId] })
    const name = newName()
    await scene.enroll([scene.contact(name, { phoneNumber: NEW_YORK })])
    await loop.run()
    for (let minutes = 5; minutes <= 20; minutes += 5) {
      await clock.set(NOON + minutes * 60_000)
      await work()
    }
    expect(asked(name)).toBe(0)
    const waits = (await decisionsOf(scene)).filter(({ kind }) => kind === 'not before')
    expect(waits).toMatchObject([{ reasons: [{ code: 'CAP_REST', days: 7 }] }])
    await scene.report(first.name, 'No Answer')
    await clock.set(NOON + 25 * 60_000)
    await work()
    expect(asked(name)).toBe(1)
  })

  it('asks dialers for whoever may be called while the ends of others wait', async () => {
    const scene = await open([], { consent: { bases: ['express'], ageDaysMax: 2 } })
    const [old, young] = ['+12125550151', '+12125550152']
    await consent(scene, old)
    await consent(scene, young, { at: new Date(NOON) })
    const [ended, called] = [await requested(scene, old), await requested(scene, young)]
    await clock.set(NOON + 47 * HOUR_MS)
    const { batchId } = await scene.sequence(ended.name)
    let placing: ReturnType<typeof placeCalls> | undefined
    await transaction(async (tx) => {
      await lockBatches(tx, [batchId])
      placing = placeCalls({ callIds: [ended.callId, called.callId] })
      await until('the other one is called', () => asked(called.name) === 1)
      expect(await scene.sequence(ended.name)).toMatchObject({ status: 'scheduled' })
    })
    expect(await placing).toMatchObject([{ outcome: 'withdrawn' }, { outcome: 'placed' }])
    expect(await scene.sequence(ended.name)).toMatchObject({ status: 'cancelled' })
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

describe('whose call was moved', () => {
  it('by a rule is asked about again when it is switched off, and not called before the moment that was asked for', async () => {
    const scene = await open(['us-federal'])
    const [atOnce, later, evening] = [newName(), newName(), newName()]
    const half = NOON + HOUR_MS / 2
    await scene.enroll([
      scene.contact(atOnce, { phoneNumber: HONOLULU }),
      scene.contact(later, { phoneNumber: '+18085550101', scheduledAt: new Date(half).toISOString() }),
    ])
    await loop.run()
    const eight = NOON + HOUR_MS
    expect([await dueOf(scene, atOnce), await dueOf(scene, later)]).toEqual([eight, eight])

    // Another set is switched on: they wait as before, and nothing is told twice.
    await updateCallingPolicy(scene.actor, { version: 1, ruleSets: ['us-federal', 'canada'] })
    await loop.run()
    expect([await dueOf(scene, atOnce), await dueOf(scene, later)]).toEqual([eight, eight])
    expect(await decisionsOf(scene)).toHaveLength(2)
    await clock.set(half)
    await work()
    expect(await dueOf(scene, later)).toBe(eight)
    await clock.set(NOON)

    await scene.enroll([scene.contact(evening, { phoneNumber: NEW_YORK, scheduledAt: new Date(half).toISOString() })])
    await updateCallingPolicy(scene.actor, { version: 2, ruleSets: [] })
    await loop.run()
    expect([asked(atOnce), asked(later), asked(evening)]).toEqual([1, 0, 0])
    expect([await dueOf(scene, later), await dueOf(scene, evening)]).toEqual([half, half])
  })

  it('at the dispatch, too, and by the limits of an agent when these are loosened', async () => {
    const caps = { callsPerDay: 1, callsPerWeek: null, gapMinutes: null, restDays: null }
    const scene = await open([], { caps })
    const names = [newName(), newName()]
    const scheduledAt = new Date(NOON + 60_000).toISOString()
    for (const name of names) await scene.enroll([scene.contact(name, { phoneNumber: NEW_YORK, scheduledAt })])
    await loop.run()
    await clock.set(NOON + 60_000)
    await work()
    expect(names.map(asked).toSorted()).toEqual([0, 1])
    await updateAgent(scene.actor, scene.agentId, { version: 1, caps: { ...caps, callsPerDay: 2 } })
    await loop.run()
    expect(names.map(asked)).toEqual([1, 1])
  })

  it('moves to what still keeps it back, which the trail tells, and from there again', async () => {
    const caps = { callsPerDay: 1, callsPerWeek: null, gapMinutes: 120, restDays: null }
    const scene = await open([], { caps })
    const names = [newName(), newName()]
    for (const name of names) {
      await scene.enroll([scene.contact(name, { phoneNumber: NEW_YORK })], { allowDuplicates: true })
      await loop.run()
    }
    const waiting = names[1] ?? ''
    expect(await dueOf(scene, waiting)).toBe(NOON + 24 * HOUR_MS)
    await updateAgent(scene.actor, scene.agentId, { version: 1, caps: { ...caps, callsPerDay: 3 } })
    await loop.run()
    const gapOver = NOON + 2 * HOUR_MS
    expect(await dueOf(scene, waiting)).toBe(gapOver)
    expect((await decisionsOf(scene))[0]).toMatchObject({
      ...{ point: 'rules changed', notBefore: new Date(gapOver) },
      reasons: [expect.objectContaining({ code: 'CAP_GAP' })],
    })
    const { trail } = await listTrail(scene.actor, { phoneNumber: NEW_YORK, limit: 50 })
    expect(trail.filter(({ type }) => type === 'decided')[0]?.what).toMatch(/^When the rules had changed: not yet\. /)
    await updateAgent(scene.actor, scene.agentId, { version: 2, caps: { ...caps, callsPerDay: 3, gapMinutes: null } })
    await loop.run()
    expect(names.map(asked)).toEqual([1, 1])
  })
})

describe('a retry that is planned', () => {
  const trying = (retry: object) => ({ steps: [{ stepType: 'CALL' as const, delaySeconds: 0, retry }] })
  const open1 = async (agent: object, ruleSets: RuleSets = []) => {
    const scene = await open(ruleSets, agent)
    const name = newName()
    await scene.enroll([scene.contact(name, { phoneNumber: NEW_YORK })])
    await loop.run()
    return { scene, name }
  }
  const codesOf = (decision: { reasons: unknown } | undefined) =>
    (decision?.reasons as { code: string }[] | undefined)?.map(({ code }) => code)
  /** When the policy alone would call again, so long after the end of the last call. */
  const wanted = async (scene: Scene, name: string, waitMs: number) =>
    ((await scene.calls(name)).at(-1)?.endedAt?.getTime() ?? 0) + waitMs

  it('for another time of day tells so in the trail, and one at its own time tells nothing', async () => {
    const retry = { 'No Answer': { after: '1d', times: 3, otherTimeOfDay: true } }
    const { scene, name } = await open1(trying({ ...retry, Busy: { after: '10m', times: 1, otherTimeOfDay: false } }))
    await scene.report(name, 'Busy')
    await loop.run()
    expect(await decisionsOf(scene)).toEqual([])
    await clock.set(NOON + 10 * 60_000 + 60_000)
    await work()
    expect(asked(name)).toBe(2)
    await scene.report(name, 'No Answer')
    await loop.run()
    const due = await dueOf(scene, name)
    // Tomorrow, two hours after the later one of the two.
    expect(due).toBe(NOON + 26 * HOUR_MS + 11 * 60_000)
    const [decision] = await decisionsOf(scene)
    expect(decision).toMatchObject({ point: 'retry', kind: 'not before', notBefore: new Date(due ?? 0) })
    expect(decision?.wantedAt).toEqual(new Date(await wanted(scene, name, 24 * HOUR_MS)))
    expect(codesOf(decision)).toEqual(['OTHER_TIME'])
    const { trail } = await listTrail(scene.actor, { phoneNumber: NEW_YORK, limit: 50 })
    expect(trail.filter(({ type }) => type === 'decided').map(({ what }) => what)).toEqual([
      'When the call before had ended: not yet. A call at that time of day was not answered, so another time of day is tried.',
    ])
  })

  it('by the rules tells which', async () => {
    const busy = { Busy: { after: '12h', times: 1, otherTimeOfDay: false } }
    const { scene, name } = await open1(trying(busy), ['us-federal'])
    await scene.report(name, 'Busy')
    await loop.run()
    expect(await dueOf(scene, name)).toBe(NOON + 20 * HOUR_MS)
    const [decision] = await decisionsOf(scene)
    expect(decision).toMatchObject({ point: 'retry', rules: [{ id: 'us-hours', version: 1 }], knownBy: 'number' })
    expect(codesOf(decision)).toEqual(['CALLING_HOURS'])
  })

  it('is asked about again when what moved it is loosened, and keeps to another time of day', async () => {
    const caps = { callsPerDay: null, callsPerWeek: null, gapMinutes: 30 * 60, restDays: null }
    const loosen = async (scene: Scene) => {
      await updateAgent(scene.actor, scene.agentId, { version: 1, caps: { ...caps, gapMinutes: null } })
      await loop.run()
    }
    const busy = await open1({ caps, ...trying({ Busy: { after: '10m', times: 1, otherTimeOfDay: false } }) })
    await busy.scene.report(busy.name, 'Busy')
    await loop.run()
    expect(await dueOf(busy.scene, busy.name)).toBe(NOON + 30 * HOUR_MS)
    await loosen(busy.scene)
    expect(await dueOf(busy.scene, busy.name)).toBe(await wanted(busy.scene, busy.name, 10 * 60_000))

    // 30 hours after noon is evening, which is another time of day; tomorrow at noon is not.
    const other = await open1({ caps, ...trying({ 'No Answer': { after: '1d', times: 1, otherTimeOfDay: true } }) })
    await other.scene.report(other.name, 'No Answer')
    await loop.run()
    expect(await dueOf(other.scene, other.name)).toBe(NOON + 30 * HOUR_MS)
    await loosen(other.scene)
    expect(await dueOf(other.scene, other.name)).toBe(NOON + 26 * HOUR_MS)
    expect(codesOf((await decisionsOf(other.scene))[0])).toEqual(['OTHER_TIME'])
  })
})

describe('a retry that waits as long as it was to, whatever had moved the call before', () => {
  const none = { callsPerDay: null, callsPerWeek: null, gapMinutes: null, restDays: null }
  const retry = { Busy: { after: '4h' as const, times: 1, otherTimeOfDay: false } }

  /** A second call of a number, which was moved to tomorrow by a cap, and is made today since the cap was loosened. */
  async function callAfterAll(agent: object) {
    const scene = await open([], { caps: { ...none, callsPerDay: 1 }, ...agent })
    const [first, name] = [newName(), newName()]
    for (const one of [first, name]) {
      await scene.enroll([scene.contact(one, { phoneNumber: NEW_YORK })])
      await loop.run()
    }
    expect(await dueOf(scene, name)).toBe(NOON + 24 * HOUR_MS)
    await updateAgent(scene.actor, scene.agentId, { version: 1, caps: { ...none, callsPerDay: 5 } })
    await loop.run()
    expect([asked(first), asked(name)]).toEqual([1, 1])
    return { scene, name }
  }

  it('where a rule has moved it, too', async () => {
    const { scene, name } = await callAfterAll({ steps: [{ stepType: 'CALL', delaySeconds: 0, retry }] })
    await updateAgent(scene.actor, scene.agentId, { version: 2, caps: { ...none, gapMinutes: 6 * 60 } })
    await scene.report(name, 'Busy')
    await loop.run()
    expect(await dueOf(scene, name)).toBe(NOON + 6 * HOUR_MS)
    await updateAgent(scene.actor, scene.agentId, { version: 3, caps: none })
    await loop.run()
    const endedAt = (await scene.calls(name)).at(-1)?.endedAt?.getTime() ?? 0
    expect(await dueOf(scene, name)).toBe(endedAt + 4 * HOUR_MS)
  })

  it('where nothing but a window moves it, to the very moment of the former rule', async () => {
    // From noon to one in New York.
    const hour = [{ start: '12:00', end: '13:00' }]
    const callWindows = { monday: hour, tuesday: hour }
    const { scene, name } = await callAfterAll({ callWindows, steps: [{ stepType: 'CALL', delaySeconds: 0, retry }] })
    await scene.report(name, 'Busy')
    await loop.run()
    expect(await dueOf(scene, name)).toBe(NOON + 24 * HOUR_MS)
    await updateAgent(scene.actor, scene.agentId, { version: 2, caps: none })
    await loop.run()
    expect(await dueOf(scene, name)).toBe(NOON + 24 * HOUR_MS)
    expect(asked(name)).toBe(1)
  })
})

describe('who was accepted with a moment that a rule gave', () => {
  it('and has no sequence yet, is called at once when the rule is switched off', async () => {
    const scene = await open(['us-federal'])
    const name = newName()
    await scene.enroll([scene.contact(name, { phoneNumber: HONOLULU })])
    const { organizationId } = scene.actor
    await updateCallingPolicy(scene.actor, { version: 1, ruleSets: [] })
    expect(await askAgain({ organizationId, after: null })).toEqual({ moved: 1, next: null })
    expect(await askAgain({ organizationId, after: null })).toEqual({ moved: 0, next: null })
    await loop.run()
    expect(asked(name)).toBe(1)
  })

  it('and waits for others of its chain, is called as soon as it has its turn', async () => {
    const scene = await open(['us-federal'])
    const names = [newName(), newName()]
    const contacts = names.map((name, at) =>
      scene.contact(name, { phoneNumber: `+1808555010${at}`, account_id: 'one' }),
    )
    await scene.enroll(contacts, { groupByField: 'account_id' })
    await loop.run()
    expect(names.map(asked)).toEqual([0, 0])
    await updateCallingPolicy(scene.actor, { version: 1, ruleSets: [] })
    await loop.run()
    expect(names.map(asked)).toEqual([1, 0])
    await scene.report(names[0] ?? '', 'No Answer')
    await loop.run()
    expect(names.map(asked)).toEqual([1, 1])
  })
})

describe.each(['dispatch', 'placement'] as const)(
  'a promised call that the rules do not allow any more at the %s',
  (point) => {
    it('is promised for the first moment that they do, and is not missed', async () => {
      const scene = await open(['us-federal'])
      const name = newName()
      await scene.enroll([scene.contact(name, { phoneNumber: NEW_YORK })])
      await loop.run()
      // Five minutes before it is nine in the evening there.
      const promisedMs = NOON + 9 * HOUR_MS - 5 * 60_000
      await scene.report(name, 'Goal Not Completed', { rescheduledAt: new Date(promisedMs).toISOString() })
      await loop.run()
      expect(await scene.sequence(name)).toMatchObject({ promisedAt: new Date(promisedMs), priority: 'promised' })
      if (point === 'placement') {
        await clock.set(promisedMs)
        await findDueWork()
        await loop.run({ but: ['calls/call.requested'] })
        expect(await scene.underWay()).toEqual([name])
      }
      await clock.set(NOON + 9 * HOUR_MS + 60_000)
      await work()
      const eight = new Date(NOON + 20 * HOUR_MS)
      expect(await scene.sequence(name)).toMatchObject({ dueAt: eight, promisedAt: eight, promiseMoved: false })
      expect((await decisionsOf(scene))[0]).toMatchObject({ point, kind: 'not before', notBefore: eight })
      expect(asked(name)).toBe(1)
      await clock.set(eight.getTime())
      await work()
      expect(asked(name)).toBe(2)
    })
  },
)

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
