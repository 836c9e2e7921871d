import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { dispatchCalls } from '@/domain/calls/dispatch-calls'
import { placeCalls } from '@/domain/calls/place-calls'
import { dryRunBatch, enrollBatch } from '@/domain/enrollment/enroll-batch'
import { dryRunSingle, enrollSingle } from '@/domain/enrollment/enroll-single'
import { fromJsonText } from '@/domain/json-text'
import { inBackground } from '@/platform/background'
import { db, transaction } from '@/platform/db'
import { countLockWaits } from '@/testing/count-lock-waits'
import { createTestOrganization, testContact, testContacts } from '@/testing/factories'
import type { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { createList } from './create-list'
import { builtInList } from './find-list'
import { insertEntries } from './insert-entries'
import { lockNumbers, lockNumbersOfCalls } from './lock-numbers'
import { optOutPerson } from './opt-out-person'
import { suppressNumbers } from './suppress-numbers'

const scenes = setUpScenes()
const { loop } = scenes
const onList = (name: string) => `The number is on the suppression list “${name}”.`

let scene: Scene
let names = 0

beforeEach(async () => {
  scene = await scenes.open({ lines: 50 })
})

const newName = () => `suppressed-${++names}`

async function numberOf(name: string): Promise<string> {
  const { phoneNumber } = await db().contact.findFirstOrThrow({ where: { name } })
  return phoneNumber
}

async function suppress(name: string, list?: string): Promise<void> {
  await suppressNumbers(scene.actor, { numbers: [await numberOf(name)], list, reason: 'A secret of theirs' })
}

const asked = (name: string) => scenes.dialer.asked.filter((call) => call.name === name).length

describe('an enrollment', () => {
  it('turns away whoever is on a list in force, in all of its forms alike', async () => {
    const { actor, agents } = await createTestOrganization()
    const agentId = agents.alwaysOn
    const [first, second] = testContacts(2)
    await suppressNumbers(actor, { numbers: [first?.phoneNumber ?? ''], reason: 'A secret of theirs' })
    const body = { contacts: [first, { ...first, phoneNumberExt: '7' }, second] }
    const request = { agentId, body, source: 'api' as const }
    const message = `${first?.phoneNumber} is on the suppression list “Do not call”. Leave the contact out.`
    const rejected = [0, 1].map((index) => ({ index, code: 'SUPPRESSED', error: message }))
    expect(await dryRunBatch(actor, request)).toMatchObject({ accepted: 1, rejected })
    const { batchId, answer } = await enrollBatch(actor, request)
    expect(fromJsonText(answer)).toMatchObject({ accepted: 1, rejected })
    expect(await db().rejection.count({ where: { batchId, code: 'SUPPRESSED' } })).toBe(2)
    const single = { agentId, body: first, source: 'api' as const }
    const details = [{ code: 'SUPPRESSED', field: 'phoneNumber', path: 'phoneNumber', message }]
    await expect(enrollSingle(actor, single)).rejects.toMatchObject({ code: 'VALIDATION_ERROR', details })
    await expect(dryRunSingle(actor, single)).rejects.toMatchObject({ code: 'VALIDATION_ERROR', details })
    expect(answer).not.toContain('secret')
  })

  it('with an agent that need not keep to the list takes them', async () => {
    const { actor, agents } = await createTestOrganization()
    await createList(actor, { name: 'Sales', kind: 'other', agentIds: [agents.alwaysOn] })
    const contact = testContact(1)
    await suppressNumbers(actor, { numbers: [contact.phoneNumber], list: 'Sales' })
    const request = (agentId: string) => ({ agentId, body: { contacts: [contact] }, source: 'api' as const })
    await expect(dryRunBatch(actor, request(agents.alwaysOn))).rejects.toMatchObject({ code: 'NO_VALID_CONTACTS' })
    expect(await dryRunBatch(actor, request(agents.withEmail)).catch((error) => error.details)).not.toMatchObject({
      rejected: [{ code: 'SUPPRESSED' }],
    })
  })
})

describe('the dispatch', () => {
  it('ends them, releases their credits, and calls the others and the next of their chain', async () => {
    const [one, next, other] = [newName(), newName(), newName()]
    await scene.enroll(
      [
        scene.contact(one, { account_id: one }),
        scene.contact(next, { account_id: one }),
        scene.contact(other, { account_id: other }),
      ],
      { groupByField: 'account_id' },
    )
    await loop.run({ but: ['sequences/work.due'] })
    await suppress(one)
    await loop.run()
    expect(await scene.sequence(one)).toMatchObject({
      status: 'cancelled',
      cancelReason: onList('Do not call'),
      creditState: 'released',
    })
    expect([asked(one), asked(next), asked(other)]).toEqual([0, 1, 1])
  })

  it('finishes a batch that has nobody else', async () => {
    const name = newName()
    const batchId = await scene.enroll([scene.contact(name)])
    await loop.run({ but: ['sequences/work.due'] })
    await suppress(name)
    await loop.run()
    expect(await db().batch.findUniqueOrThrow({ where: { id: batchId } })).toMatchObject({ status: 'finished' })
  })

  it('calls nobody while a list that is to stop calls is old, and goes on when it was refreshed', async () => {
    const name = newName()
    const { listId } = await createList(scene.actor, {
      name: newName(),
      kind: 'national registry',
      whenOld: 'stop',
      agentIds: [scene.agentId],
    })
    const age = (days: number) => db().execute`
      UPDATE suppression_lists SET refreshed_at = now() - make_interval(days => ${days}) WHERE id = ${listId}::uuid`
    await age(32)
    await scene.enroll([scene.contact(name)], { bypassAllowedCallWindow: true })
    await loop.run()
    expect(asked(name)).toBe(0)
    const { status, dueAt } = await scene.sequence(name)
    expect(status).toBe('scheduled')
    expect(dueAt?.getTime()).toBeGreaterThan(Date.now() + 3_000_000)
    await age(0)
    await scene.makeDue()
    await loop.run()
    expect(asked(name)).toBe(1)
  })
})

describe('the placement', () => {
  /** Enrolls a contact whose call is requested, and not placed yet. */
  async function requested() {
    const name = newName()
    await scene.enroll([scene.contact(name)])
    await loop.run({ but: ['calls/call.requested'] })
    const [call] = await scene.calls(name)
    return { name, callId: call?.id ?? '' }
  }

  it('asks no dialer for somebody who came onto a list after the line was taken', async () => {
    const { name, callId } = await requested()
    await suppress(name)
    expect(await placeCalls({ callIds: [callId] })).toMatchObject([{ outcome: 'withdrawn' }])
    expect(asked(name)).toBe(0)
    expect(await scene.sequence(name)).toMatchObject({
      status: 'cancelled',
      cancelReason: onList('Do not call'),
      creditState: 'released',
    })
  })

  it('waits an hour while a list that is to stop calls is old', async () => {
    const { name, callId } = await requested()
    const input = { name: newName(), kind: 'other' as const, oldAfterDays: 1, whenOld: 'stop' as const }
    const { listId } = await createList(scene.actor, { ...input, agentIds: [scene.agentId] })
    await db().execute`UPDATE suppression_lists SET refreshed_at = now() - interval '2 days' WHERE id = ${listId}::uuid`
    expect(await placeCalls({ callIds: [callId] })).toMatchObject([{ outcome: 'withdrawn' }])
    expect((await scene.sequence(name)).dueAt?.getTime()).toBeGreaterThan(Date.now() + 3_000_000)
    expect(asked(name)).toBe(0)
    await db().execute`DELETE FROM suppression_lists WHERE id = ${listId}::uuid`
  })

  it('gives up a call that may have been placed, and calls nobody again', async () => {
    const { name, callId } = await requested()
    scenes.dialer.answers.set(name, ['drop'])
    expect(await placeCalls({ callIds: [callId] })).toMatchObject([{ outcome: 'again' }])
    await suppress(name)
    expect(await placeCalls({ callIds: [callId] })).toMatchObject([{ outcome: 'failed' }])
    await loop.run()
    expect(asked(name)).toBe(1)
  })
})

describe('of a number that is suppressed in the very moment', () => {
  async function requested() {
    const name = newName()
    await scene.enroll([scene.contact(name)])
    await loop.run({ but: ['calls/call.requested'] })
    const [call] = await scene.calls(name)
    return { name, phoneNumber: await numberOf(name), callIds: [call?.id ?? ''] }
  }
  const waits = () => expect.poll(countLockWaits).toBe(1)

  it('the placement waits for what has not committed yet, and then asks no dialer', async () => {
    const { name, phoneNumber, callIds } = await requested()
    const { organizationId } = scene.actor
    const { id: listId } = await builtInList(organizationId)
    const placing = await transaction(async (tx) => {
      await lockNumbers(tx, organizationId, [phoneNumber])
      const entries = { organizationId, listId, phoneNumbers: [phoneNumber], addedBy: 'Ada', until: null }
      await insertEntries(tx, { ...entries, source: 'operator' })
      const placing = placeCalls({ callIds })
      await waits()
      return { placing }
    })
    expect(await placing.placing).toMatchObject([{ outcome: 'withdrawn' }])
    expect(asked(name)).toBe(0)
  })

  it('whoever suppresses waits until it is written that a dialer is asked', async () => {
    const { phoneNumber, callIds } = await requested()
    const suppressing = await transaction(async (tx) => {
      await lockNumbersOfCalls(tx, callIds)
      const suppressing = suppressNumbers(scene.actor, { numbers: [phoneNumber] })
      await waits()
      expect(await db().suppressionEntry.count({ where: { phoneNumber } })).toBe(0)
      return { suppressing }
    })
    expect(await suppressing.suppressing).toMatchObject({ added: 1 })
  })

  it('an opt-out in a call waits for it too', async () => {
    const { name, phoneNumber, callIds } = await requested()
    await placeCalls({ callIds })
    const reporting = await transaction(async (tx) => {
      await lockNumbersOfCalls(tx, callIds)
      const reporting = scene.report(name, 'Goal Not Completed', { optOut: true })
      await waits()
      expect(await db().suppressionEntry.count({ where: { phoneNumber } })).toBe(0)
      return { reporting }
    })
    expect(await reporting.reporting).toMatchObject({ duplicate: false })
    expect(await db().suppressionEntry.count({ where: { phoneNumber } })).toBe(1)
  })
})

describe('once a number is suppressed no dialer is asked for it but where that was written before', () => {
  /**
   * Writes down which calls dialers are asked for in the very transaction that puts a number on a list, which has the lock
   * of the number by then: what is read after its commit may have come after it.
   */
  beforeAll(async () => {
    await db().execute`CREATE TABLE asked_before (call_id uuid, phone_number text)`
    await db().execute`
      CREATE FUNCTION note_asked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO asked_before
        SELECT calls.id, new.phone_number FROM calls JOIN contacts ON contacts.id = calls.sequence_id
        WHERE attempted_at IS NOT NULL AND contacts.phone_number = new.phone_number;
        RETURN new;
      END $$`
    await db().execute`
      CREATE TRIGGER note_asked AFTER INSERT ON suppression_entries FOR EACH ROW EXECUTE FUNCTION note_asked()`
  })

  const enroll = (phoneNumber: string) =>
    enrollBatch(scene.actor, {
      agentId: scene.agentId,
      body: { contacts: [{ ...scene.contact(newName()), phoneNumber }] },
      source: 'api',
    }).then(
      () => 'enrolled',
      (error: { code: string }) => error.code,
    )

  async function dispatchAndPlace() {
    await dispatchCalls({ agentId: scene.agent })
    const calls = await db().call.findMany({ where: { agentId: scene.agent, status: 'requested' }, take: 2 })
    await placeCalls({ callIds: calls.map(({ id }) => id) })
  }

  const ways: [string, string, (phoneNumber: string) => Promise<unknown>][] = [
    ['by hand', '+14155559999', (phoneNumber) => suppressNumbers(scene.actor, { numbers: [phoneNumber] })],
    ['by an opt-out on the page', '+14155559998', (phoneNumber) => optOutPerson(scene.actor, { phoneNumber })],
    [
      'by an opt-out in a call',
      '+14155559997',
      async (phoneNumber) => {
        const [call] = await db().call.findMany({
          where: { agentId: scene.agent, status: 'placed', sequence: { contact: { phoneNumber } } },
          take: 1,
        })
        return scene.reportCall(call?.id ?? '', 'Goal Not Completed', { optOut: true })
      },
    ],
  ]

  it.each(ways)('%s, while twenty dispatches and enrollments of it run', async (_, phoneNumber, suppress) => {
    await enroll(phoneNumber)
    await loop.run()
    const others = Array.from({ length: 20 }, () => ({ ...scene.contact(newName()), phoneNumber }))
    await scene.enroll(others, { allowDuplicates: true })
    await loop.run({ but: ['sequences/work.due', 'calls/call.requested'] })
    // Forty at once want more connections than there are. The background, which dispatches and places, waits for one; the
    // enrollments are made in its place too, since a busy machine would refuse some and they would be no race.
    const racers = Array.from({ length: 20 }, (_, at) => [
      inBackground(() => dispatchAndPlace()),
      inBackground(() => enroll(phoneNumber)),
      at === 10 && suppress(phoneNumber),
    ])
    await Promise.all(racers.flat())
    await loop.run()
    await scene.makeDue()
    await loop.run()
    const before = await db().rows<{ callId: string }>`
      SELECT call_id AS "callId" FROM asked_before WHERE phone_number = ${phoneNumber}`
    const allowed = new Set(before.map(({ callId }) => callId))
    expect(allowed.size).toBeGreaterThan(0)
    const asked = scenes.dialer.asked.filter((call) => call.phoneNumber === phoneNumber)
    expect(asked.filter(({ callId }) => !allowed.has(callId))).toEqual([])
    expect(await enroll(phoneNumber)).toBe('NO_VALID_CONTACTS')
    const sequences = await scene.sequences()
    expect(sequences.length).toBeGreaterThanOrEqual(20)
    const open = sequences.filter(({ endedAt }) => endedAt === null).map(({ id }) => id)
    // Those who were asked for are on the phone; nobody else is left.
    expect(await db().call.count({ where: { sequenceId: { in: open }, status: { not: 'withdrawn' } } })).toBe(
      open.length,
    )
  })
})
