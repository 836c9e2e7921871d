import { expect, it } from 'vitest'
import { pauseBatch, resumeBatch } from '@/domain/batches/pause-batch'
import { callRequested } from '@/domain/events'
import { reconcile } from '@/domain/reconcile/reconcile'
import { cancelSequence } from '@/domain/sequences/cancel-sequences'
import { db } from '@/platform/db'
import { DialerError } from '@/platform/dialers/dialer'
import { placeCall } from '@/testing/place-call'
import type { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { recordTimeouts } from './record-call-result'

const scenes = setUpScenes()
const { loop } = scenes

let names = 0

/** Enrolls a contact, with a name that no other test has, whose call is requested. The dialer was not asked yet. */
async function requested(agent: Parameters<typeof scenes.open>[0] = {}) {
  const scene = await scenes.open(agent)
  const name = `place-${++names}`
  const batchId = await scene.enroll([scene.contact(name)])
  await loop.run({ but: ['calls/call.requested'] })
  await loop.reset()
  const [call] = await scene.calls(name)
  return { scene, name, batchId, callId: call?.id ?? '' }
}

const askedFor = (callId: string) => scenes.dialer.asked.filter((call) => call.callId === callId)
const cancel = async (scene: Scene, name: string) =>
  cancelSequence(scene.actor, { sequenceId: await scene.sequenceId(name), scope: 'contact' })

it('places a call once, and spends its credit when the dialer has accepted it', async () => {
  const { scene, name, callId } = await requested()
  expect(await scene.credits()).toEqual({ [name]: 'reserved' })
  expect(await placeCall({ callId })).toEqual({ outcome: 'placed' })
  expect(await placeCall({ callId })).toEqual({ outcome: 'nothing to do' })
  expect(askedFor(callId)).toHaveLength(1)
  expect(await scene.credits()).toEqual({ [name]: 'spent' })
  expect(await scene.calls(name)).toMatchObject([{ status: 'placed', resultType: null }])
})

it('two at once ask for one call id: the dialer places one call of it', async () => {
  const { scene, name, callId } = await requested()
  await Promise.all([placeCall({ callId }), placeCall({ callId }), placeCall({ callId })])
  expect(new Set(askedFor(callId).map((call) => call.callId)).size).toBe(1)
  expect(await scene.calls(name)).toMatchObject([{ status: 'placed' }])
})

it('a call that does not exist is nothing to do', async () => {
  expect(await placeCall({ callId: '01890000-0000-7000-8000-000000000000' })).toEqual({ outcome: 'nothing to do' })
})

it.each([
  ['cancelled', async (scene: Scene, name: string) => cancel(scene, name), 'cancelled', 'nothing to do'],
  ['paused', async (scene: Scene, _name: string, batchId: string) => pauseBatch(scene.actor, batchId), 'scheduled'],
  ['of an agent that is inactive now', async (scene: Scene) => scene.changeAgent({ status: 'inactive' }), 'scheduled'],
  ['outside a window that is closed now', async (scene: Scene) => scene.changeAgent({ callWindows: {} }), 'scheduled'],
])('does not ask for one that is %s', async (_what, change, status, outcome = 'withdrawn') => {
  const { scene, name, batchId, callId } = await requested()
  await change(scene, name, batchId)
  expect(await placeCall({ callId })).toEqual({ outcome })
  expect(askedFor(callId)).toHaveLength(0)
  expect(await scene.underWay()).toEqual([])
  expect(await scene.statuses()).toEqual({ [name]: status })
  // The line is free, and that is announced; what was taken back gets another call in its time.
  expect((await loop.pending()).map((event) => event.name)).toContain('sequences/work.due')
})

it('a withdrawn call is made again when it may be', async () => {
  const { scene, name, batchId, callId } = await requested()
  await pauseBatch(scene.actor, batchId)
  await placeCall({ callId })
  await resumeBatch(scene.actor, batchId)
  await loop.run()
  expect(await scene.underWay()).toEqual([name])
  expect(askedFor(callId)).toHaveLength(0)
  expect(await scene.report(name, 'Busy')).toEqual({ duplicate: false })
})

it('a batch that bypasses the windows is called although they have closed', async () => {
  const scene = await scenes.open()
  await scene.enroll([scene.contact('bypass')], { bypassAllowedCallWindow: true })
  await loop.run({ but: ['calls/call.requested'] })
  await scene.changeAgent({ callWindows: {} })
  await loop.run()
  expect(await scene.calls('bypass')).toMatchObject([{ status: 'placed' }])
})

it('a clear refusal ends the call as Failed at once, and costs nothing', async () => {
  const { scene, name, callId } = await requested()
  scenes.dialer.answers.set(name, [400])
  expect(await placeCall({ callId })).toEqual({ outcome: 'failed' })
  await loop.run()
  expect(askedFor(callId)).toHaveLength(1)
  expect(await scene.sequence(name)).toMatchObject({ status: 'failed', creditState: 'released' })
})

it('a dialer with no address ends the call as Failed', async () => {
  const { scene, name, callId } = await requested()
  // No agent of today is without one; one of an older version may be.
  await db().execute`
    WITH of_call AS (SELECT agent_id, organization_id FROM calls WHERE id = ${callId}::uuid), made AS (
      INSERT INTO dialer_accounts (id, organization_id, kind, name, created_by)
      SELECT gen_random_uuid(), organization_id, 'webhook', 'Without an address', 'Rollcall' FROM of_call RETURNING id)
    UPDATE agents SET dialer_account_id = made.id FROM made, of_call WHERE agents.id = of_call.agent_id`
  expect(await placeCall({ callId })).toEqual({ outcome: 'failed' })
  await loop.run()
  expect(await scene.sequence(name)).toMatchObject({ status: 'failed', creditState: 'released' })
})

it.each([
  ['429', 429, false],
  ['500', 500, true],
  ['a broken connection', 'drop', true],
] as const)('after %s the dialer is asked again, with the same id', async (_what, answer, mayHavePlaced) => {
  const { scene, name, callId } = await requested()
  scenes.dialer.answers.set(name, [answer, 200])
  await expect(placeCall({ callId })).rejects.toMatchObject({ name: 'DialerError', retriable: true, mayHavePlaced })
  expect(await scene.credits()).toEqual({ [name]: 'reserved' })
  expect(await placeCall({ callId })).toEqual({ outcome: 'placed' })
  expect(askedFor(callId)).toHaveLength(2)
  expect(await scene.credits()).toEqual({ [name]: 'spent' })
})

it('the background asks five times, and the call ends as Failed; a fifth answer still places it', async () => {
  const [refused, late] = [await requested(), await requested()]
  scenes.dialer.answers.set(refused.name, [500])
  scenes.dialer.answers.set(late.name, [500, 'drop', 429, 500, 200])
  for (const { callId, scene } of [refused, late]) {
    const { agent: agentId, actor } = scene
    await loop.handle(callRequested.of({ callId, agentId, organizationId: actor.organizationId }))
    expect(askedFor(callId)).toHaveLength(5)
  }
  expect(await refused.scene.calls(refused.name)).toMatchObject([{ status: 'ended', resultType: 'Failed' }])
  expect(await late.scene.calls(late.name)).toMatchObject([{ status: 'placed', resultType: null }])
})

it('a dialer that never answers: Failed, nothing is paid; its result replaces that and is paid', async () => {
  const { scene, name, callId } = await requested()
  scenes.dialer.answers.set(name, [500])
  await expect(placeCall({ callId })).rejects.toBeInstanceOf(DialerError)
  await recordTimeouts([callId])
  await loop.run()
  expect(await scene.sequence(name)).toMatchObject({ status: 'failed', creditState: 'released' })
  expect(await scene.report(name, 'Voicemail')).toEqual({ duplicate: false })
  await loop.run()
  expect(await scene.sequence(name)).toMatchObject({ creditState: 'spent', lastResultType: 'Voicemail' })
})

it('a late report is free when the month has no credit left for it: nobody goes below zero', async () => {
  const { scene, name, callId } = await requested()
  scenes.dialer.answers.set(name, [500])
  await placeCall({ callId }).catch(() => undefined)
  await recordTimeouts([callId])
  await loop.run()
  await db().execute`
    UPDATE credit_balances SET allocated = reserved + spent WHERE organization_id = ${scene.actor.organizationId}`
  await scene.report(name, 'Voicemail')
  await loop.run()
  expect(await scene.credits()).toEqual({ [name]: 'released' })
  const [balance] = await db().creditBalance.findMany({ where: { organizationId: scene.actor.organizationId } })
  expect(balance?.allocated).toBe(Number(balance?.reserved) + Number(balance?.spent))
  // As it was, for the checks after the test; the call counts as not placed for them.
  await db().execute`
    UPDATE credit_balances SET allocated = 100000 WHERE organization_id = ${scene.actor.organizationId}`
  await db().execute`UPDATE calls SET placed_at = NULL WHERE id = ${callId}::uuid`
})

it('gives a call up that may have been placed, instead of withdrawing it and making another one', async () => {
  const { scene, name, batchId, callId } = await requested()
  scenes.dialer.answers.set(name, [500])
  await placeCall({ callId }).catch(() => undefined)
  await pauseBatch(scene.actor, batchId)
  expect(await placeCall({ callId })).toEqual({ outcome: 'failed' })
  expect(askedFor(callId)).toHaveLength(1)
  await resumeBatch(scene.actor, batchId)
  await loop.run()
  await scene.makeDue()
  await loop.run()
  expect(await scene.sequence(name)).toMatchObject({ status: 'failed', creditState: 'released' })
  expect(await scene.calls(name)).toHaveLength(1)
})

it('a cancel leaves a call alone that the dialer may have placed; its credit waits for the end', async () => {
  const { scene, name, callId } = await requested()
  scenes.dialer.answers.set(name, [500])
  await placeCall({ callId }).catch(() => undefined)
  await cancel(scene, name)
  expect(await scene.sequence(name)).toMatchObject({ status: 'cancelled', creditState: 'reserved' })
  expect(await scene.underWay()).toEqual([name])
  await scene.report(name, 'Busy')
  await loop.run()
  expect(await scene.sequence(name)).toMatchObject({ status: 'cancelled', creditState: 'spent' })
})

it('a cancel while the dialer is being asked: accepted is paid, refused is not', async () => {
  for (const [answer, creditState] of [
    [200, 'spent'],
    [400, 'released'],
  ] as const) {
    const { scene, name, callId } = await requested()
    scenes.dialer.answers.set(name, [
      async () => {
        await cancel(scene, name)
        return answer
      },
    ])
    await placeCall({ callId })
    if (answer === 200) await scene.report(name, 'Busy')
    await loop.run()
    expect(await scene.sequence(name)).toMatchObject({ status: 'cancelled', creditState })
  }
})

it('an answer that comes after the call was given up and settled is a placed call all the same', async () => {
  const { scene, name, callId } = await requested()
  scenes.dialer.answers.set(name, [
    async () => {
      await recordTimeouts([callId])
      await loop.run()
      expect(await scene.sequence(name)).toMatchObject({ status: 'failed', creditState: 'released' })
      return 200
    },
  ])
  await placeCall({ callId })
  expect(await scene.sequence(name)).toMatchObject({ status: 'failed', creditState: 'spent' })
  expect(await scene.calls(name)).toMatchObject([{ status: 'settled', resultType: 'Failed' }])
})

it('a result after a clear refusal that was to be tried again is a result', async () => {
  const { scene, name, callId } = await requested()
  scenes.dialer.answers.set(name, [429])
  await placeCall({ callId }).catch(() => undefined)
  expect(await scene.report(name, 'Busy')).toEqual({ duplicate: false })
  await loop.run()
  expect(await placeCall({ callId })).toEqual({ outcome: 'nothing to do' })
  expect(await scene.sequence(name)).toMatchObject({ status: 'done', creditState: 'spent' })
})

it('the result of a withdrawn call is nobody’s', async () => {
  const { scene, name, batchId, callId } = await requested()
  await pauseBatch(scene.actor, batchId)
  await placeCall({ callId })
  expect(await scene.reportCall(callId, 'Goal Completed')).toEqual({ duplicate: true })
  expect(await scene.statuses()).toEqual({ [name]: 'scheduled' })
})

it('a call whose dialer was asked when the process died is asked for again by reconcile', async () => {
  const { scene, name, callId } = await requested()
  await db().execute`UPDATE calls SET attempted_at = now() WHERE id = ${callId}::uuid`
  await scene.ageCalls(301)
  await reconcile()
  await loop.run()
  expect(askedFor(callId)).toHaveLength(1)
  expect(await scene.calls(name)).toMatchObject([{ status: 'placed' }])
})
