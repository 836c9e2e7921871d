import { expect, it } from 'vitest'
import { dispatchCalls } from '@/domain/calls/dispatch-calls'
import { settleCalls } from '@/domain/calls/settle-calls'
import { callEnded } from '@/domain/events'
import { reconcile } from '@/domain/reconcile/reconcile'
import { db, transaction } from '@/platform/db'
import { countLockWaits } from '@/testing/count-lock-waits'
import type { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { until } from '@/testing/until'
import { cancelSequence } from './cancel-sequences'

const scenes = setUpScenes()
const { loop } = scenes

const LATER_CALL = { stepType: 'CALL', delaySeconds: 3_600 } as const
const TWO_CALLS = [{ stepType: 'CALL', delaySeconds: 0 }, LATER_CALL] as const
const steps = (...all: readonly { stepType: 'CALL' | 'EMAIL'; delaySeconds: number }[]) => [...all]

it('heads first: the first of each chain and the unchained are scheduled, the others wait', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('ABC XY')
  await scene.enroll([scene.contact('-')])
  await loop.run({ but: ['sequences/work.due'] })
  expect(await scene.statuses()).toEqual({
    A: 'scheduled',
    B: 'waiting',
    C: 'waiting',
    X: 'scheduled',
    Y: 'waiting',
    '-': 'scheduled',
  })
  await loop.run()
  expect((await scene.underWay()).sort()).toEqual(['-', 'A', 'X'])
})

it('works a chain one after the other until nobody is left', async () => {
  const scene = await scenes.open({ lines: 10 })
  const batchId = await scene.enrollChains('ABC')
  for (const [name, result] of [
    ['A', 'Busy'],
    ['B', 'No Answer'],
    ['C', 'Voicemail'],
  ] as const) {
    await loop.run()
    expect(await scene.underWay()).toEqual([name])
    expect((await db().batch.findUniqueOrThrow({ where: { id: batchId } })).status).toBe('active')
    await scene.report(name, result)
  }
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'done', C: 'done' })
  expect(await scene.credits()).toEqual({ A: 'spent', B: 'spent', C: 'spent' })
  expect((await db().batch.findUniqueOrThrow({ where: { id: batchId } })).status).toBe('finished')
})

it('a success closes the chain: who waits is skipped, their credits are released', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('ABC')
  await loop.run()
  await scene.report('A', 'Goal Completed')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'skipped', C: 'skipped' })
  expect(await scene.credits()).toEqual({ A: 'spent', B: 'released', C: 'released' })
})

it('a success closes the chain: who was called, and waits for a later step, is cancelled', async () => {
  const scene = await scenes.open({ steps: steps(...TWO_CALLS), lines: 10 })
  await scene.enrollChains('ABC')
  await loop.run()
  await scene.report('A', 'Busy')
  await loop.run()
  await scene.report('B', 'Goal Completed')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'cancelled', B: 'done', C: 'skipped' })
  expect(await scene.credits()).toEqual({ A: 'spent', B: 'spent', C: 'released' })
})

it('an outcome that is marked successful is a success, by any other result', async () => {
  const scene = await scenes.open()
  await scene.enrollChains('AB')
  await loop.run()
  await scene.report('A', 'Goal Not Completed', { outcomes: [{ name: 'interested' }] })
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'skipped' })
})

it('an outcome that is not marked successful, or unknown, is none', async () => {
  const scene = await scenes.open()
  await scene.enrollChains('AB')
  await loop.run()
  await scene.report('A', 'Goal Not Completed', { outcomes: [{ name: 'not_interested' }, { name: 'unheard-of' }] })
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'in progress' })
})

it('mode call: the next gets the turn after each call, and never two calls of a chain are under way', async () => {
  const scene = await scenes.open({ steps: steps(...TWO_CALLS), lines: 10 })
  await scene.enrollChains('AB')
  await loop.run()
  await scene.report('A', 'Busy')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'in progress', B: 'in progress' })
  expect(await scene.underWay()).toEqual(['B'])
  // A's second call is due, and stays due until B's has ended.
  await scene.makeDue()
  await loop.run()
  expect(await scene.underWay()).toEqual(['B'])
  expect((await scene.sequence('A')).dueAt).not.toBeNull()
  await scene.report('B', 'Busy')
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
  await scene.report('A', 'Goal Completed')
  await loop.run()
  // B was called before, so it is cancelled and not skipped; what it has cost stays spent.
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'cancelled' })
  expect(await scene.credits()).toEqual({ A: 'spent', B: 'spent' })
})

it('mode call: each contact advances its chain once, however many calls it gets', async () => {
  const scene = await scenes.open({ steps: steps(...TWO_CALLS, LATER_CALL), lines: 10 })
  await scene.enrollChains('ABC')
  await loop.run()
  await scene.report('A', 'Busy')
  await loop.run()
  expect(await scene.underWay()).toEqual(['B'])
  // A's second call becomes due and comes before C's first.
  await scene.makeDue()
  await scene.report('B', 'Busy')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'in progress', B: 'in progress', C: 'scheduled' })
  expect(await scene.underWay()).toEqual(['A'])
  await scene.report('A', 'Busy')
  await loop.run()
  expect(await scene.underWay()).toEqual(['C'])
  const advanced = (await scene.sequences()).filter(({ advancedAt }) => advancedAt !== null).map(({ name }) => name)
  expect(advanced).toEqual(['A', 'B'])
})

it('mode sequence: the next gets the turn when the whole sequence has ended', async () => {
  const scene = await scenes.open({ steps: steps(...TWO_CALLS), chainAdvance: 'sequence', lines: 10 })
  await scene.enrollChains('AB')
  await loop.run()
  await scene.report('A', 'Busy')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'in progress', B: 'waiting' })
  await scene.makeDue()
  await loop.run()
  await scene.report('A', 'Failed')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'failed', B: 'in progress' })
})

it('the next is due at the first allowed moment not before its own', async () => {
  const scene = await scenes.open()
  const later = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 86_400_000).toISOString()
  await scene.enroll(
    [scene.contact('A', { account_id: 'x' }), scene.contact('B', { account_id: 'x', scheduledAt: later })],
    { groupByField: 'account_id' },
  )
  await loop.run()
  await scene.report('A', 'Busy')
  await loop.run()
  expect(await scene.sequence('B')).toMatchObject({ status: 'scheduled', dueAt: new Date(later) })
})

it('the delay of a first step counts from activation', async () => {
  const scene = await scenes.open({ steps: [{ stepType: 'CALL', delaySeconds: 600 }] })
  const beforeMs = Date.now()
  await scene.enrollChains('AB')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'scheduled', B: 'waiting' })
  expect((await scene.sequence('A')).dueAt?.getTime()).toBeGreaterThanOrEqual(beforeMs + 600_000)
  await scene.makeDue()
  await loop.run()
  await scene.report('A', 'Busy')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'scheduled' })
  expect((await scene.sequence('B')).dueAt?.getTime()).toBeGreaterThanOrEqual(beforeMs + 600_000)
})

it('a step without success is followed by the next after its delay, from the end of the call; after the last it is done', async () => {
  const scene = await scenes.open({ steps: steps(...TWO_CALLS) })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  const endedAt = new Date(Date.now() - 1_000)
  await scene.ageCalls(60)
  await scene.report('A', 'Voicemail', { endedAt: endedAt.toISOString() })
  await loop.run()
  expect(await scene.sequence('A')).toMatchObject({
    status: 'in progress',
    stepIndex: 1,
    dueAt: new Date(endedAt.getTime() + 3_600_000),
    lastResultType: 'Voicemail',
  })
  await scene.makeDue()
  await loop.run()
  await scene.report('A', 'No Answer')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done' })
})

it('a dialer whose clock is wrong delays nothing: a call ends between its request and now', async () => {
  const scene = await scenes.open({ steps: steps(...TWO_CALLS) })
  await scene.enroll([scene.contact('A'), scene.contact('B')])
  for (const [name, endedAt] of [
    ['A', '2099-01-01T00:00:00Z'],
    ['B', '1999-01-01T00:00:00Z'],
  ] as const) {
    await loop.run()
    const sinceMs = Date.now() - 60_000
    await scene.report(name, 'Busy', { endedAt })
    await loop.run()
    const due = (await scene.sequence(name)).dueAt?.getTime()
    expect(due).toBeGreaterThan(sinceMs + 3_600_000)
    expect(due).toBeLessThanOrEqual(Date.now() + 3_600_000)
  }
})

it('repeated results and repeated effects change nothing', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('ABC')
  await loop.run()
  expect(await scene.report('A', 'Busy')).toEqual({ duplicate: false })
  expect(await scene.report('A', 'Goal Completed')).toEqual({ duplicate: true })
  await loop.run()
  expect(await scene.report('A', 'Goal Completed')).toEqual({ duplicate: true })
  await loop.run()
  const [call] = await scene.calls('A')
  expect(await settleCalls({ callIds: [call?.id ?? ''] })).toEqual({ settled: 0, failed: [] })
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'in progress', C: 'waiting' })
})

it('fifty results of one call at once are one result', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('ABC')
  await loop.run()
  const answers = await Promise.all(Array.from({ length: 50 }, () => scene.report('A', 'Busy')))
  expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1)
  const event = (await loop.pending()).filter(({ name }) => name === callEnded.name)
  expect(event).toHaveLength(1)
  await loop.runAtOnce(4)
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'in progress', C: 'waiting' })
})

it('fifty results of fifty chains at once advance each chain once', async () => {
  const scene = await scenes.open({ lines: 60 })
  const chains = Array.from({ length: 50 }, (_, n) => [n, n, n]).flat()
  await scene.enroll(
    chains.map((n, at) => scene.contact(`${n}.${at % 3}`, { account_id: String(n) })),
    { groupByField: 'account_id' },
  )
  await loop.run()
  expect(await scene.underWay()).toHaveLength(50)
  await Promise.all(
    Array.from({ length: 50 }, (_, n) => scene.report(`${n}.0`, n % 5 === 0 ? 'Goal Completed' : 'Busy')),
  )
  await loop.runAtOnce(8)
  const statuses = await scene.statuses()
  for (let n = 0; n < 50; n++) {
    expect([statuses[`${n}.0`], statuses[`${n}.1`], statuses[`${n}.2`]]).toEqual(
      n % 5 === 0 ? ['done', 'skipped', 'skipped'] : ['done', 'in progress', 'waiting'],
    )
  }
})

it('effects of calls of different chains come in any order', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('AB XY')
  await loop.run()
  await scene.report('X', 'Goal Completed')
  await scene.report('A', 'Busy')
  const ended = (await loop.pending()).filter(({ name }) => name === callEnded.name)
  expect(ended).toHaveLength(2)
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'in progress', X: 'done', Y: 'skipped' })
})

it('a result that comes before the dialer has answered counts, and the answer changes nothing', async () => {
  const scene = await scenes.open({ lines: 10 })
  scenes.dialer.answers.set('early A', [
    async () => {
      await scene.report('early A', 'Busy')
      // All of its effects too, and the next contact's call is asked for.
      const settle = (await loop.pending()).find(({ name }) => name === callEnded.name)
      expect(settle).toBeDefined()
      await settleCalls({ callIds: [settle?.data.callId ?? ''] })
      return 200
    },
  ])
  await scene.enroll([scene.contact('early A', { account_id: 'x' }), scene.contact('B', { account_id: 'x' })], {
    groupByField: 'account_id',
  })
  await loop.run()
  expect(await scene.statuses()).toEqual({ 'early A': 'done', B: 'in progress' })
  const [call] = await scene.calls('early A')
  expect(call).toMatchObject({ status: 'settled', resultType: 'Busy', resultSource: 'dialer' })
  expect(call?.placedAt).not.toBeNull()
})

it('a call that is never reported times out as Failed, and the chain goes on', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('AB')
  await loop.run()
  await reconcile()
  expect(await scene.statuses()).toEqual({ A: 'in progress', B: 'waiting' })
  await scene.ageCalls(7_201)
  await reconcile()
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'failed', B: 'in progress' })
  expect(await scene.calls('A')).toMatchObject([{ resultType: 'Failed', resultSource: 'timeout', status: 'settled' }])
  // The dialer had taken it: that is a placed call.
  expect((await scene.credits()).A).toBe('spent')
})

async function timeOut(name: string, scene: Scene, options: Parameters<typeof loop.run>[0] = {}) {
  expect(await scene.underWay()).toContain(name)
  await scene.ageCalls(7_201)
  await reconcile()
  await loop.run(options)
}

it('a late result replaces the time-out once; steps and advances stand', async () => {
  const scene = await scenes.open({ steps: steps(...TWO_CALLS), lines: 10 })
  await scene.enrollChains('ABC')
  await loop.run()
  await timeOut('A', scene)
  expect(await scene.statuses()).toEqual({ A: 'in progress', B: 'in progress', C: 'waiting' })
  const before = await scene.sequence('A')
  expect(await scene.report('A', 'Voicemail')).toEqual({ duplicate: false })
  expect(await scene.report('A', 'Goal Completed')).toEqual({ duplicate: true })
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'in progress', B: 'in progress', C: 'waiting' })
  expect(await scene.sequence('A')).toMatchObject({ stepIndex: 1, dueAt: before.dueAt, lastResultType: 'Voicemail' })
  expect(await scene.calls('A')).toMatchObject([{ resultType: 'Voicemail', resultSource: 'dialer' }])
})

it('a late success closes the chain: a call under way is left to end, its sequence is cancelled', async () => {
  const scene = await scenes.open({ steps: steps(...TWO_CALLS), lines: 10 })
  await scene.enrollChains('ABC')
  await loop.run()
  await timeOut('A', scene)
  await scene.report('A', 'Goal Completed')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'cancelled', C: 'skipped' })
  expect(await scene.underWay()).toEqual(['B'])
  await scene.report('B', 'Goal Completed')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'cancelled', C: 'skipped' })
  expect(await scene.sequence('B')).toMatchObject({ lastResultType: 'Goal Completed', creditState: 'spent' })
  expect(await scene.underWay()).toEqual([])
})

it('a late success closes the chain: who is being called, and is not paid yet, is cancelled and not skipped', async () => {
  const scene = await scenes.open({ steps: steps(...TWO_CALLS), lines: 10 })
  await scene.enrollChains('ABC')
  await loop.run()
  await timeOut('A', scene, { but: ['calls/call.requested'] })
  // The dialer of B is being asked, and has not answered.
  const [call] = await scene.calls('B')
  await db().call.update({ where: { id: call?.id ?? '' }, data: { attemptedAt: new Date() } })
  await scene.report('A', 'Goal Completed')
  await loop.run({ but: ['calls/call.requested'] })
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'cancelled', C: 'skipped' })
  expect(await scene.credits()).toEqual({ A: 'spent', B: 'reserved', C: 'released' })
})

it('a late success of one who is being called again ends its sequence; the call is left to end', async () => {
  const scene = await scenes.open({ steps: steps(...TWO_CALLS) })
  await scene.enrollChains('A')
  await loop.run()
  await timeOut('A', scene)
  await scene.makeDue()
  await loop.run()
  expect(await scene.calls('A')).toHaveLength(2)
  await scene.report('A', 'Goal Completed', { at: 0 })
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done' })
  await scene.report('A', 'Busy', { at: 1 })
  await loop.run()
  expect(await scene.sequence('A')).toMatchObject({ status: 'done', lastResultType: 'Busy' })
  expect(await scene.underWay()).toEqual([])
})

it('a late result is not the last one when a later call has ended', async () => {
  const scene = await scenes.open({ steps: steps(...TWO_CALLS) })
  await scene.enrollChains('A')
  await loop.run()
  await timeOut('A', scene)
  await scene.makeDue()
  await loop.run()
  await scene.report('A', 'Busy', { at: 1 })
  await loop.run()
  await scene.report('A', 'Voicemail', { at: 0 })
  await loop.run()
  expect(await scene.sequence('A')).toMatchObject({ status: 'done', lastResultType: 'Busy' })
})

it('a result that comes between the time-out and its effects counts instead of it', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('AB')
  await loop.run()
  await scene.ageCalls(7_201)
  await reconcile()
  await scene.report('A', 'Goal Completed')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'skipped' })
})

it('a single contact joins the open chain: it waits while somebody has the turn', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('AB')
  await loop.run()
  await scene.enrollSingle('S', 'A')
  expect(await scene.statuses()).toEqual({ A: 'in progress', B: 'waiting', S: 'waiting' })
  expect((await scene.sequence('S')).chainId).toBe((await scene.sequence('A')).chainId)
  await scene.report('A', 'Busy')
  await loop.run()
  expect(await scene.underWay()).toEqual(['B'])
  await scene.report('B', 'Busy')
  await loop.run()
  expect(await scene.underWay()).toEqual(['S'])
})

it('a single contact is scheduled when nobody of the open chain is active', async () => {
  const scene = await scenes.open({ steps: steps(...TWO_CALLS), lines: 10 })
  await scene.enrollChains('AB')
  await loop.run()
  await scene.report('A', 'Busy')
  await loop.run()
  await cancelSequence(scene.actor, { sequenceId: await scene.sequenceId('B'), scope: 'contact' })
  await scene.report('B', 'Busy')
  await loop.run()
  // A goes on, and has given up its turn; nobody else is left.
  expect(await scene.statuses()).toEqual({ A: 'in progress', B: 'cancelled' })
  await scene.enrollSingle('S', 'A')
  expect((await scene.statuses()).S).toBe('scheduled')
  expect((await scene.sequence('S')).chainId).toBe((await scene.sequence('A')).chainId)
})

it('a turn that nobody waits for is not used up: the contact gives it to whoever comes', async () => {
  const scene = await scenes.open({ steps: steps(...TWO_CALLS, LATER_CALL), lines: 10 })
  await scene.enrollSingle('A', 'x')
  await loop.run()
  await scene.report('A', 'Busy')
  await loop.run()
  await scene.enrollSingle('S', 'x')
  expect(await scene.statuses()).toEqual({ A: 'in progress', S: 'waiting' })
  await scene.makeDue()
  await loop.run()
  await scene.report('A', 'Busy')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'in progress', S: 'in progress' })
})

it('a single contact opens a chain when the one of its value is closed, and when there is none', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('AB')
  await loop.run()
  await scene.report('A', 'Goal Completed')
  await loop.run()
  await scene.enrollSingle('S', 'A')
  await scene.enrollSingle('T', 'Z')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'skipped', S: 'in progress', T: 'in progress' })
})

it('a single contact joins the newest open chain; a bulk request opens its own', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('AB')
  await scene.enrollChains('A')
  await loop.run()
  const [first, , second] = await scene.sequences()
  expect(second?.chainId).not.toBe(first?.chainId)
  await scene.enrollSingle('S', 'A')
  expect((await scene.sequence('S')).chainId).toBe(second?.chainId)
})

it('a single contact that comes before the sequences of its chain exist waits behind them', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('AB')
  await scene.enrollSingle('S', 'A')
  await scene.enrollSingle('T', 'A')
  expect(await scene.statuses()).toEqual({ S: 'waiting', T: 'waiting' })
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'in progress', B: 'waiting', S: 'waiting', T: 'waiting' })
  const positions = (await scene.sequences()).map(({ name, chainPosition }) => [name, chainPosition])
  expect(Object.fromEntries(positions)).toEqual({ A: 0, B: 1, S: 2, T: 3 })
})

it('single contacts at once open one chain, and one of them has the turn', async () => {
  const scene = await scenes.open({ lines: 20 })
  await Promise.all(Array.from({ length: 12 }, (_, n) => scene.enrollSingle(`S${n}`, 'x')))
  await loop.runAtOnce(4)
  const sequences = await scene.sequences()
  expect(new Set(sequences.map(({ chainId }) => chainId)).size).toBe(1)
  expect(sequences.map(({ chainPosition }) => chainPosition).sort((a, b) => Number(a) - Number(b))).toEqual(
    Array.from({ length: 12 }, (_, n) => n),
  )
  expect(sequences.filter(({ status }) => status !== 'waiting')).toHaveLength(1)
})

it('two single contacts of one value that look for its chain before either has opened it are one chain', async () => {
  const scene = await scenes.open({ lines: 20 })
  const { organizationId } = scene.actor
  // Credits are taken last: whoever has opened a chain waits for this lock, and nothing is committed while both look.
  const enrolling = await transaction(async (tx) => {
    await tx.execute`SELECT FROM credit_balances WHERE organization_id = ${organizationId} FOR UPDATE`
    const both = ['S', 'T'].map((name) => scene.enrollSingle(name, 'x'))
    await until('both wait', async () => (await countLockWaits()) === 2)
    return { both }
  })
  await Promise.all(enrolling.both)
  const sequences = await scene.sequences()
  expect(new Set(sequences.map(({ chainId }) => chainId)).size).toBe(1)
  expect(sequences.map(({ chainPosition }) => chainPosition).sort()).toEqual([0, 1])
})

it('a success and a single contact at the same moment: it is skipped, or it opens a chain', async () => {
  const scene = await scenes.open({ lines: 20 })
  for (let round = 0; round < 10; round++) {
    await scene.enrollSingle(`A${round}`, `r${round}`)
    await loop.run()
    await scene.report(`A${round}`, 'Goal Completed')
    await Promise.all([loop.runAtOnce(2), scene.enrollSingle(`S${round}`, `r${round}`)])
    await loop.run()
    expect(['skipped', 'in progress']).toContain((await scene.statuses())[`S${round}`])
  }
})

it('takes what is due twice, at the same moment, once', async () => {
  const scene = await scenes.open({ lines: 3 })
  await scene.enroll(Array.from({ length: 10 }, (_, n) => scene.contact(`C${n}`)))
  await loop.run({ but: ['sequences/work.due'] })
  await Promise.all(Array.from({ length: 8 }, () => dispatchCalls({ agentId: scene.agent })))
  expect(await scene.underWay()).toHaveLength(3)
})
