import { beforeEach, describe, expect, it } from 'vitest'
import { recordCallResult } from '@/domain/calls/record-call-result'
import { settleCalls } from '@/domain/calls/settle-calls'
import { dryRunBatch } from '@/domain/enrollment/enroll-batch'
import { erasePerson } from '@/domain/people/erase-person'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { EVENT_LOADERS } from '@/domain/webhooks/load-webhook-events'
import { webhookEventPayloadSchema } from '@/domain/webhooks/webhook-event-payload.schema'
import { db, transaction } from '@/platform/db'
import { type Scene, testResult } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { checkNumbers } from './check-numbers'
import { listLists } from './list-lists'
import { listSuppressions } from './list-suppressions'
import { OPTED_OUT_REASON } from './note-opt-out'
import { optOutPerson } from './opt-out-person'
import { unsuppressNumbers } from './unsuppress-numbers'

const scenes = setUpScenes()
const { loop } = scenes

let scene: Scene
let names = 0
let numbers = 0

beforeEach(async () => {
  scene = await scenes.open({ lines: 50 })
})

const newName = () => `opting-${++names}`
const newNumber = () => `+1415777${String(++numbers).padStart(4, '0')}`
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString()

/** Enrolls somebody who is on the phone, and others with the number who are open still. */
async function onThePhone(of: Scene = scene) {
  const [name, later, extension] = [newName(), newName(), newName()] as const
  const phoneNumber = newNumber()
  await of.enroll([{ ...of.contact(name), phoneNumber }])
  await of.enroll([{ ...of.contact(later), phoneNumber, scheduledAt: tomorrow() }])
  await of.enroll([{ ...of.contact(extension), phoneNumber, phoneNumberExt: '7', scheduledAt: tomorrow() }])
  await loop.run()
  const [call] = await of.calls(name)
  return { name, later, extension, phoneNumber, callId: call?.id ?? '' }
}

const suppressed = async (phoneNumber: string, agentId?: string) =>
  (await checkNumbers(scene.actor, { numbers: [phoneNumber], agentId })).numbers[0]?.suppressed

describe('in a call', () => {
  it('ends everything open of the number with any extension, and nothing of others', async () => {
    const { name, later, extension, phoneNumber, callId } = await onThePhone()
    const other = await onThePhone()
    await recordCallResult(callId, testResult('Goal Not Completed', { optOut: true }))
    // Already now, before the effects of the result.
    expect(await suppressed(phoneNumber)).toBe(true)
    await loop.run()
    for (const ended of [later, extension]) {
      expect(await scene.sequence(ended)).toMatchObject({
        status: 'cancelled',
        cancelReason: OPTED_OUT_REASON,
        creditState: 'released',
      })
    }
    expect(await scene.sequence(name)).toMatchObject({ creditState: 'spent', dueAt: null })
    expect(await scene.sequence(other.later)).toMatchObject({ status: 'scheduled' })
    expect(await suppressed(other.phoneNumber)).toBe(false)
    const { suppressions } = await listSuppressions(scene.actor, { phoneNumber, limit: 1 })
    expect(suppressions).toMatchObject([{ source: 'call', addedBy: 'Always on', list: { name: 'Do not call' } }])
  })

  it('ends the sequence of the call, whose next step would be another call', async () => {
    const steps = [0, 0].map((delaySeconds) => ({ stepType: 'CALL' as const, delaySeconds }))
    const twice = await scenes.open({ steps })
    const { name, callId } = await onThePhone(twice)
    await recordCallResult(callId, testResult('No Answer', { optOut: true }))
    await loop.run()
    expect(await twice.sequence(name)).toMatchObject({ status: 'cancelled', cancelReason: OPTED_OUT_REASON })
    expect(await twice.calls(name)).toHaveLength(1)
  })

  it('of one agent leaves others to call', async () => {
    const other = await scenes.open()
    const { later, phoneNumber, callId } = await onThePhone()
    const theirs = newName()
    await other.enroll([{ ...other.contact(theirs), phoneNumber, scheduledAt: tomorrow() }])
    await loop.run()
    await recordCallResult(callId, testResult('Goal Not Completed', { optOut: { scope: 'agent' } }))
    await loop.run()
    expect(await scene.sequence(later)).toMatchObject({ status: 'cancelled' })
    expect(await other.sequence(theirs)).toMatchObject({ status: 'scheduled' })
    expect(await suppressed(phoneNumber, scene.agentId)).toBe(true)
    expect(await suppressed(phoneNumber, other.agentId)).toBe(false)
  })

  it('of one agent after another adds up, and of all is of all', async () => {
    const other = await scenes.open()
    const { phoneNumber, callId } = await onThePhone()
    const theirs = newName()
    await other.enroll([{ ...other.contact(theirs), phoneNumber }])
    await loop.run()
    await recordCallResult(callId, testResult('Goal Not Completed', { optOut: { scope: 'agent' } }))
    const [call] = await other.calls(theirs)
    await recordCallResult(call?.id ?? '', testResult('Goal Not Completed', { optOut: { scope: 'agent' } }))
    const entry = async () => (await listSuppressions(scene.actor, { phoneNumber, limit: 1 })).suppressions[0]
    expect((await entry())?.agentIds?.toSorted()).toEqual([scene.agentId, other.agentId].toSorted())
    await optOutPerson(scene.actor, { phoneNumber })
    expect((await entry())?.agentIds).toBeNull()
    await loop.run()
  })

  it('counts also in a report that comes after another one', async () => {
    const { phoneNumber, callId } = await onThePhone()
    await recordCallResult(callId, testResult('Goal Not Completed'))
    expect(await recordCallResult(callId, testResult('Goal Not Completed', { optOut: true }))).toEqual({
      duplicate: true,
    })
    expect(await suppressed(phoneNumber)).toBe(true)
    await loop.run()
  })

  it('said twenty times is one opt-out, and counted once', async () => {
    const { phoneNumber, callId } = await onThePhone()
    const before = (await listLists(scene.actor))[0]?.entries ?? 0
    await Promise.all(
      Array.from({ length: 20 }, () => recordCallResult(callId, testResult('Goal Not Completed', { optOut: true }))),
    )
    expect(await db().optOut.count({ where: { phoneNumber } })).toBe(1)
    expect((await listLists(scene.actor))[0]?.entries).toBe(before + 1)
    await settleCalls({ callIds: [callId] })
  })
})

describe('by hand', () => {
  it('ends everything open, says so once, and can be undone', async () => {
    const { name, later, phoneNumber } = await onThePhone()
    expect(await optOutPerson(scene.actor, { phoneNumber, reason: 'Wrote a letter' })).toEqual({ affected: 3 })
    expect(await optOutPerson(scene.actor, { phoneNumber })).toEqual({ affected: 0 })
    expect(await scene.sequence(later)).toMatchObject({ status: 'cancelled', cancelReason: OPTED_OUT_REASON })
    // The call that is under way ends as it ends.
    expect(await scene.calls(name)).toMatchObject([{ status: 'placed' }])
    expect(await db().optOut.count({ where: { phoneNumber } })).toBe(1)
    expect(await unsuppressNumbers(scene.actor, { numbers: [phoneNumber], reason: 'A mistake' })).toMatchObject({
      removed: 1,
    })
    expect(await suppressed(phoneNumber)).toBe(false)
  })

  it('reaches also those whose sequences do not exist yet', async () => {
    const [name, phoneNumber] = [newName(), newNumber()]
    await scene.enroll([{ ...scene.contact(name), phoneNumber }])
    expect(await optOutPerson(scene.actor, { phoneNumber })).toEqual({ affected: 1 })
    await loop.run()
    expect(await scene.sequence(name)).toMatchObject({ status: 'cancelled', creditState: 'released' })
  })
})

it('endpoints are told of it, as the contract says', async () => {
  await createEndpoint(scene.actor, { url: 'https://example.com/hook', events: ['contact.opted_out'] })
  const { phoneNumber, callId } = await onThePhone()
  await recordCallResult(callId, testResult('Goal Not Completed', { optOut: { scope: 'agent' } }))
  const optOut = await db().optOut.findFirstOrThrow({ where: { phoneNumber } })
  const told = await transaction((tx) => EVENT_LOADERS['contact.opted_out'](tx, [optOut.id]))
  expect(told).toMatchObject([
    {
      organizationId: scene.actor.organizationId,
      payload: {
        type: 'contact.opted_out',
        data: { phoneNumber, scope: 'agent', agentId: scene.agentId, notedBy: 'Always on' },
      },
    },
  ])
  expect(webhookEventPayloadSchema.parse(told[0]?.payload)).toEqual(told[0]?.payload)
  const pending = await loop.pending()
  expect(pending.filter(({ name }) => name === 'webhooks/event.happened')).toMatchObject([
    { data: { type: 'contact.opted_out', subjectId: optOut.id } },
  ])
  await db().webhookEndpoint.updateMany({
    where: { organizationId: scene.actor.organizationId },
    data: { deletedAt: new Date() },
  })
})

it('whoever is erased stays on the list, by a hash alone, and is not enrolled again', async () => {
  const phoneNumber = newNumber()
  const name = newName()
  await scene.enroll([{ ...scene.contact(name), phoneNumber, scheduledAt: tomorrow() }])
  await optOutPerson(scene.actor, { phoneNumber, reason: 'Grace said so' })
  const before = (await listLists(scene.actor))[0]?.entries
  await erasePerson(scene.actor, { phoneNumber })
  const entries = await db().suppressionEntry.findMany({ where: { organizationId: scene.actor.organizationId } })
  expect(entries.some((entry) => JSON.stringify(entry).includes(phoneNumber.slice(1)))).toBe(false)
  expect(entries.some(({ reason }) => reason === 'Grace said so')).toBe(false)
  expect(await db().optOut.count({ where: { phoneNumber } })).toBe(0)
  expect(await suppressed(phoneNumber)).toBe(true)
  expect((await listLists(scene.actor))[0]?.entries).toBe(before)
  const body = { contacts: [{ name: 'Grace', phoneNumber }] }
  const request = { agentId: scene.agentId, body, source: 'api' as const }
  await expect(dryRunBatch(scene.actor, request)).rejects.toMatchObject({
    code: 'NO_VALID_CONTACTS',
    details: { rejected: [{ code: 'SUPPRESSED' }] },
  })
  // Whoever wants to be called again can be: the number leads to the hash.
  expect(await listSuppressions(scene.actor, { phoneNumber, limit: 5 })).toMatchObject({
    suppressions: [{ phoneNumber: null }],
  })
  expect(await unsuppressNumbers(scene.actor, { numbers: [phoneNumber] })).toMatchObject({ removed: 1 })
  expect(await suppressed(phoneNumber)).toBe(false)
})
