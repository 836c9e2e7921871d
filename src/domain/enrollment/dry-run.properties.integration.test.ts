import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createAgent } from '@/domain/agents/create-agent'
import { updateAgent } from '@/domain/agents/update-agent'
import { CONSENT_BASES } from '@/domain/contact-safety/consent.schema'
import { RULE_SET_IDS } from '@/domain/contact-safety/rule-sets.rules'
import type { RejectedContact } from '@/domain/contacts/validate-contacts.rules'
import { newId } from '@/domain/ids'
import { fromJsonText } from '@/domain/json-text'
import { updateCallingPolicy } from '@/domain/organizations/update-calling-policy'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'
import { createList } from '@/domain/suppression/create-list'
import { suppressNumbers } from '@/domain/suppression/suppress-numbers'
import { db } from '@/platform/db'
import { countBatchRows } from '@/testing/count-batch-rows'
import { endedCall } from '@/testing/ended-call'
import { createTestOrganization, testAgents } from '@/testing/factories'
import { SimulatedClock } from '@/testing/simulated-clock'
import { dryRunBatch, enrollBatch } from './enroll-batch'
import { dryRunSingle, enrollSingle } from './enroll-single'
import type { NoneAccepted } from './enrollment-answer.schema'

vi.setConfig({ testTimeout: 600_000 })

const RUNS = Number(process.env.DRY_RUN_RUNS ?? 24)
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** A Monday noon in New York, a Sunday, Independence Day, a night, and the hour in which the clocks change. */
const MOMENTS = [
  Date.UTC(2027, 2, 1, 17),
  Date.UTC(2027, 2, 7, 18),
  Date.UTC(2027, 6, 4, 16),
  Date.UTC(2027, 10, 3, 7),
  Date.UTC(2027, 2, 14, 7),
]

/** Somewhere with rules of its own each, somebody who may be anywhere, and somebody whom no rule knows. */
const NUMBERS = [
  ...['+12125550100', '+13055550100', '+12055550100', '+18085550100', '+12065550100', '+12075550100'],
  ...['+14165550100', '+442079460100', '+4915112345678', '+18005550100', '+15551230100', '+81312345678'],
]

const wholeDay = [{ start: '00:00', end: '24:00' }]
const WINDOWS: readonly CallWindows[] = [
  Object.fromEntries(WEEKDAYS.map((day) => [day, wholeDay])),
  Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, [{ start: '09:00', end: '17:00' }]])),
  { sunday: [{ start: '08:00', end: '09:30' }], wednesday: [{ start: '22:00', end: '02:00' }] },
]

const someNumber = fc.constantFrom(...NUMBERS)
const caps = fc.record({
  callsPerDay: fc.constantFrom(null, 1, 2),
  callsPerWeek: fc.constantFrom(null, 2),
  gapMinutes: fc.constantFrom(null, 90, 3_000),
  restDays: fc.constantFrom(null, 1, 7),
})
const requirement = fc.option(
  fc.record({ bases: fc.subarray([...CONSENT_BASES], { minLength: 1 }), ageDaysMax: fc.constantFrom(null, 30) }),
)
const daysAgo = fc.constantFrom(1, 20, 60)

const worlds = fc.record({
  atMs: fc.constantFrom(...MOMENTS),
  ruleSets: fc.subarray([...RULE_SET_IDS]),
  caps,
  agent: fc.record({
    callWindows: fc.constantFrom(...WINDOWS),
    collectsDebts: fc.boolean(),
    caps,
    consent: requirement,
  }),
  delaySeconds: fc.constantFrom(0, 12 * 3_600),
  subject: fc.constantFrom(null, 'renewal'),
  calls: fc.array(
    fc.record({
      phoneNumber: someNumber,
      hoursAgo: fc.constantFrom(1, 9, 30, 150),
      resultType: fc.constantFrom('No Answer' as const, 'Goal Not Completed' as const),
    }),
    { maxLength: 4 },
  ),
  open: fc.uniqueArray(someNumber, { maxLength: 2 }),
  // The same consent of a person is kept once.
  consents: fc.uniqueArray(
    fc.record({ phoneNumber: someNumber, basis: fc.constantFrom(...CONSENT_BASES), daysAgo, revoked: fc.boolean() }),
    { maxLength: 8, selector: ({ phoneNumber, basis, daysAgo }) => `${phoneNumber} ${basis} ${daysAgo}` },
  ),
  listed: fc.array(
    fc.record({
      phoneNumber: someNumber,
      list: fc.constantFrom('Do not call', 'Of this agent', 'Of the other', 'Old registry'),
      daysLeft: fc.constantFrom(null, 3),
    }),
    { maxLength: 3 },
  ),
  hasOldRegistry: fc.boolean(),
})

const someContact = fc.record(
  {
    name: fc.constantFrom('Ada', 'Grace', ''),
    phoneNumber: fc.oneof({ weight: 9, arbitrary: someNumber }, { weight: 1, arbitrary: fc.constant('12') }),
    timezone: fc.constantFrom('America/Los_Angeles', 'europe/berlin', 'Nowhere/Else'),
    state: fc.constantFrom('AL', 'Rhode Island', 'HI', '??'),
    zip: fc.constantFrom('10115', '99501'),
    account_id: fc.constantFrom('a', 'b', ' '),
    inHours: fc.constantFrom(-1, 1, 15, 40),
    consent: fc.record({ basis: fc.constantFrom(...CONSENT_BASES), daysAgo }),
  },
  { requiredKeys: ['name', 'phoneNumber'] },
)
type SomeContact = typeof someContact extends fc.Arbitrary<infer Some> ? Some : never

const requests = fc.record({
  contacts: fc.array(someContact, { minLength: 1, maxLength: 25 }),
  options: fc.record(
    {
      bypassAllowedCallWindow: fc.boolean(),
      allowDuplicates: fc.boolean(),
      groupByField: fc.constant('account_id'),
      ifActive: fc.constantFrom('allow', 'reject'),
      notCalledWithinDays: fc.constantFrom(1, 5),
      timezone: fc.constantFrom('America/Denver', 'Asia/Tokyo'),
    },
    { requiredKeys: [] },
  ),
})

let clock: SimulatedClock
beforeAll(async () => {
  clock = await SimulatedClock.start(MOMENTS[0] ?? 0)
})
afterAll(() => clock.stop())

type World = typeof worlds extends fc.Arbitrary<infer Some> ? Some : never

/** Makes the organization with everything that may keep its agent from calling somebody, by the use cases of it all. */
async function build(world: World) {
  const { atMs, agent, subject, delaySeconds } = world
  await clock.set(atMs - 10 * DAY_MS)
  const { actor, organizationId } = await createTestOrganization()
  const steps = [{ stepType: 'CALL' as const, delaySeconds }]
  const own = await createAgent(actor, { ...testAgents.alwaysOn, name: 'Own', steps, subject })
  const other = await createAgent(actor, { ...testAgents.alwaysOn, name: 'Other', subject })
  for (const { phoneNumber, hoursAgo, resultType } of [...world.calls].sort((a, b) => b.hoursAgo - a.hoursAgo)) {
    await clock.set(atMs - hoursAgo * HOUR_MS)
    await endedCall(actor, other.agentId, { name: 'Ada', phoneNumber }, { resultType })
  }
  await clock.set(atMs)
  if (world.open.length > 0) {
    const contacts = world.open.map((phoneNumber) => ({ name: 'Ada', phoneNumber }))
    await enrollBatch(actor, { agentId: own.agentId, body: { contacts }, source: 'api' })
  }
  for (const { phoneNumber, basis, daysAgo, revoked } of world.consents) {
    await db().consent.create({
      data: {
        ...{ id: newId(), organizationId, phoneNumber, basis, source: 'A form', addedBy: 'Ada' },
        ...{ at: new Date(atMs - daysAgo * DAY_MS), revokedAt: revoked ? new Date(atMs - HOUR_MS) : null },
      },
    })
  }
  await createList(actor, { name: 'Of this agent', kind: 'other', agentIds: [own.agentId] })
  await createList(actor, { name: 'Of the other', kind: 'other', agentIds: [other.agentId] })
  await createList(actor, { name: 'Old registry', kind: 'national registry', whenOld: 'stop' })
  for (const { phoneNumber, list, daysLeft } of world.listed) {
    const until = daysLeft === null ? {} : { until: new Date(atMs + daysLeft * DAY_MS).toISOString() }
    await suppressNumbers(actor, { numbers: [phoneNumber], list, ...until })
  }
  if (world.hasOldRegistry) {
    await db().execute`
      UPDATE suppression_lists SET refreshed_at = ${new Date(atMs - 40 * DAY_MS)}
      WHERE organization_id = ${organizationId} AND name = 'Old registry'`
  }
  await updateAgent(actor, own.agentId, { version: 1, ...agent })
  await updateCallingPolicy(actor, { version: 1, ruleSets: world.ruleSets, caps: world.caps })
  return { actor, agentId: own.agentId }
}

/** Makes the contact as it is sent. */
function sent({ inHours, consent, ...contact }: SomeContact, atMs: number): Record<string, unknown> {
  return {
    ...contact,
    ...(inHours !== undefined && { scheduledAt: new Date(atMs + inHours * HOUR_MS).toISOString() }),
    ...(consent && {
      consent: { basis: consent.basis, at: new Date(atMs - consent.daysAgo * DAY_MS).toISOString(), source: 'A form' },
    }),
  }
}

type Refusal = { code: string; details: unknown }

/** Returns what was answered, or with which code and details it was refused. */
async function answerOf<Answer>(answer: Promise<Answer>): Promise<Answer | { refused: Refusal }> {
  return answer.catch((error: Refusal) => {
    if (typeof error.code !== 'string') throw error
    return { refused: { code: error.code, details: error.details } }
  })
}

function countCodes(rejected: readonly RejectedContact[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { code } of rejected) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

const iso = (moments: readonly Date[], pick: (...ms: number[]) => number) =>
  moments.length === 0 ? null : new Date(pick(...moments.map((moment) => moment.getTime()))).toISOString()

/** What the runs have met: a property that only ever sees one answer proves nothing. */
const met = new Set<string>()

const noCaps = { callsPerDay: null, callsPerWeek: null, gapMinutes: null, restDays: null }

/** The first of the runs: by chance alone, now and then none of them meets one of the answers. */
const everyAnswer: World = {
  ...{ atMs: Date.UTC(2027, 10, 3, 7), ruleSets: [], caps: noCaps, delaySeconds: 0, subject: null },
  agent: {
    ...{ callWindows: WINDOWS[1] ?? {}, collectsDebts: false, caps: noCaps },
    consent: { bases: ['written'], ageDaysMax: null },
  },
  ...{ calls: [], open: [], consents: [], hasOldRegistry: false },
  listed: [{ phoneNumber: '+12065550100', list: 'Do not call', daysLeft: null }],
}
const agreed = { basis: 'written', daysAgo: 1 } as const
const contactsOfEveryAnswer: SomeContact[] = [
  { name: 'Ada', phoneNumber: '+12125550100', consent: agreed },
  { name: 'Grace', phoneNumber: '+12125550100', consent: agreed },
  { name: 'Ada', phoneNumber: '+12065550100', consent: agreed },
  { name: 'Ada', phoneNumber: '+12055550100' },
  { name: 'Ada', phoneNumber: '12', consent: agreed },
]

it('what happens in the dry run is what happens in the enrollment', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, requests, async (world, { contacts, options }) => {
      const { actor, agentId } = await build(world)
      const { groupByField, allowDuplicates } = options
      const body = {
        ...options,
        contacts: contacts.map((contact) => sent(contact, world.atMs)),
        ...(groupByField && allowDuplicates && { allowDuplicates: false }),
      }
      const request = { agentId, body, source: 'api' as const }
      const before = await countBatchRows(actor.organizationId)
      const tried = await answerOf(dryRunBatch(actor, request))
      expect(await countBatchRows(actor.organizationId)).toEqual(before)
      const done = await answerOf(enrollBatch(actor, request))
      if ('refused' in tried || 'refused' in done) {
        expect(tried).toEqual(done)
        const { details } = 'refused' in tried ? tried.refused : { details: null }
        for (const { code } of (details as NoneAccepted).rejected) met.add(code)
        return
      }
      const { batchId, total, accepted, rejected, warnings } = fromJsonText(done.answer)
      expect(tried).toMatchObject({ total, accepted, rejected, warnings })
      // Also the message of each, and nothing besides.
      expect(tried.rejected).toEqual(rejected)
      expect(Object.fromEntries(tried.reasons.map((reason) => [reason.code, reason.contacts]))).toEqual(
        countCodes(rejected),
      )
      const stored = await db().contact.findMany({ where: { batchId }, orderBy: { index: 'asc' } })
      const first = stored.filter(({ chainPosition }) => (chainPosition ?? 0) === 0)
      expect(tried.firstCallAt).toBe(
        iso(
          first.map(({ scheduledAt }) => scheduledAt),
          Math.min,
        ),
      )
      expect(tried.lastCallAt).toBe(
        iso(
          stored.map(({ scheduledAt }) => scheduledAt),
          Math.max,
        ),
      )
      expect(tried.credits.required).toBe(accepted)
      const sizes = await db().rows<{ value: string; size: number }>`
        SELECT chain.value, count(*)::int AS size FROM contacts JOIN chains chain ON chain.id = contacts.chain_id
        WHERE contacts.batch_id = ${batchId}::uuid GROUP BY chain.value ORDER BY 1`
      expect([...tried.groups].sort((a, b) => (a.value < b.value ? -1 : 1))).toEqual(sizes)
      // Nothing of it ends before the last moment at which a call is allowed and due.
      const { endsAt } = tried.estimate
      if (endsAt !== null) expect(endsAt > (tried.lastCallAt ?? '')).toBe(true)
      for (const { code } of rejected) met.add(code)
      met.add('accepted')
      if (stored.some(({ scheduledAt }) => scheduledAt.getTime() > world.atMs)) met.add('later')
    }),
    { numRuns: RUNS, examples: [[everyAnswer, { contacts: contactsOfEveryAnswer, options: {} }]] },
  )
  for (const each of ['accepted', 'later', 'SUPPRESSED', 'CONSENT_REQUIRED', 'DUPLICATE_PHONE', 'PHONE_INVALID']) {
    expect([...met]).toContain(each)
  }
})

it('of one contact too, with the place in the chain that it joins', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, someContact, requests, async (world, contact, { options }) => {
      const { actor, agentId } = await build(world)
      const { bypassAllowedCallWindow, groupByField, ifActive, notCalledWithinDays } = options
      const own = { bypassAllowedCallWindow, groupByField, ifActive, notCalledWithinDays }
      const body = { ...sent(contact, world.atMs), ...JSON.parse(JSON.stringify(own)) }
      const request = { agentId, body, source: 'api' as const }
      // Whoever comes second waits for the first, or is active already.
      for (const _ of [1, 2]) {
        const tried = await answerOf(dryRunSingle(actor, request))
        const done = await answerOf(enrollSingle(actor, request))
        if ('refused' in tried || 'refused' in done) {
          expect(tried).toEqual(done)
          return
        }
        const { sequence, warnings } = fromJsonText(done.answer)
        expect(tried.warnings).toEqual(warnings)
        expect(sequence).toMatchObject(tried.sequence)
        const waits = sequence.lifecycleStatus === 'waiting'
        expect(tried.firstCallAt).toBe(waits ? null : sequence.scheduledAt)
      }
    }),
    { numRuns: RUNS },
  )
})
