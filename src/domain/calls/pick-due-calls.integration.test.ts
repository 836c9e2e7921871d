import { expect, it } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { enrollSingle } from '@/domain/enrollment/enroll-single'
import { newId } from '@/domain/ids'
import type { Priority } from '@/domain/schedule/priority.rules'
import { nowMs } from '@/platform/clock'
import { db, type Tx, transaction } from '@/platform/db'
import { createTestOrganization, testAgents } from '@/testing/factories'
import { fillDue } from '@/testing/fill-due'
import { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { dispatchCalls } from './dispatch-calls'
import { pickDueCalls } from './pick-due-calls'

const scenes = setUpScenes()
const { loop } = scenes

const dispatch = (scene: Scene) => dispatchCalls({ agentId: scene.agent })

/** Opens a scene in an organization of its own, for calls that are filled in by SQL and have no credits. */
async function openFilled(lines = 1): Promise<Scene> {
  const { actor } = await createTestOrganization()
  return Scene.open(actor, scenes.dialer.url, { lines })
}

async function enrollAlone(scene: Scene, name: string, priority?: Priority): Promise<void> {
  const body = { ...scene.contact(name), priority }
  await enrollSingle(scene.actor, { agentId: scene.agentId, body, source: 'api' })
}

/** Enrolls a batch and makes its sequences; it is dispatched by the test. */
async function enroll(scene: Scene, names: string, options: Record<string, unknown> = {}): Promise<string> {
  const batchId = await scene.enroll(
    [...names].map((name) => scene.contact(name)),
    options,
  )
  await loop.run({ but: ['sequences/work.due'] })
  return batchId
}

/** Adds so many lines, dispatches, and returns who got one, in alphabetical order. */
async function deal(scene: Scene, lines: number): Promise<string> {
  const before = await scene.underWay()
  await scene.changeAgent({ lines: before.length + lines })
  await dispatch(scene)
  return (await scene.underWay())
    .filter((name) => !before.includes(name))
    .sort()
    .join('')
}

/** Returns how many rows this session has read since it last told the server. */
async function countRowsRead(tx: Tx): Promise<number> {
  const [row] = await tx.rows<{ read: number }>`
    SELECT sum(seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_xact_user_tables
    WHERE relname IN ('sequences', 'contacts', 'calls', 'batches')`
  return row?.read ?? Number.NaN
}

it('of 100,000 that are due and one that was enrolled with "now", the one is called by the next dispatch', async () => {
  const scene = await openFilled()
  await fillDue(scene, { batches: 1, calls: 100_000 })
  // The two are of one share, and this one is the older.
  await enrollAlone(scene, 'cold')
  await enrollAlone(scene, 'hot', 'now')
  expect(await dispatch(scene)).toMatchObject({ calls: 1 })
  expect(await scene.underWay()).toEqual(['hot'])
}, 120_000)

it('reads as few rows when 20,000 are due as it gives lines, before anybody has counted the table', async () => {
  for (const batches of [1, 100]) {
    const scene = await openFilled()
    await fillDue(scene, { batches, calls: 20_000 / batches })
    const read = await transaction(async (tx) => {
      const [agent] = await tx.rows<{ callWindows: object }>`
        SELECT call_windows AS "callWindows" FROM agents WHERE id = ${scene.agent}::uuid`
      const { organizationId } = scene.actor
      const callWindows = agent?.callWindows ?? {}
      const calling = { id: scene.agent, organizationId, lines: 10, callWindows, policies: null }
      const before = await countRowsRead(tx)
      const picked = await pickDueCalls(tx, calling, nowMs(), 100)
      expect(picked.sequenceIds).toHaveLength(10)
      return (await countRowsRead(tx)) - before
    })
    expect(read).toBeLessThan(400)
  }
})

it('gives no more lines than are allowed at once, and says whether somebody waits for that', async () => {
  const scene = await openFilled()
  await fillDue(scene, { batches: 2, calls: 3 })
  await enrollAlone(scene, 'hot', 'now')
  const pick = (lines: number, callsMax: number) =>
    transaction(async (tx) => {
      const { organizationId } = scene.actor
      const callWindows = testAgents.alwaysOn.callWindows ?? {}
      const agent = { id: scene.agent, organizationId, lines, callWindows, policies: null }
      const { sequenceIds, isPaced } = await pickDueCalls(tx, agent, nowMs(), callsMax)
      return { count: sequenceIds.length, isPaced }
    })
  expect(await pick(50, 0)).toEqual({ count: 0, isPaced: true })
  expect(await pick(50, 1)).toEqual({ count: 1, isPaced: true })
  expect(await pick(50, 6)).toEqual({ count: 6, isPaced: true })
  expect(await pick(50, 7)).toEqual({ count: 7, isPaced: true })
  expect(await pick(50, 8)).toEqual({ count: 7, isPaced: false })
  // The lines are the limit, and they are nudged for when one is free.
  expect(await pick(3, 3)).toEqual({ count: 3, isPaced: false })
  await db().execute`UPDATE sequences SET due_at = now() + interval '1 hour' WHERE agent_id = ${scene.agent}::uuid`
  expect(await pick(50, 0)).toEqual({ count: 0, isPaced: false })
})

it('a batch that comes after a huge one has its share from the next dispatch on', async () => {
  const scene = await openFilled()
  await fillDue(scene, { batches: 1, calls: 1_000 })
  expect(await deal(scene, 1)).toMatch(/^n/)
  await enroll(scene, 'abcdef')
  expect(await deal(scene, 1)).toMatch(/^[a-f]$/)
  expect(await deal(scene, 1)).toMatch(/^n/)
  expect((await deal(scene, 4)).replace(/n\d+/g, 'n')).toMatch(/^[a-f]{2}nn$/)
})

it('with one line at a time every share has its turn, however many dispatches that takes', async () => {
  const scene = await scenes.open()
  for (const names of ['ABC', 'abc', '123']) await enroll(scene, names)
  const dealt: string[] = []
  for (let n = 0; n < 9; n++) dealt.push(await deal(scene, 1))
  const kinds = dealt.map((name) => (/\d/.test(name) ? 'digit' : name === name.toUpperCase() ? 'upper' : 'lower'))
  for (const from of [0, 3, 6]) expect(new Set(kinds.slice(from, from + 3)).size).toBe(3)
})

it('"now" comes before all, and "low" gets what the others leave', async () => {
  const scene = await scenes.open()
  await enroll(scene, 'lm', { priority: 'low' })
  await enroll(scene, 'ab', { priority: 'normal' })
  await enroll(scene, 'xy', { priority: 'now' })
  await enroll(scene, 'c')
  expect(await deal(scene, 1)).toMatch(/^[xy]$/)
  expect(await deal(scene, 2)).toMatch(/^[abc][xy]$/)
  expect(await deal(scene, 3)).toMatch(/^[abc]{2}[lm]$/)
  expect(await deal(scene, 3)).toMatch(/^[lm]$/)
})

it('"now" outside of its window keeps no line from "normal", and "normal" none from "low"', async () => {
  const scene = await scenes.open({ lines: 1 })
  await enroll(scene, 'xy', { priority: 'now' })
  await enroll(scene, 'ab')
  await enroll(scene, 'l', { priority: 'low', bypassAllowedCallWindow: true })
  await scene.changeAgent({ callWindows: {} })
  expect(await dispatch(scene)).toMatchObject({ calls: 1 })
  expect(await scene.underWay()).toEqual(['l'])
  for (const name of ['x', 'y', 'a', 'b']) {
    expect((await scene.sequence(name)).dueAt?.getTime()).toBeGreaterThan(Date.now())
  }
})

it('"now" that waits for another of its chain keeps no line from "normal"', async () => {
  const steps = [
    { stepType: 'CALL' as const, delaySeconds: 0 },
    { stepType: 'CALL' as const, delaySeconds: 0 },
  ]
  const scene = await scenes.open({ lines: 1, steps, chainAdvance: 'call' })
  await scene.enrollChains('AB', {}, { priority: 'now' })
  await loop.run()
  await scene.report('A', 'Busy')
  await loop.run()
  // B is called now, and the second call of A is due.
  expect(await scene.underWay()).toHaveLength(1)
  await enroll(scene, 'z')
  expect(await deal(scene, 2)).toBe('z')
})

it('who is held keeps no line from the others', async () => {
  const scene = await scenes.open()
  const paused = await enroll(scene, 'xy', { priority: 'now' })
  await enroll(scene, 'a')
  await db().execute`UPDATE sequences SET held = true WHERE batch_id = ${paused}::uuid`
  expect(await deal(scene, 2)).toBe('a')
  await db().execute`UPDATE sequences SET held = false WHERE batch_id = ${paused}::uuid`
  expect(await deal(scene, 2)).toBe('xy')
})

it('contacts that come one by one are one share, and so are the batches of an import', async () => {
  const scene = await scenes.open()
  const importId = newId()
  const ofImport = async (names: string) => {
    const body = { contacts: [...names].map((name) => scene.contact(name)) }
    await enrollBatch(scene.actor, { agentId: scene.agentId, body, source: 'import', importId })
  }
  for (const name of ['a', 'b', 'c']) await enrollAlone(scene, name)
  await enroll(scene, 'd')
  for (const names of ['mn', 'op', 'q']) await ofImport(names)
  const batch = await enroll(scene, 'xy')
  const shares = new Map((await scene.sequences()).map(({ name, shareId }) => [name, shareId]))
  expect([...'abcd'].map((name) => shares.get(name))).toEqual(Array(4).fill(scene.agent))
  expect([...'mnopq'].map((name) => shares.get(name))).toEqual(Array(5).fill(importId))
  expect([...'xy'].map((name) => shares.get(name))).toEqual(Array(2).fill(batch))
  expect(await deal(scene, 6)).toMatch(/^[abcd]{2}[mnopq]{2}[xy]{2}$/)
})

it('the calls of a closed window are postponed so many at once, and the dispatch comes again for the others', async () => {
  const scene = await openFilled()
  await fillDue(scene, { batches: 2, calls: 8_000 })
  await scene.changeAgent({ callWindows: {} })
  const due = async () => {
    const [row] = await db().rows<{ count: number }>`
      SELECT count(*)::int AS count FROM sequences WHERE agent_id = ${scene.agent}::uuid AND due_at <= now()`
    return row?.count ?? 0
  }
  const first = await dispatch(scene)
  expect(first).toMatchObject({ calls: 0 })
  expect(Date.parse(first.nextDueAt ?? '')).toBeLessThanOrEqual(Date.now())
  const left = await due()
  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThanOrEqual(6_000)
  const second = await dispatch(scene)
  expect(await due()).toBe(0)
  expect(Date.parse(second.nextDueAt ?? '')).toBeGreaterThan(Date.now())
}, 60_000)
