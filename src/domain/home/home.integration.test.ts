import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/domain/actor'
import { getAgent } from '@/domain/agents/get-agent'
import { failBatch } from '@/domain/batches/fail-batch'
import { pauseBatch } from '@/domain/batches/pause-batch'
import { getCreditForecast } from '@/domain/credits/get-credit-forecast'
import { setCredits } from '@/domain/credits/set-credits'
import { placeTestCall } from '@/domain/enrollment/place-test-call'
import { parsePublicId } from '@/domain/ids'
import { failImport } from '@/domain/imports/fail-import'
import { pauseImport } from '@/domain/imports/pause-import'
import { startImport } from '@/domain/imports/start-import'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { listDeliveries } from '@/domain/webhooks/list-deliveries'
import { db } from '@/platform/db'
import { endedCall } from '@/testing/ended-call'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { planImport, stageImport } from '@/testing/stage-import'
import { getFirstSteps } from './get-first-steps'
import { getToday } from './get-today'
import { listAttention } from './list-attention'
import { listUnderWay } from './list-under-way'

const scenes = setUpScenes()
const { loop } = scenes

let organization: TestOrganization
let actor: Actor

const open = (agent = {}) => Scene.open(actor, scenes.dialer.url, agent)

beforeEach(async () => {
  organization = await createTestOrganization()
  actor = organization.actor
})

describe('today', () => {
  it('leaves tests out, here and of the first steps but for the test call', async () => {
    const scene = await open()
    const test = { name: 'Ada', phoneNumber: '+15550100188', mode: 'dialed', idempotencyKey: 'today' } as const
    await placeTestCall(scene.actor, scene.agentId, test)
    await loop.run()
    expect(await getToday(scene.actor, { timeZone: 'UTC' })).toMatchObject({ underWay: 0 })
    await scene.report('Ada', 'Goal Completed')
    await loop.run()
    const { hours } = await getToday(scene.actor, { timeZone: 'UTC' })
    expect(hours.reduce((all, { reached }) => all + reached, 0)).toBe(0)
    expect(await getFirstSteps(scene.actor)).toMatchObject({ call: true, contacts: false })
  })

  it('counts calls by the hour in which they ended and by what they came to, and those under way', async () => {
    const scene = await open({ lines: 20 })
    await scene.enroll([...'ABCDE'].map((name) => scene.contact(name)))
    await loop.run()
    await scene.report('A', 'Goal Completed')
    await scene.report('B', 'Goal Not Completed')
    await scene.report('C', 'Voicemail')
    await scene.report('D', 'Failed')
    await loop.run()
    const { hours, underWay } = await getToday(scene.actor, { timeZone: 'UTC' })
    const sum = (of: 'reached' | 'notReached' | 'nobody' | 'failed') => hours.reduce((all, hour) => all + hour[of], 0)
    expect(hours).toHaveLength(24)
    expect([sum('reached'), sum('notReached'), sum('nobody'), sum('failed'), underWay]).toEqual([1, 1, 1, 1, 1])
    // A call of yesterday is none of today, and one of another organization is none of ours.
    await db().call.updateMany({
      where: { organizationId: scene.actor.organizationId, resultType: 'Voicemail' },
      data: { endedAt: new Date(Date.now() - 86_400_000) },
    })
    const later = await getToday(scene.actor, { timeZone: 'UTC' })
    expect(later.hours.reduce((all, { nobody }) => all + nobody, 0)).toBe(0)
    const other = await getToday(scenes.home.actor, { timeZone: 'UTC' })
    expect(other).toMatchObject({ underWay: 0, hours: other.hours.map(() => ({ reached: 0 })) })
  })
})

describe('what is under way', () => {
  it('lists an import once with all of its batches, and batches of several contacts, newest first', async () => {
    const scene = await open({ lines: 20 })
    const { agentId } = scene
    const importId = await stageImport(
      scene.actor,
      planImport(agentId, { batches: [[testContact(1), testContact(2)], [testContact(3)]] }),
    )
    await loop.run()
    const batchId = await scene.enroll(
      [...'ABC'].map((name) => scene.contact(name)),
      { name: 'Spring' },
    )
    await scene.enrollSingle('Z', 'alone')
    await loop.run()
    await scene.report('A', 'Voicemail')
    await loop.run()
    const { underWay, total, singles } = await listUnderWay(scene.actor)
    expect({ total, singles }).toEqual({ total: 2, singles: 1 })
    expect(underWay).toMatchObject([
      { kind: 'batch', id: batchId, name: 'Spring', status: 'active', accepted: 3, open: 2, waiting: 0 },
      // Its second batch is of one contact, which was not enrolled alone.
      { kind: 'import', id: importId, name: expect.stringMatching(/\.csv$/), accepted: 3, waiting: 0 },
    ])
    await pauseBatch(scene.actor, batchId)
    expect((await listUnderWay(scene.actor)).underWay[0]).toMatchObject({ id: batchId, status: 'paused' })
    expect(await listUnderWay(scenes.home.actor)).toEqual({ underWay: [], total: 0, singles: 0 })
  })

  it('lists an import of which nothing is enrolled yet', async () => {
    const importId = await stageImport(actor, planImport(organization.agents.alwaysOn, { batches: [[testContact(1)]] }))
    await pauseImport(actor, importId)
    const { underWay } = await listUnderWay(actor)
    expect(underWay).toMatchObject([
      { kind: 'import', id: importId, status: 'paused', accepted: 0, open: 0, waiting: 1 },
    ])
  })
})

describe('what needs attention', () => {
  it('is nothing where nothing is wrong, and an agent that cannot call has nobody to call', async () => {
    expect(await listAttention(actor)).toEqual([])
  })

  it('is a batch whose creation failed or does not go on, and an import that stands still', async () => {
    const scene = await open()
    const failed = await scene.enroll([scene.contact('A')])
    await failBatch({ batchId: failed, reason: 'For the test.' })
    const stuck = await scene.enroll([scene.contact('B')])
    await db().batch.update({ where: { id: stuck }, data: { createdAt: new Date(Date.now() - 3_600_000) } })
    const importId = await stageImport(scene.actor, planImport(scene.agentId, { batches: [[testContact(1)]] }))
    await failImport({ importId, reason: 'For the test.' })
    expect(await listAttention(scene.actor)).toMatchObject([
      { kind: 'batch failed', batchId: failed },
      { kind: 'batch stuck', batchId: stuck },
      { kind: 'import failed', importId, reason: expect.any(String) },
    ])
  })

  it('is an import that we paused, that hangs, or whose browser was closed, and none that an operator paused', async () => {
    const planned = () => planImport(organization.agents.alwaysOn, { batches: [[testContact(1)]] })
    const long = (minutes: number) => new Date(Date.now() - minutes * 60_000)
    const change = (id: string, data: object) => db().import.update({ where: { id }, data })
    const byOperator = await stageImport(actor, planned())
    await pauseImport(actor, byOperator)
    const paused = await stageImport(actor, planned())
    await change(paused, { status: 'paused', reason: 'Too few credits.', reasonCode: 'INSUFFICIENT_CREDITS' })
    const stuck = await stageImport(actor, planned())
    await change(stuck, { progressedAt: long(16) })
    await stageImport(actor, planned())
    const unsent = planned()
    await startImport(actor, unsent.start)
    await change(unsent.start.importId, { progressedAt: long(61) })
    await startImport(actor, planned().start)
    expect(await listAttention(actor)).toMatchObject([
      { kind: 'import unsent', importId: unsent.start.importId, waiting: 1, reason: null },
      { kind: 'import stuck', importId: stuck, waiting: 1 },
      { kind: 'import paused', importId: paused, reason: 'Too few credits.' },
    ])
    // Nor is a test of it, whatever becomes of it.
    await db().import.updateMany({ where: { organizationId: actor.organizationId }, data: { test: true } })
    expect(await listAttention(actor)).toEqual([])
  })

  it('is an agent that cannot call and has somebody to call, and no other one', async () => {
    const scene = await open()
    await scene.enroll([scene.contact('A')])
    await loop.run()
    expect(await listAttention(scene.actor)).toEqual([])
    await scene.enroll([scene.contact('B', { scheduledAt: new Date(Date.now() + 86_400_000).toISOString() })])
    await loop.run()
    await db().agent.update({ where: { id: scene.agent }, data: { fromNumber: null } })
    expect(await listAttention(scene.actor)).toMatchObject([
      { kind: 'agent misconfigured', agentId: scene.agentId, faults: [expect.stringContaining('no number')] },
    ])
  })

  it('is a dialer account that refuses and that agents wait for, with the reason', async () => {
    const scene = await open()
    const { dialerAccountId } = await getAgent(scene.actor, scene.agentId)
    const fail = { state: 'failing', stateReason: 'The key is refused.' }
    await db().dialerAccount.update({ where: { id: dialerAccountId }, data: fail })
    expect(await listAttention(scene.actor)).toMatchObject([
      { kind: 'dialer failing', dialerAccountId, reason: 'The key is refused.' },
    ])
    await db().agent.updateMany({ where: { dialerAccountId }, data: { status: 'archived' } })
    expect(await listAttention(scene.actor)).toEqual([])
    await db().agent.updateMany({ where: { dialerAccountId }, data: { status: 'active' } })
    await db().dialerAccount.update({ where: { id: dialerAccountId }, data: { state: 'off', stateReason: null } })
    expect(await listAttention(scene.actor)).toEqual([])
  })

  it('is an endpoint that fails, with how often and since when, and one that is off while results wait', async () => {
    const { endpointId } = await createEndpoint(actor, { url: 'https://example.com/hook' })
    await endedCall(actor, organization.agents.alwaysOn, testContact(1))
    const { deliveries } = await listDeliveries(actor, { limit: 50, endpointId })
    const deliveryId = deliveries[0]?.deliveryId ?? ''
    const attempt = (number: number, httpStatus: number, minutesAgo: number) =>
      db().webhookAttempt.create({
        data: { deliveryId, number, durationMs: 1, httpStatus, startedAt: new Date(Date.now() - minutesAgo * 60_000) },
      })
    await attempt(1, 500, 50)
    await attempt(2, 200, 40)
    expect(await listAttention(actor)).toEqual([])
    const since = (await attempt(3, 500, 30)).startedAt.toISOString()
    await attempt(4, 503, 20)
    expect(await listAttention(actor)).toMatchObject([
      { kind: 'endpoint failing', endpointId, since, failed: 3, attempts: 4 },
    ])
    await db().webhookEndpoint.update({ where: { id: endpointId }, data: { disabledAt: new Date() } })
    expect(await listAttention(actor)).toEqual([])
    await db().webhookDelivery.update({ where: { id: deliveryId }, data: { heldAt: new Date() } })
    expect(await listAttention(actor)).toMatchObject([{ kind: 'endpoint off', endpointId, held: 1 }])
  })

  it('is credits of which few are left, with the day on which none are', async () => {
    const scene = await open({ lines: 20 })
    await setCredits(scene.actor, { credits: 20 })
    await scene.enroll(Array.from({ length: 17 }, (_, at) => scene.contact(`P${at}`)))
    expect(await listAttention(scene.actor)).toEqual([])
    await scene.enroll([scene.contact('Q')])
    expect(await listAttention(scene.actor)).toMatchObject([{ kind: 'credits low', available: 2, allocated: 20 }])
    expect(await getCreditForecast(scene.actor)).toMatchObject({ perDay: 0, runsOutAt: null, isLow: true })
    await loop.run()
    const forecast = await getCreditForecast(scene.actor)
    expect(forecast).toMatchObject({ perDay: 18, spent: 18 })
    await setCredits(scene.actor, { credits: 18 })
    expect((await getCreditForecast(scene.actor)).runsOutAt).not.toBeNull()
  })
})

it('the first steps are done one after the other', async () => {
  const { agentId } = await getFirstSteps(actor)
  expect(parsePublicId('agent', agentId ?? '')).not.toBeNull()
  expect(await getFirstSteps(actor)).toMatchObject({ agent: true, call: false, contacts: false })
  const scene = await open()
  await scene.enroll([scene.contact('A')])
  expect(await getFirstSteps(scene.actor)).toMatchObject({ agent: true, call: false, contacts: true })
  await loop.run()
  await scene.report('A', 'Voicemail')
  expect(await getFirstSteps(scene.actor)).toMatchObject({ agent: true, call: true, contacts: true })
  await db().agent.updateMany({ where: { organizationId: actor.organizationId }, data: { status: 'inactive' } })
  expect(await getFirstSteps(actor)).toMatchObject({ agent: false })
  await db().agent.updateMany({ where: { organizationId: actor.organizationId }, data: { status: 'archived' } })
  expect(await getFirstSteps(actor)).toMatchObject({ agent: false, agentId: null })
})
