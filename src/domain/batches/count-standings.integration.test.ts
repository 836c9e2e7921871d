import { expect, it } from 'vitest'
import { db } from '@/platform/db'
import type { ResultType, Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { getBatch } from './get-batch'

const scenes = setUpScenes()
const { loop } = scenes
const none = {
  'goal reached': 0,
  open: 0,
  'goal not reached': 0,
  'nobody reached': 0,
  failed: 0,
  'not called': 0,
}

const standingOf = async (scene: Scene, batchId: string) => (await getBatch(scene.actor, batchId)).standing

it('counts each contact once, by the best that came of it, and all of them at every moment', async () => {
  const scene = await scenes.open({ lines: 20 })
  const batchId = await scene.enroll([...'ABCDEFGH'].map((name) => scene.contact(name)))
  expect(await standingOf(scene, batchId)).toEqual({ ...none, open: 8 })
  await loop.run()
  expect(await standingOf(scene, batchId)).toEqual({ ...none, open: 8 })
  const results: Record<string, ResultType> = {
    A: 'Goal Completed',
    B: 'Goal Not Completed',
    C: 'Goal Not Completed',
    D: 'Voicemail',
    E: 'No Answer',
    F: 'Busy',
    G: 'Failed',
  }
  for (const [name, result] of Object.entries(results)) {
    // C's outcome is marked successful on the agent: a success, whatever the result is called.
    await scene.report(name, result, {
      outcomes: name === 'C' ? [{ name: 'interested' }] : [{ name: 'not_interested' }],
    })
  }
  await loop.run()
  expect(await standingOf(scene, batchId)).toEqual({
    'goal reached': 2,
    'goal not reached': 1,
    'nobody reached': 3,
    failed: 1,
    'not called': 0,
    open: 1,
  })
  // "Done" are six of them: that word says nothing of the result.
  expect((await getBatch(scene.actor, batchId)).sequences.done).toBe(6)
})

it('counts a contact that waits for a second call as open, and one that was spoken to as such although the last call reached nobody', async () => {
  const steps = [0, 60].map((delaySeconds) => ({ stepType: 'CALL' as const, delaySeconds }))
  const scene = await scenes.open({ steps, lines: 20 })
  const batchId = await scene.enroll(['A', 'B'].map((name) => scene.contact(name)))
  await loop.run()
  await scene.report('A', 'Goal Not Completed')
  await scene.report('B', 'Voicemail')
  await loop.run()
  expect(await standingOf(scene, batchId)).toEqual({ ...none, open: 2 })
  await scene.makeDue()
  await loop.run()
  await scene.report('A', 'Busy')
  await scene.report('B', 'Goal Completed')
  await loop.run()
  expect(await standingOf(scene, batchId)).toEqual({ ...none, 'goal not reached': 1, 'goal reached': 1 })
})

it('who is skipped because the chain succeeded was not called', async () => {
  const scene = await scenes.open({ lines: 20 })
  const batchId = await scene.enrollChains('ABC')
  await loop.run()
  await scene.report('A', 'Goal Completed')
  await loop.run()
  expect(await standingOf(scene, batchId)).toEqual({ ...none, 'goal reached': 1, 'not called': 2 })
  expect(await db().sequence.count({ where: { batchId } })).toBe(3)
})
