import { expect, it } from 'vitest'
import { cancelBatch } from '@/domain/batches/cancel-batch'
import { failBatch } from '@/domain/batches/fail-batch'
import { getBatch } from '@/domain/batches/get-batch'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { batchAccepted } from '@/domain/events'
import { newId, toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import type { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { cancelByVariable, cancelSequence } from './cancel-sequences'

const scenes = setUpScenes()
const { loop } = scenes

async function cancel(scene: Scene, name: string, scope: 'contact' | 'chain' = 'contact', reason?: string) {
  return cancelSequence(scene.actor, { sequenceId: await scene.sequenceId(name), scope, reason })
}

it('cancelling a waiting contact only takes it out', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('ABC')
  await loop.run()
  expect(await cancel(scene, 'B')).toEqual({ affected: 1 })
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'in progress', B: 'cancelled', C: 'waiting' })
  expect((await scene.credits()).B).toBe('released')
  await scene.report('A', 'Busy')
  await loop.run()
  expect(await scene.underWay()).toEqual(['C'])
})

it('cancelling the contact whose turn it is gives the turn to the next', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('ABC')
  await loop.run({ but: ['sequences/work.due'] })
  await cancel(scene, 'A', 'contact', 'Asked not to be called.')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'cancelled', B: 'in progress', C: 'waiting' })
  expect(await scene.sequence('A')).toMatchObject({ creditState: 'released', cancelReason: 'Asked not to be called.' })
})

it('a call under way is left to end, and the next waits for that', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('ABC')
  await loop.run()
  await cancel(scene, 'A')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'cancelled', B: 'scheduled', C: 'waiting' })
  expect(await scene.underWay()).toEqual(['A'])
  await scene.report('A', 'Busy')
  await loop.run()
  expect(await scene.underWay()).toEqual(['B'])
  // It has been called: that is paid for. Its end without success does not advance the chain again.
  expect((await scene.credits()).A).toBe('spent')
  expect((await scene.statuses()).C).toBe('waiting')
})

it('a call under way of a cancelled contact that succeeds closes the chain', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('ABC')
  await loop.run()
  await cancel(scene, 'A')
  await scene.report('A', 'Goal Completed')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'cancelled', B: 'skipped', C: 'skipped' })
})

it('a call that the dialer was not asked for yet is withdrawn', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('AB')
  await loop.run({ but: ['calls/call.requested'] })
  expect(await scene.underWay()).toEqual(['A'])
  const asked = scenes.dialer.asked.length
  await cancel(scene, 'A')
  expect(await scene.underWay()).toEqual([])
  await loop.run()
  expect(await scene.underWay()).toEqual(['B'])
  expect(scenes.dialer.asked.slice(asked).map(({ name }) => name)).toEqual(['B'])
  expect((await scene.credits()).A).toBe('released')
})

it('mode call: cancelling one that has given up its turn does not advance the chain again', async () => {
  const scene = await scenes.open({
    steps: [
      { stepType: 'CALL', delaySeconds: 0 },
      { stepType: 'CALL', delaySeconds: 3_600 },
    ],
    lines: 10,
  })
  await scene.enrollChains('ABC')
  await loop.run()
  await scene.report('A', 'Busy')
  await loop.run()
  await cancel(scene, 'A')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'cancelled', B: 'in progress', C: 'waiting' })
  expect((await scene.credits()).A).toBe('spent')
})

it('repeated, and of one that has ended, it changes nothing', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('AB')
  await loop.run()
  await scene.report('A', 'Goal Completed')
  await loop.run()
  expect(await cancel(scene, 'A')).toEqual({ affected: 0 })
  expect(await cancel(scene, 'B', 'chain')).toEqual({ affected: 0 })
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'skipped' })
})

it('cancelling the chain cancels all of it and closes it', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('ABC XY')
  await loop.run()
  expect(await cancel(scene, 'C', 'chain')).toEqual({ affected: 3 })
  await scene.enrollSingle('S', 'A')
  await loop.run()
  expect(await scene.statuses()).toEqual({
    A: 'cancelled',
    B: 'cancelled',
    C: 'cancelled',
    X: 'in progress',
    Y: 'waiting',
    S: 'in progress',
  })
  expect((await scene.sequence('S')).chainId).not.toBe((await scene.sequence('A')).chainId)
  await scene.report('A', 'Busy')
  await loop.run()
})

it('the scope chain of a contact outside any chain is the contact', async () => {
  const scene = await scenes.open()
  await scene.enroll([scene.contact('A'), scene.contact('B')])
  await loop.run()
  expect(await cancel(scene, 'B', 'chain')).toEqual({ affected: 1 })
  expect(await scene.statuses()).toEqual({ A: 'in progress', B: 'cancelled' })
})

it('by variable: all matches first, then each chain with somebody waiting and nobody active goes on once', async () => {
  const scene = await scenes.open({ lines: 10 })
  const contact = (name: string, chain: string, tag: string) =>
    scene.contact(name, { account_id: chain, prospect_name: `${scene.agent} ${tag}` })
  await scene.enroll(
    [
      contact('A', 'a', 'Red'),
      contact('B', 'a', 'Red'),
      contact('C', 'a', 'Blue'),
      contact('X', 'x', 'Blue'),
      contact('Y', 'x', 'Red'),
      contact('Z', 'x', 'Blue'),
    ],
    { groupByField: 'account_id' },
  )
  await loop.run({ but: ['calls/call.requested'] })
  const red = { referenceKey: 'prospect_name', referenceValue: `${scene.agent} Red` }
  expect(await cancelByVariable(scene.actor, red)).toEqual({ affected: 3 })
  expect(await cancelByVariable(scene.actor, red)).toEqual({ affected: 0 })
  expect(await scene.statuses()).toEqual({
    A: 'cancelled',
    B: 'cancelled',
    C: 'scheduled',
    X: 'in progress',
    Y: 'cancelled',
    Z: 'waiting',
  })
  await loop.run()
  expect((await scene.underWay()).sort()).toEqual(['C', 'X'])
  const nobody = { referenceKey: 'prospect_name', referenceValue: 'nobody' }
  expect(await cancelByVariable(scene.actor, nobody)).toEqual({ affected: 0 })
})

it('by variable: compares the value whole and by case', async () => {
  const scene = await scenes.open()
  await scene.enroll([scene.contact('A', { account_id: `${scene.agent}-ab` })])
  for (const referenceValue of [`${scene.agent}-a`, `${scene.agent}-AB`]) {
    expect(await cancelByVariable(scene.actor, { referenceKey: 'account_id', referenceValue })).toEqual({ affected: 0 })
  }
  expect(
    await cancelByVariable(scene.actor, { referenceKey: 'account_id', referenceValue: `${scene.agent}-ab` }),
  ).toEqual({ affected: 1 })
})

it('a batch: all that has not ended of it, and the credits of those never called', async () => {
  const scene = await scenes.open({ lines: 2, creditsPerContact: 3 })
  const batchId = await scene.enroll(['A', 'B', 'C', 'D'].map((name) => scene.contact(name)))
  await loop.run()
  await scene.report('A', 'Busy')
  await loop.run()
  expect(await cancelBatch(scene.actor, batchId)).toEqual({ affected: 3 })
  expect(await cancelBatch(scene.actor, batchId)).toEqual({ affected: 0 })
  expect(await getBatch(scene.actor, batchId)).toMatchObject({
    status: 'cancelled',
    sequences: { done: 1, cancelled: 3 },
    credits: { reserved: 0, spent: 9, released: 3 },
  })
  for (const name of await scene.underWay()) await scene.report(name, 'Busy')
  await loop.run()
  expect(await getBatch(scene.actor, batchId)).toMatchObject({ status: 'cancelled', credits: { spent: 9 } })
})

it('cancelling all contacts of a batch one by one finishes it', async () => {
  const scene = await scenes.open()
  const batchId = await scene.enrollChains('AB')
  await loop.run()
  await cancel(scene, 'B')
  await cancel(scene, 'A')
  expect((await getBatch(scene.actor, batchId)).status).toBe('finished')
  await scene.report('A', 'Busy')
  await loop.run()
})

it('a batch whose sequences do not exist yet is created cancelled', async () => {
  const scene = await scenes.open()
  const batchId = await scene.enrollChains('ABC')
  expect(await cancelBatch(scene.actor, batchId)).toEqual({ affected: 3 })
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'cancelled', B: 'cancelled', C: 'cancelled' })
  expect(await getBatch(scene.actor, batchId)).toMatchObject({ status: 'cancelled', credits: { released: 3 } })
})

it('one contact whose sequence does not exist yet: the others go on', async () => {
  const scene = await scenes.open()
  await scene.enrollChains('ABC')
  expect(await cancel(scene, 'A')).toEqual({ affected: 1 })
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'cancelled', B: 'in progress', C: 'waiting' })
})

it('a chain that does not exist yet: all of it, and the singles that have joined it', async () => {
  for (const by of ['A', 'S'] as const) {
    const scene = await scenes.open({ lines: 10 })
    await scene.enrollChains('AB XY')
    await scene.enrollSingle('S', 'A')
    expect(await cancel(scene, by, 'chain')).toEqual({ affected: 3 })
    await loop.run()
    expect(await scene.statuses()).toEqual({
      A: 'cancelled',
      B: 'cancelled',
      S: 'cancelled',
      X: 'in progress',
      Y: 'waiting',
    })
  }
})

it('by variable, before the sequences exist', async () => {
  const scene = await scenes.open({ lines: 10 })
  const value = `${scene.agent}-v`
  await scene.enroll(['A', 'B'].map((name) => scene.contact(name, { account_id: value })))
  await scene.enroll([scene.contact('C', { account_id: value }), scene.contact('D')])
  expect(await cancelByVariable(scene.actor, { referenceKey: 'account_id', referenceValue: value })).toEqual({
    affected: 3,
  })
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'cancelled', B: 'cancelled', C: 'cancelled', D: 'in progress' })
})

it('a batch whose creation failed: as a whole, and in part, which sets the rest going', async () => {
  const scene = await scenes.open({ lines: 10 })
  const whole = await scene.enrollChains('AB')
  const part = await scene.enrollChains('CD')
  await loop.reset()
  for (const batchId of [whole, part]) await failBatch({ batchId, reason: 'Broken.' })
  expect(await cancelBatch(scene.actor, whole)).toEqual({ affected: 2 })
  expect(await cancel(scene, 'C')).toEqual({ affected: 1 })
  expect((await loop.pending()).map(({ name }) => name)).toContain(batchAccepted.name)
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'cancelled', B: 'cancelled', C: 'cancelled', D: 'in progress' })
  expect((await getBatch(scene.actor, whole)).status).toBe('cancelled')
  expect(await getBatch(scene.actor, part)).toMatchObject({ status: 'active', failureReason: null })
})

it('a paused batch can be cancelled', async () => {
  const scene = await scenes.open()
  const batchId = await scene.enrollChains('AB')
  await db().execute`UPDATE batches SET paused_at = now() WHERE id = ${batchId}::uuid`
  await loop.run()
  expect(await cancelBatch(scene.actor, batchId)).toEqual({ affected: 2 })
  expect((await getBatch(scene.actor, batchId)).status).toBe('cancelled')
})

it('answers of things that are of another organization, or of nobody, alike', async () => {
  const scene = await scenes.open()
  const batchId = await scene.enrollChains('A')
  await loop.run()
  const { actor } = await createTestOrganization()
  const sequenceId = await scene.sequenceId('A')
  for (const id of [sequenceId, toPublicId('sequence', newId()), 'nonsense']) {
    await expect(cancelSequence(actor, { sequenceId: id, scope: 'chain' })).rejects.toMatchObject({
      code: 'SEQUENCE_NOT_FOUND',
    })
  }
  await expect(cancelBatch(actor, batchId)).rejects.toMatchObject({ code: 'BATCH_NOT_FOUND' })
  expect(await cancelByVariable(actor, { referenceKey: 'account_id', referenceValue: 'A' })).toEqual({ affected: 0 })
  expect(await scene.statuses()).toEqual({ A: 'in progress' })
})

it('cancels of every kind, a creation and results at the same moment leave nothing behind', async () => {
  const scene = await scenes.open({ lines: 10 })
  for (let round = 0; round < 6; round++) {
    const contacts = Array.from({ length: 12 }, (_, n) =>
      scene.contact(`${round}.${n}`, { account_id: `${round}.${n % 4}`, prospect_name: `${scene.agent} ${n % 3}` }),
    )
    const { batchId } = await enrollBatch(scene.actor, {
      agentId: scene.agentId,
      body: { contacts, groupByField: 'account_id' },
      source: 'api',
    })
    if (round % 2) await loop.run()
    const underWay = await scene.underWay()
    await Promise.all([
      loop.runAtOnce(2),
      ...underWay.map((name, n) => scene.report(name, n % 3 ? 'Busy' : 'Goal Completed')),
      cancel(scene, `${round}.0`, 'chain'),
      cancel(scene, `${round}.1`),
      cancelByVariable(scene.actor, { referenceKey: 'prospect_name', referenceValue: `${scene.agent} 2` }),
      round % 3 ? null : cancelBatch(scene.actor, batchId),
      scene.enrollSingle(`${round}.S`, `${round}.3`),
      scene.enrollSingle(`${round}.T`, `${round}.0`),
    ])
    await loop.run()
    for (const name of await scene.underWay()) await scene.report(name, 'Busy')
    await loop.run()
    expect((await scene.statuses())[`${round}.0`]).toBe('cancelled')
  }
})
