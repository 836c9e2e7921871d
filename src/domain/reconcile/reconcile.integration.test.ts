import { expect, it } from 'vitest'
import { batchAccepted, callEnded, callRequested, emailRequested, workDue } from '@/domain/events'
import { createSequences } from '@/domain/sequences/create-sequences'
import { findDueWork } from '@/domain/sequences/find-due-work'
import { db } from '@/platform/db'
import { setUpScenes } from '@/testing/set-up-scenes'
import { reconcile } from './reconcile'

const scenes = setUpScenes()
const { loop } = scenes

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

/**
 * Loses all pending events, as a crash of the app and the engine does, and returns the names of those that `reconcile`
 * records.
 */
async function nudges(): Promise<string[]> {
  await loop.reset()
  await reconcile()
  return (await loop.pending()).map(({ name }) => name)
}

it('leaves alone what is merely on its way', async () => {
  const scene = await scenes.open({ lines: 5 })
  await scene.enroll([scene.contact('A')])
  await loop.run({ but: [callRequested.name] })
  await scene.enroll([scene.contact('B')])
  expect(await nudges()).toEqual([])
  // Put back what was lost, for the end of the test.
  await db().execute`UPDATE batches SET created_at = ${minutesAgo(4)} WHERE status = 'accepted'`
  await scene.ageCalls(301)
  expect((await nudges()).sort()).toEqual([callRequested.name, batchAccepted.name])
})

it('a batch that was accepted and not created', async () => {
  const scene = await scenes.open()
  const batchId = await scene.enroll([scene.contact('A')])
  await db().batch.update({ where: { id: batchId }, data: { createdAt: minutesAgo(4) } })
  expect(await nudges()).toEqual([batchAccepted.name])
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
})

it('a batch whose sequences were created and that was not activated', async () => {
  const scene = await scenes.open()
  const batchId = await scene.enroll([scene.contact('A')])
  await createSequences({ batchId })
  await db().batch.update({ where: { id: batchId }, data: { createdAt: minutesAgo(4) } })
  expect(await nudges()).toEqual([batchAccepted.name])
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
})

it('a call that was requested and not placed', async () => {
  const scene = await scenes.open()
  await scene.enroll([scene.contact('A')])
  await loop.run({ but: [callRequested.name] })
  await scene.ageCalls(301)
  expect(await nudges()).toEqual([callRequested.name])
  await loop.run()
  expect(await scene.calls('A')).toMatchObject([{ status: 'placed' }])
})

it('a result whose effects never came', async () => {
  const scene = await scenes.open()
  await scene.enrollChains('AB')
  await loop.run()
  await scene.report('A', 'Goal Completed')
  await scene.ageCalls(181)
  expect(await nudges()).toEqual([callEnded.name])
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'skipped' })
})

it('a late result whose effects never came', async () => {
  const scene = await scenes.open()
  await scene.enrollChains('AB')
  await loop.run()
  await scene.ageCalls(7_201)
  await reconcile()
  await loop.run()
  await scene.report('A', 'Goal Completed')
  expect(await nudges()).toEqual([callEnded.name])
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'failed', B: 'cancelled' })
  await scene.report('B', 'Busy')
})

it('a mail that was requested and not sent', async () => {
  const scene = await scenes.open({
    steps: [
      { stepType: 'EMAIL', delaySeconds: 0, subject: 'Hello', body: 'Hello' },
      { stepType: 'CALL', delaySeconds: 0 },
    ],
  })
  await scene.enroll([scene.contact('A')])
  await loop.run({ but: [emailRequested.name] })
  await db().email.updateMany({ where: { agentId: scene.agent }, data: { requestedAt: minutesAgo(6) } })
  expect(await nudges()).toEqual([emailRequested.name])
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
})

it('times out what has no result in time, each call once, and tells how many', async () => {
  const scene = await scenes.open({ lines: 3 })
  await scene.enroll(['A', 'B', 'C'].map((name) => scene.contact(name)))
  await loop.run()
  await scene.ageCalls(7_100)
  expect((await reconcile()).timedOut).toBe(0)
  await scene.ageCalls(101)
  await scene.report('B', 'Busy')
  const runs = await Promise.all([reconcile(), reconcile()])
  expect(runs.reduce((sum, { timedOut }) => sum + timedOut, 0)).toBe(2)
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'failed', B: 'done', C: 'failed' })
})

it('mends an outage in which every event was lost', async () => {
  const scene = await scenes.open({ lines: 2 })
  await scene.enrollChains('AB XY')
  await loop.reset()
  for (let round = 0; round < 40; round++) {
    await scene.ageCalls(600)
    await db().execute`
      UPDATE batches SET created_at = created_at - interval '10 minutes' WHERE agent_id = ${scene.agent}::uuid`
    await findDueWork()
    await reconcile()
    // One event in two gets through.
    for (const event of [...(await loop.pending())].filter((_, n) => n % 2 === round % 2)) {
      if (event.name !== workDue.name || event.data.agentId === scene.agent) await loop.handle(event)
    }
    await loop.reset()
    for (const name of await scene.underWay()) {
      const [call] = (await scene.calls(name)).slice(-1)
      if (call?.status === 'placed') await scene.report(name, 'Busy')
    }
    await loop.reset()
  }
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'done', X: 'done', Y: 'done' })
})
