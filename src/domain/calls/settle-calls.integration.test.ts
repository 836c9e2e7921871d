import pg from 'pg'
import { expect, it, vi } from 'vitest'
import { callEnded, callUnsettled, workDue } from '@/domain/events'
import { db } from '@/platform/db'
import type { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { settleCalls } from './settle-calls'

const scenes = setUpScenes()
const { loop } = scenes

/** Makes calls of these contacts that have ended, and are not settled. */
async function ended(names: string, lines = 20): Promise<{ scene: Scene; callIds: string[] }> {
  const scene = await scenes.open({ lines })
  await scene.enrollChains(names)
  await loop.run()
  const callIds: string[] = []
  for (const name of await scene.underWay()) {
    await scene.report(name, 'Busy')
    callIds.push((await scene.calls(name)).at(-1)?.id ?? '')
  }
  await loop.reset()
  return { scene, callIds }
}

it('a call that cannot be settled goes alone, and the effects of the others are carried out', async () => {
  const { scene, callIds } = await ended('A B C D')
  const other = await ended('E')
  const broken = other.callIds[0] ?? ''
  const batch = await db().batch.findFirstOrThrow({ where: { agentId: other.scene.agent } })
  await db().execute`UPDATE batches SET outcomes = 'null' WHERE id = ${batch.id}::uuid`
  await db()
    .execute`UPDATE calls SET result = jsonb_set(result, '{outcomes}', '[{"name": "x"}]') WHERE id = ${broken}::uuid`
  expect(await settleCalls({ callIds: [...callIds, broken] })).toEqual({ settled: 4, failed: [broken] })
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'done', C: 'done', D: 'done' })
  await expect(settleCalls({ callIds: [broken] })).rejects.toThrow(TypeError)

  // In the background it is settled by itself once it can be.
  await loop.reset()
  const events = [...callIds, broken].map((callId) => ({ id: callId, name: callEnded.name, data: { callId } }))
  await loop.handle(...events)
  expect((await loop.pending()).filter(({ name }) => name === callUnsettled.name)).toMatchObject([
    { data: { callId: broken } },
  ])
  await db().execute`UPDATE batches SET outcomes = '[]' WHERE id = ${batch.id}::uuid`
  await loop.run()
  expect(await other.scene.statuses()).toEqual({ E: 'done' })
})

it('one nudge for an agent, however many of its calls have ended', async () => {
  const { scene, callIds } = await ended('A B C D E F')
  const other = await ended('G H')
  await settleCalls({ callIds: [...callIds, ...other.callIds] })
  const nudged = (await loop.pending()).filter(({ name }) => name === workDue.name).map(({ data }) => data.agentId)
  expect(nudged.sort()).toEqual([scene.agent, other.scene.agent].sort())
})

it('two calls of one chain in one set: the second is settled after the first', async () => {
  const { scene, callIds } = await ended('AB')
  // B is called although A has not been settled, as after a late result.
  await settleCalls({ callIds })
  await loop.run()
  await scene.report('B', 'Goal Completed')
  const [late, successful] = [(await scene.calls('A'))[0]?.id ?? '', (await scene.calls('B'))[0]?.id ?? '']
  await db().execute`UPDATE calls SET settled_at = NULL WHERE id = ${late}::uuid`
  expect(await settleCalls({ callIds: [successful, late] })).toEqual({ settled: 2, failed: [] })
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'done' })
})

it('a call that cannot be settled keeps no later call from it, and is named', async () => {
  const { scene, callIds } = await ended('AB C')
  await settleCalls({ callIds })
  await loop.run()
  await scene.report('B', 'Busy')
  await loop.reset()
  const [late, broken] = [(await scene.calls('A'))[0]?.id ?? '', (await scene.calls('B'))[0]?.id ?? '']
  const other = await ended('D')
  await db().execute`UPDATE calls SET settled_at = NULL WHERE id = ${late}::uuid`
  await db().execute`UPDATE batches SET outcomes = 'null' WHERE agent_id = ${scene.agent}::uuid`
  await db()
    .execute`UPDATE calls SET result = jsonb_set(result, '{outcomes}', '[{"name": "x"}]') WHERE id = ${broken}::uuid`
  // Alone in its set, since another one of its chain comes first.
  expect(await settleCalls({ callIds: [late, broken, ...other.callIds] })).toEqual({ settled: 2, failed: [broken] })
  await db().execute`UPDATE batches SET outcomes = '[]' WHERE agent_id = ${scene.agent}::uuid`
  await settleCalls({ callIds: [broken] })
})

it('a hundred calls take no more statements than ten', async () => {
  const names = (count: number) => Array.from({ length: count }, (_, at) => String.fromCharCode(0x4e00 + at)).join(' ')
  const work: number[] = []
  for (const count of [10, 100]) {
    const { callIds } = await ended(names(count), 200)
    expect(callIds).toHaveLength(count)
    const queries = vi.spyOn(pg.Client.prototype, 'query')
    await settleCalls({ callIds })
    work.push(queries.mock.calls.length)
    queries.mockRestore()
  }
  expect(work[0]).toBeGreaterThan(5)
  expect(work[1]).toBe(work[0])
})
