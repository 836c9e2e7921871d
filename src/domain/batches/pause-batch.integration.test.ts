import { expect, it } from 'vitest'
import { findDueWork } from '@/domain/sequences/find-due-work'
import { db } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import { setUpScenes } from '@/testing/set-up-scenes'
import { failBatch } from './fail-batch'
import { getBatch } from './get-batch'
import { pauseBatch, resumeBatch } from './pause-batch'
import { retryBatch } from './retry-batch'

const scenes = setUpScenes()
const { loop } = scenes

it('starts nothing new, leaves the call under way to end, and goes on from where it was', async () => {
  const scene = await scenes.open({ lines: 2 })
  const batchId = await scene.enrollChains('AB -')
  await loop.run()
  expect(await pauseBatch(scene.actor, batchId)).toEqual({ affected: 3 })
  expect(await pauseBatch(scene.actor, batchId)).toEqual({ affected: 0 })
  expect((await getBatch(scene.actor, batchId)).status).toBe('paused')
  await scene.report('A', 'Busy')
  await loop.run()
  await findDueWork()
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'scheduled', '-': 'in progress' })
  expect(await scene.underWay()).toEqual(['-'])
  expect(await resumeBatch(scene.actor, batchId)).toEqual({ affected: 2 })
  expect(await resumeBatch(scene.actor, batchId)).toEqual({ affected: 0 })
  expect((await getBatch(scene.actor, batchId)).status).toBe('active')
  await loop.run()
  expect((await scene.underWay()).sort()).toEqual(['-', 'B'])
})

it('takes back a call that the dialer was not asked for yet, and asks again after the resume', async () => {
  const scene = await scenes.open()
  const batchId = await scene.enrollChains('AB')
  await loop.run({ but: ['calls/call.requested'] })
  expect((await scene.statuses()).A).toBe('in progress')
  await pauseBatch(scene.actor, batchId)
  const asked = scenes.dialer.asked.length
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'scheduled', B: 'waiting' })
  expect(await scene.underWay()).toEqual([])
  expect(scenes.dialer.asked).toHaveLength(asked)
  await resumeBatch(scene.actor, batchId)
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
  expect(scenes.dialer.asked).toHaveLength(asked + 1)
})

it('lines that a paused batch does not need serve the others', async () => {
  const scene = await scenes.open({ lines: 1 })
  const paused = await scene.enroll([scene.contact('A'), scene.contact('B')])
  await scene.enroll([scene.contact('X')])
  await loop.run({ but: ['sequences/work.due'] })
  await pauseBatch(scene.actor, paused)
  await loop.run()
  expect(await scene.underWay()).toEqual(['X'])
})

it('before the sequences exist: they are created held', async () => {
  const scene = await scenes.open({ lines: 5 })
  const batchId = await scene.enrollChains('AB')
  expect(await pauseBatch(scene.actor, batchId)).toEqual({ affected: 2 })
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'scheduled', B: 'waiting' })
  expect(await resumeBatch(scene.actor, batchId)).toEqual({ affected: 2 })
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
})

it('paused and resumed before the sequences exist: they are created to run', async () => {
  const scene = await scenes.open()
  const batchId = await scene.enrollChains('AB')
  await pauseBatch(scene.actor, batchId)
  expect(await resumeBatch(scene.actor, batchId)).toEqual({ affected: 2 })
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
})

it('a batch whose creation failed can be paused and resumed; the retry creates it held', async () => {
  const scene = await scenes.open()
  const batchId = await scene.enrollChains('AB')
  await loop.reset()
  await failBatch({ batchId, reason: 'Broken.' })
  expect(await pauseBatch(scene.actor, batchId)).toEqual({ affected: 2 })
  expect((await getBatch(scene.actor, batchId)).status).toBe('failed')
  await retryBatch(scene.actor, batchId)
  await loop.run()
  expect(await scene.underWay()).toEqual([])
  expect(await resumeBatch(scene.actor, batchId)).toEqual({ affected: 2 })
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
})

it('a batch that has ended is neither paused nor resumed', async () => {
  const scene = await scenes.open()
  const batchId = await scene.enrollChains('A')
  await loop.run()
  await scene.report('A', 'Busy')
  await loop.run()
  const before = await db().batch.findUniqueOrThrow({ where: { id: batchId } })
  expect(await pauseBatch(scene.actor, batchId)).toEqual({ affected: 0 })
  expect(await resumeBatch(scene.actor, batchId)).toEqual({ affected: 0 })
  expect((await getBatch(scene.actor, batchId)).status).toBe('finished')
  expect(await db().batch.findUniqueOrThrow({ where: { id: batchId } })).toEqual(before)
})

it('what ends while it is paused ends: a success closes the chain', async () => {
  const scene = await scenes.open()
  const batchId = await scene.enrollChains('AB')
  await loop.run()
  await pauseBatch(scene.actor, batchId)
  await scene.report('A', 'Goal Completed')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'skipped' })
  expect((await getBatch(scene.actor, batchId)).status).toBe('finished')
})

it('between two steps: the next step is not started until the resume', async () => {
  const scene = await scenes.open({
    steps: [
      { stepType: 'CALL', delaySeconds: 0 },
      { stepType: 'EMAIL', delaySeconds: 60, subject: 'Hello', body: 'Hello' },
      { stepType: 'CALL', delaySeconds: 60 },
    ],
  })
  const batchId = await scene.enrollChains('A')
  await loop.run()
  await scene.report('A', 'Busy')
  await pauseBatch(scene.actor, batchId)
  await loop.run()
  await scene.makeDue()
  await loop.run()
  expect(await scene.sequence('A')).toMatchObject({ stepIndex: 1, status: 'in progress' })
  await resumeBatch(scene.actor, batchId)
  await loop.run()
  expect(await scene.sequence('A')).toMatchObject({ stepIndex: 2, status: 'in progress' })
})

it('pauses, resumes, creation and dispatch at the same moment leave nobody held and nobody forgotten', async () => {
  const scene = await scenes.open({ lines: 20 })
  for (let round = 0; round < 5; round++) {
    const names = Array.from({ length: 6 }, (_, n) => `${round}.${n}`)
    const batchId = await scene.enroll(names.map((name) => scene.contact(name)))
    await Promise.all([
      loop.runAtOnce(3),
      pauseBatch(scene.actor, batchId),
      resumeBatch(scene.actor, batchId),
      pauseBatch(scene.actor, batchId),
    ])
    await resumeBatch(scene.actor, batchId)
    await loop.run()
    expect((await scene.underWay()).sort()).toEqual(names)
    for (const name of names) await scene.report(name, 'Busy')
    await loop.run()
  }
})

it('of another organization: as if it did not exist', async () => {
  const scene = await scenes.open()
  const batchId = await scene.enrollChains('A')
  const { actor } = await createTestOrganization()
  await expect(pauseBatch(actor, batchId)).rejects.toMatchObject({ code: 'BATCH_NOT_FOUND' })
  await expect(resumeBatch(actor, batchId)).rejects.toMatchObject({ code: 'BATCH_NOT_FOUND' })
})
