import { beforeAll, expect, it } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { enrollSingle } from '@/domain/enrollment/enroll-single'
import { newId } from '@/domain/ids'
import { cancelPerson } from '@/domain/sequences/cancel-sequences'
import { createSequences } from '@/domain/sequences/create-sequences'
import { createList } from '@/domain/suppression/create-list'
import { optOutPerson } from '@/domain/suppression/opt-out-person'
import { suppressNumbers } from '@/domain/suppression/suppress-numbers'
import { db } from '@/platform/db'
import { endedCall } from '@/testing/ended-call'
import { createTestOrganization, laterContact, type TestOrganization, testContact } from '@/testing/factories'
import { erasePerson } from './erase-person'
import { exportTrail } from './export-trail'
import { listTrail } from './list-trail'
import type { TrailEntry } from './trail-answer.schema'

const NUMBER = '+12125550142'

let home: TestOrganization
let neighbour: TestOrganization

beforeAll(async () => {
  home = await createTestOrganization()
  neighbour = await createTestOrganization()
  await fill(home)
})

/** One of each thing that a trail tells of. */
async function fill({ actor, agents, organizationId }: TestOrganization): Promise<void> {
  const agent = { agentId: agents.alwaysOn, source: 'api' as const }
  const rejected = { name: 'Ada', phoneNumber: NUMBER, timezone: 'Nowhere/At All' }
  const contacts = [laterContact(1, { phoneNumber: NUMBER, name: 'Ada', externalId: 'crm-8841' }), rejected]
  const { batchId } = await enrollBatch(actor, { ...agent, body: { contacts, bypassAllowedCallWindow: true } })
  await createSequences({ batchId })
  await cancelPerson(actor, { phoneNumber: NUMBER, reason: 'Moved away' })
  const callId = await endedCall(
    actor,
    agents.withEmail,
    testContact(2, { phoneNumber: NUMBER, name: 'Ada', toEmailAddress: 'ada@example.com' }),
    {
      resultType: 'No Answer',
      summary: 'Nobody was there.',
    },
  )
  const call = await db().call.findUniqueOrThrow({ where: { id: callId } })
  await db().decision.create({
    data: {
      ...{ id: newId(), organizationId, phoneNumber: NUMBER, point: 'placement', kind: 'not before', at: new Date() },
      ...{ agentId: call.agentId, batchId: call.batchId, sequenceId: call.sequenceId, callId },
      reasons: [
        {
          ...{ rule: { id: 'us-fl-hours', version: 1 }, untilMs: Date.UTC(2027, 2, 1, 13) },
          ...{ code: 'CALLING_HOURS', country: 'US', region: 'FL', zone: 'America/New_York' },
        },
      ],
      notices: [],
      rules: [{ id: 'us-fl-hours', version: 1 }],
      places: [{ country: 'US', region: 'FL', zones: ['America/New_York', 'America/Chicago'] }],
      ...{
        knownBy: 'number',
        timezone: 'America/New_York',
        bypassed: 'option',
        organizationVersion: 3,
        agentVersion: 2,
      },
      notBefore: new Date(Date.UTC(2027, 2, 1, 13)),
    },
  })
  await db().consent.create({
    data: {
      ...{ id: newId(), organizationId, phoneNumber: NUMBER, basis: 'written', at: new Date(), source: 'The shop' },
      ...{ text: 'You may call me.', addedBy: 'Grace', revokedAt: new Date(), revokedBy: 'Grace' },
    },
  })
  await db().email.create({
    data: {
      ...{ id: newId(), organizationId, agentId: call.agentId, batchId: call.batchId, sequenceId: call.sequenceId },
      ...{ stepIndex: 5, toAddress: 'ada@example.com', subject: 'Hello', body: '', status: 'sent' },
    },
  })
  await optOutPerson(actor, { phoneNumber: NUMBER, reason: 'Wrote a letter' })
}

async function wholeTrail(of: TestOrganization, limit: number): Promise<TrailEntry[]> {
  const entries: TrailEntry[] = []
  let cursor: string | undefined
  do {
    const page = await listTrail(of.actor, { phoneNumber: NUMBER, limit, ...(cursor && { cursor }) })
    expect(page.trail.length).toBeLessThanOrEqual(limit)
    entries.push(...page.trail)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return entries
}

it('tells of everything that happened to a number, newest first', async () => {
  const trail = await wholeTrail(home, 200)
  const times = trail.map(({ at }) => at)
  expect(times).toEqual([...times].sort().reverse())
  const said = (type: TrailEntry['type']) => trail.filter((entry) => entry.type === type).map(({ what }) => what)
  expect(said('enrolled')).toEqual([
    'Ada was enrolled with With e-mail.',
    'Ada was enrolled with Always on. Its external id is crm-8841. Its call windows were to be bypassed.',
  ])
  expect(trail.filter(({ externalId }) => externalId !== null)).toMatchObject([
    { type: 'enrolled', externalId: 'crm-8841', agentName: 'Always on' },
  ])
  expect(said('rejected')).toEqual([expect.stringContaining('Nowhere/At All')])
  expect(said('called')).toEqual(['Call by With e-mail from +15559876543: No Answer, 46 s. Nobody was there.'])
  expect(said('mailed')).toEqual(['Mail “Hello” to ada@example.com: sent.'])
  expect(said('consented')).toEqual(['Consent (written) given: The shop. “You may call me.”'])
  expect(said('consent revoked')).toEqual(['Consent revoked.'])
  expect(said('opted out')).toEqual(['Asked not to be called again.'])
  expect(said('suppressed')).toEqual(['Put on the suppression list “Do not call”. Wrote a letter'])
  expect(said('cancelled')).toContain('Not called by Always on any more. Moved away')
  expect(said('decided')).toEqual(['Right before the call: not yet. Calls are not allowed at this hour in Florida.'])
  const [decided] = trail.filter(({ type }) => type === 'decided')
  expect(decided?.decision).toMatchObject({
    rules: [{ id: 'us-fl-hours', version: 1 }],
    reasons: [{ rule: { id: 'us-fl-hours', version: 1 }, until: '2027-03-01T13:00:00.000Z' }],
    places: [{ country: 'US', region: 'FL', timezones: ['America/New_York', 'America/Chicago'] }],
    bypassed: 'option',
    organizationVersion: 3,
    agentVersion: 2,
  })
  // Two clocks, an hour apart.
  expect(decided?.decision?.localTimes).toEqual([
    expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d -0[45]:00 America\/New_York$/),
    expect.stringMatching(/ -0[56]:00 America\/Chicago$/),
  ])
})

it.each([1, 2, 3, 5])(
  'loses and repeats nothing by pages of %i, where several things happened at one moment',
  async (limit) => {
    const busy = await createTestOrganization()
    const contacts = Array.from({ length: 4 }, (_, at) => laterContact(at, { phoneNumber: NUMBER }))
    const rejected = Array.from({ length: 3 }, () => ({ phoneNumber: NUMBER, timezone: 'Nowhere/At All', name: 'Ada' }))
    const body = { contacts: [...contacts, ...rejected], allowDuplicates: true }
    const { batchId } = await enrollBatch(busy.actor, { agentId: busy.agents.alwaysOn, body, source: 'api' })
    await createSequences({ batchId })
    await cancelPerson(busy.actor, { phoneNumber: NUMBER })
    const all = await wholeTrail(busy, 200)
    expect(all).toHaveLength(11)
    expect(await wholeTrail(busy, limit)).toEqual(all)
  },
)

it('is of this organization alone, and refuses a cursor of another number', async () => {
  await expect(listTrail(neighbour.actor, { phoneNumber: NUMBER, limit: 10 })).rejects.toMatchObject({
    code: 'PERSON_NOT_FOUND',
  })
  await expect(exportTrail(neighbour.actor, { phoneNumber: NUMBER, format: 'json' })).rejects.toMatchObject({
    code: 'PERSON_NOT_FOUND',
  })
  const { nextCursor } = await listTrail(home.actor, { phoneNumber: NUMBER, limit: 1 })
  const other = { phoneNumber: '+12125550143', limit: 1, cursor: nextCursor ?? '' }
  await expect(listTrail(home.actor, other)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
})

it('is exported as JSON and as a page that holds nothing but texts, and the audit log tells of it', async () => {
  const hostile = await createTestOrganization({ name: '<script>alert(1)</script>' })
  const contact = laterContact(1, { phoneNumber: NUMBER, name: '<img src=x onerror=alert(1)>' })
  await enrollSingle(hostile.actor, { agentId: hostile.agents.alwaysOn, body: contact, source: 'api' })
  const json = await exportTrail(hostile.actor, { phoneNumber: NUMBER, format: 'json' })
  expect(JSON.parse(json.text)).toMatchObject({
    ...{ phoneNumber: NUMBER, trail: [{ type: 'enrolled' }] },
    ...{ isComplete: true, leftOut: null },
  })
  const html = await exportTrail(hostile.actor, { phoneNumber: NUMBER, format: 'html' })
  expect(html.fileName).toBe('trail-12125550142.html')
  expect(html.text).toContain('&lt;img src=x onerror=alert(1)&gt; was enrolled with Always on.')
  expect(html.text).not.toMatch(/<(?:script|img|link|iframe)\b/)
  const [line] = await db().rows<{ objectId: string; details: unknown }>`
    SELECT object_id AS "objectId", details FROM audit_log
    WHERE organization_id = ${hostile.organizationId} AND action = 'person.exported' ORDER BY id LIMIT 1`
  expect(line).toEqual({ objectId: '…0142', details: { format: 'json', entries: 1 } })
})

it('says in the file when that is not all', async () => {
  const busy = await createTestOrganization()
  const body = { contacts: [laterContact(1), { name: '', phoneNumber: NUMBER }] }
  const { batchId } = await enrollBatch(busy.actor, { agentId: busy.agents.alwaysOn, body, source: 'api' })
  await db().execute`
    INSERT INTO rejections (batch_id, index, organization_id, phone_number, code, error, errors, contact)
    SELECT batch_id, index + n, organization_id, phone_number, code, error, errors, contact
    FROM rejections CROSS JOIN generate_series(1, 500) AS n WHERE batch_id = ${batchId}::uuid`
  const json = JSON.parse((await exportTrail(busy.actor, { phoneNumber: NUMBER, format: 'json' })).text)
  expect(json).toMatchObject({ isComplete: false, leftOut: expect.stringMatching(/^This is not all .* 500 /) })
  expect((await exportTrail(busy.actor, { phoneNumber: NUMBER, format: 'html' })).text).toContain(json.leftOut)
})

it('tells of no list that was replaced by one without the number', async () => {
  const { actor } = await createTestOrganization()
  const { listId } = await createList(actor, { name: 'Registry', kind: 'national registry' })
  await suppressNumbers(actor, { list: listId, numbers: [NUMBER] })
  const types = async () => (await listTrail(actor, { phoneNumber: NUMBER, limit: 9 })).trail.map(({ type }) => type)
  expect(await types()).toEqual(['suppressed'])
  await db().execute`UPDATE suppression_lists SET generation = generation + 1 WHERE id = ${listId}::uuid`
  await expect(types()).rejects.toMatchObject({ code: 'PERSON_NOT_FOUND' })
})

it('of somebody who was erased it tells that alone', async () => {
  const gone = await createTestOrganization()
  await fill(gone)
  await erasePerson(gone.actor, { phoneNumber: NUMBER })
  const { trail, name } = await listTrail(gone.actor, { phoneNumber: NUMBER, limit: 200 })
  expect(name).toBeNull()
  expect(trail).toMatchObject([{ type: 'erased' }])
})
