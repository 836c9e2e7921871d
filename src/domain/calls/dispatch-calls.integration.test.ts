import { expect, it } from 'vitest'
import { settleCredits } from '@/domain/credits/settle-credits'
import { nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import { findDueWork } from '@/domain/sequences/find-due-work'
import { db, transaction } from '@/platform/db'
import { countLockWaits } from '@/testing/count-lock-waits'
import { createTestOrganization } from '@/testing/factories'
import { Scene } from '@/testing/scene'
import { seededRandom } from '@/testing/seeded-random'
import { setUpScenes } from '@/testing/set-up-scenes'
import { until } from '@/testing/until'
import { dispatchCalls } from './dispatch-calls'

const scenes = setUpScenes()
const { loop } = scenes

const CLOSED_NOW = closedNow()

/**
 * Returns windows of the hour that is twelve hours from now. They are closed now in UTC, and open on the other side of
 * the earth.
 */
function closedNow() {
  const hour = (new Date().getUTCHours() + 12) % 24
  const time = (at: number) => `${String(at).padStart(2, '0')}:00`
  const window = [{ start: time(hour), end: time(hour + 1) }]
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
  return Object.fromEntries(days.map((day) => [day, window]))
}

const dispatch = (scene: Scene) => dispatchCalls({ agentId: scene.agent })

/**
 * Enrolls contacts that are all due, one second apart in the order of their names, and that are in no order in the
 * table.
 */
async function enrollDue(scene: Scene, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, n) => `n${String(n).padStart(3, '0')}`)
  const random = seededRandom(7)
  const shuffled = names.map((name) => ({ name, at: random() })).sort((a, b) => a.at - b.at)
  await scene.enroll(shuffled.map(({ name }) => scene.contact(name)))
  await loop.run({ but: ['sequences/work.due'] })
  await db().execute`
    UPDATE sequences SET due_at = now() - make_interval(secs => 1000 - right(contacts.name, 3)::int)
    FROM contacts WHERE contacts.id = sequences.id AND sequences.agent_id = ${scene.agent}::uuid`
  return names
}

it('serves 300 due sequences over 5 lines in due order, never more than 5 at once, whoever dispatches at once', async () => {
  const scene = await scenes.open({ lines: 5 })
  const names = await enrollDue(scene, 300)
  await loop.reset()
  const random = seededRandom(3)
  let busiest = 0
  let rounds = 0
  while (rounds++ < 400) {
    await Promise.all([dispatch(scene), dispatch(scene), loop.runAtOnce(2)])
    const underWay = await scene.underWay()
    busiest = Math.max(busiest, underWay.length)
    if (underWay.length === 0) break
    // Calls of random length: any of those under way may be the next to end.
    const ended = underWay.filter(() => random() < 0.5)
    await Promise.all(ended.map((name) => scene.report(name, 'Busy')))
  }
  expect(busiest).toBe(5)
  const calls = await db().call.findMany({
    where: { agentId: scene.agent },
    select: { requestedAt: true, sequence: { select: { contact: { select: { name: true } } } } },
    orderBy: { requestedAt: 'asc' },
  })
  expect(calls).toHaveLength(300)
  // Those of one dispatch have one time; their order among each other is by name.
  const inOrder = calls
    .map(({ requestedAt, sequence }) => ({ at: requestedAt.getTime(), name: sequence.contact.name }))
    .sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1))
  expect(inOrder.map(({ name }) => name)).toEqual(names)
}, 240_000)

it('a call is requested when it is, and not when its dispatch began to wait for another one', async () => {
  const scene = await scenes.open({ lines: 1 })
  await enrollDue(scene, 1)
  await loop.reset()
  const { dispatching, freedAtMs } = await transaction(async (tx) => {
    await tx.execute`SELECT FROM agents WHERE id = ${scene.agent}::uuid FOR UPDATE`
    const dispatching = dispatch(scene)
    await until('the dispatch waits', async () => (await countLockWaits()) === 1)
    const [row] = await tx.rows<{
      ms: number
    }>`SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`
    return { dispatching, freedAtMs: row?.ms ?? Number.NaN }
  })
  await dispatching
  const call = await db().call.findFirstOrThrow({ where: { agentId: scene.agent } })
  expect(call.requestedAt.getTime()).toBeGreaterThanOrEqual(freedAtMs)
})

it('a line that is freed is taken by the next, and lines that are added too', async () => {
  const scene = await scenes.open({ lines: 2 })
  const names = await enrollDue(scene, 6)
  await loop.run()
  expect((await scene.underWay()).sort()).toEqual(names.slice(0, 2))
  await scene.report(names[0] ?? '', 'Busy')
  await loop.run()
  expect((await scene.underWay()).sort()).toEqual(names.slice(1, 3))
  await scene.changeAgent({ lines: 4 })
  await findDueWork()
  await loop.run()
  expect((await scene.underWay()).sort()).toEqual(names.slice(1, 5))
  // Fewer lines than calls: the calls go on, and nothing new starts until there is room.
  await scene.changeAgent({ lines: 3 })
  for (const name of names.slice(1, 3)) {
    await scene.report(name, 'Busy')
    await loop.run()
  }
  expect((await scene.underWay()).sort()).toEqual(names.slice(3, 6))
})

it('a line is free when a result has had its effects, and not before', async () => {
  const scene = await scenes.open({ lines: 1 })
  const [first, second] = await enrollDue(scene, 2)
  await loop.run()
  await scene.report(first ?? '', 'Busy')
  expect(await dispatch(scene)).toMatchObject({ calls: 0 })
  await loop.run()
  expect(await scene.underWay()).toEqual([second])
})

it('an agent that has lost its number begins no call, and does not begin and withdraw one over and over', async () => {
  const scene = await scenes.open()
  const [name = ''] = await enrollDue(scene, 1)
  await db().execute`UPDATE agents SET from_number = NULL WHERE id = ${scene.agent}::uuid`
  expect(await dispatch(scene)).toMatchObject({ calls: 0 })
  await loop.run()
  expect(await db().call.count({ where: { agentId: scene.agent } })).toBe(0)
  await db().execute`UPDATE agents SET from_number = '+15559876543' WHERE id = ${scene.agent}::uuid`
  await findDueWork()
  await loop.run()
  expect(await scene.underWay()).toEqual([name])
})

it('what waits for another call of its chain takes no place, however much of it there is', async () => {
  const scene = await scenes.open({
    lines: 3,
    steps: [
      { stepType: 'CALL', delaySeconds: 0 },
      { stepType: 'CALL', delaySeconds: 0 },
    ],
  })
  await scene.enrollChains('ABCDEF')
  await scene.enroll([scene.contact('x')])
  await loop.run()
  for (const name of ['A', 'B', 'C', 'D', 'E']) {
    if (!(await scene.underWay()).includes(name)) continue
    await scene.report(name, 'Busy')
    await loop.run()
    expect(await scene.underWay()).toContain('x')
    // Somebody else of the chain is due, and a line is free.
    expect(await dispatch(scene)).toMatchObject({ calls: 0 })
    expect(await scene.underWay()).toHaveLength(2)
  }
  // Another line is free again, while one of the chain is called and the others are due.
  await scene.report('x', 'Busy')
  await loop.run()
  expect(await scene.underWay()).toContain('x')
  expect(await scene.underWay()).toHaveLength(2)
})

it('outside the window: due at the next moment of its own timezone, and takes no place', async () => {
  const scene = await scenes.open({ lines: 1 })
  await scene.enroll([
    scene.contact('A', { timezone: 'Etc/UTC' }),
    scene.contact('B', { timezone: 'Etc/UTC' }),
    scene.contact('C', { timezone: 'Etc/GMT-12' }),
  ])
  await loop.run({ but: ['sequences/work.due'] })
  await scene.changeAgent({ callWindows: CLOSED_NOW })
  const nowMs = Date.now()
  await loop.run()
  // It is on the other side of the day there.
  expect(await scene.underWay()).toEqual(['C'])
  const expected = new Date(nextAllowedMoment(CLOSED_NOW, 'Etc/UTC', nowMs) ?? 0)
  for (const name of ['A', 'B'])
    expect(await scene.sequence(name)).toMatchObject({ status: 'scheduled', dueAt: expected })
  expect(await dispatch(scene)).toMatchObject({ calls: 0 })
  await scene.report('C', 'Busy')
  await loop.run()
  expect(await dispatch(scene)).toEqual({ calls: 0, emails: 0, nextDueAt: expected.toISOString() })
})

it('a batch that bypasses the windows is called at any time', async () => {
  const scene = await scenes.open({ lines: 2, callWindows: CLOSED_NOW, timezones: ['Etc/UTC'] })
  const now = new Date().toISOString()
  await scene.enroll([scene.contact('A', { scheduledAt: now })], { bypassAllowedCallWindow: true })
  await scene.enroll([scene.contact('B')])
  await scene.makeDue()
  await loop.run()
  await scene.makeDue()
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
})

it('a window that is closed moves nobody who bypasses it', async () => {
  const scene = await scenes.open({ lines: 2 })
  const timezone = 'Etc/UTC'
  await scene.enroll([scene.contact('A', { timezone })])
  await scene.enroll([scene.contact('B', { timezone })], { bypassAllowedCallWindow: true })
  await loop.run({ but: ['sequences/work.due'] })
  await scene.changeAgent({ callWindows: CLOSED_NOW })
  // The one whose window is closed comes first, and moves all of its timezone.
  const { id } = await scene.sequence('A')
  await db().sequence.update({ where: { id }, data: { dueAt: new Date(Date.now() - 60_000) } })
  expect(await dispatch(scene)).toMatchObject({ calls: 1 })
  expect(await scene.underWay()).toEqual(['B'])
})

it('an agent that has lost all its windows is looked at again, and calls when it has some', async () => {
  const scene = await scenes.open()
  await scene.enroll([scene.contact('A')])
  await loop.run({ but: ['sequences/work.due'] })
  const windows = await db().agent.findUniqueOrThrow({ where: { id: scene.agent } })
  await scene.changeAgent({ callWindows: {} })
  await loop.run()
  expect((await scene.sequence('A')).dueAt?.getTime()).toBeGreaterThan(Date.now())
  await scene.changeAgent({ callWindows: windows.callWindows as object })
  await scene.makeDue()
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
})

it('an agent that is not active starts nothing', async () => {
  const scene = await scenes.open()
  await scene.enroll([scene.contact('A')])
  await loop.run({ but: ['sequences/work.due'] })
  for (const status of ['inactive', 'archived']) {
    await scene.changeAgent({ status })
    expect(await dispatch(scene)).toEqual({ calls: 0, emails: 0, nextDueAt: null })
  }
  await scene.changeAgent({ status: 'active' })
  await findDueWork()
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
})

it('waits for whoever has the agent, and looks at it after them', async () => {
  const scene = await scenes.open()
  await enrollDue(scene, 1)
  const { waiting } = await transaction(async (tx) => {
    await tx.execute`SELECT FROM agents WHERE id = ${scene.agent}::uuid FOR NO KEY UPDATE`
    const waiting = dispatch(scene)
    await until('the dispatch waits', async () => (await countLockWaits()) === 1, 10_000)
    await tx.execute`UPDATE agents SET status = 'inactive' WHERE id = ${scene.agent}::uuid`
    return { waiting }
  })
  expect(await waiting).toMatchObject({ calls: 0 })
  await scene.changeAgent({ status: 'active' })
})

it('calls nobody whose credit was released, and the next in line in their place', async () => {
  // Of an organization of its own: what is looked at here never comes to be, and the checks after each test say so.
  const { actor } = await createTestOrganization()
  const scene = await Scene.open(actor, scenes.dialer.url)
  const [released, next] = await enrollDue(scene, 2)
  const { id } = await scene.sequence(released ?? '')
  await transaction((tx) => settleCredits(tx, [id], 'release'))
  expect(await dispatch(scene)).toMatchObject({ calls: 1 })
  expect(await scene.underWay()).toEqual([next])
})

it('finds agents with something due, and no others', async () => {
  const due = await scenes.open()
  const later = await scenes.open({ steps: [{ stepType: 'CALL', delaySeconds: 3_600 }] })
  for (const scene of [due, later]) await scene.enroll([scene.contact('A')])
  await loop.run({ but: ['sequences/work.due'] })
  await loop.reset()
  await findDueWork()
  const nudged = (await loop.pending()).map(({ data }) => data.agentId)
  expect(nudged).toContain(due.agent)
  expect(nudged).not.toContain(later.agent)
  expect((await dispatch(later)).nextDueAt).toBe((await later.sequence('A')).dueAt?.toISOString())
})
