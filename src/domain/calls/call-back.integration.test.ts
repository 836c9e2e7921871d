import { expect, it } from 'vitest'
import { pauseAgent, resumeAgent } from '@/domain/agents/pause-agent'
import { updateAgent } from '@/domain/agents/update-agent'
import { newId } from '@/domain/ids'
import { getCallingPolicy } from '@/domain/organizations/get-calling-policy'
import { updateCallingPolicy } from '@/domain/organizations/update-calling-policy'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'
import { findDueWork } from '@/domain/sequences/find-due-work'
import { getSequence } from '@/domain/sequences/get-sequence'
import { rescheduleSequence } from '@/domain/sequences/reschedule-sequence'
import { db } from '@/platform/db'
import type { ResultType, Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { recordTimeouts } from './record-call-result'

const scenes = setUpScenes()
const { loop } = scenes

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const call = { stepType: 'CALL', delaySeconds: 0 } as const
const later = { ...call, delaySeconds: 3_600 }
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS).toISOString()
const hour = (ms: number) => `${String(new Date(ms).getUTCHours()).padStart(2, '0')}:00`
/** An hour a day in UTC, twelve hours from now. */
const CLOSED = Object.fromEntries(
  WEEKDAYS.map((day) => [
    day,
    [{ start: hour(Date.now() + DAY_MS / 2), end: hour(Date.now() + DAY_MS / 2 + 3_600_000) }],
  ]),
)

async function end(scene: Scene, name: string, resultType: ResultType, rescheduledAt?: string): Promise<void> {
  await scene.report(name, resultType, rescheduledAt === undefined ? {} : { rescheduledAt })
  await loop.run()
}

/**
 * Lets the promised moment of everybody come: it was so many minutes ago. Moments are rounded to milliseconds, so that
 * `now()` would be still to come for half of one.
 */
async function letCome(scene: Scene, minutesAgo = 0): Promise<void> {
  await db().execute`
    UPDATE sequences SET due_at = now() - make_interval(mins => ${minutesAgo}::int, secs => 0.001),
      promised_at = now() - make_interval(mins => ${minutesAgo}::int, secs => 0.001)
    WHERE agent_id = ${scene.agent}::uuid AND promised_at IS NOT NULL AND due_at IS NOT NULL`
  await findDueWork()
  await loop.run()
}

const madeOf = async (scene: Scene, name: string) =>
  (await getSequence(scene.actor, await scene.sequenceId(name))).calls
    .filter(({ status }) => status !== 'withdrawn')
    .map(({ stepIndex, attempt, resultType }) => `${stepIndex}.${attempt ?? 'back'} ${resultType}`)

it('comes at the moment that the person asked for, also where the windows are closed, and is no attempt of the step', async () => {
  const retry = { Busy: { after: '10m', times: 1 } }
  const scene = await scenes.open({ steps: [{ ...call, retry }, later], timezones: ['UTC'] })
  await scene.enroll([scene.contact('A', { timezone: 'UTC' })])
  await loop.run()
  await end(scene, 'A', 'Busy')
  await scene.makeDue()
  await loop.run()
  const promisedAt = inMinutes(120)
  await scene.changeAgent({ callWindows: CLOSED })
  await end(scene, 'A', 'Goal Not Completed', promisedAt)
  const sequenceId = await scene.sequenceId('A')
  expect(await getSequence(scene.actor, sequenceId)).toMatchObject({
    lifecycleStatus: 'in progress',
    stepIndex: 0,
    dueAt: promisedAt,
    promisedAt,
  })
  await letCome(scene)
  expect(await scene.underWay()).toEqual(['A'])
  expect((await scene.calls('A')).at(-1)?.status).toBe('placed')
  await end(scene, 'A', 'Goal Not Completed')
  // The next step counts from the end of the call back.
  const { dueAt, promisedAt: none, calls } = await getSequence(scene.actor, sequenceId)
  expect(Date.parse(dueAt ?? '') - Date.parse(calls.at(-1)?.endedAt ?? '')).toBeGreaterThanOrEqual(3_600_000)
  expect(none).toBeNull()
  expect(await scene.sequence('A')).toMatchObject({ stepIndex: 1, attempt: 1, priority: 'normal' })
  expect(await madeOf(scene, 'A')).toEqual(['0.1 Busy', '0.2 Goal Not Completed', '0.back Goal Not Completed'])
})

it('gets the first free line, before all that is enrolled with priority now', async () => {
  const scene = await scenes.open({ lines: 1 })
  await scene.enroll([scene.contact('A')], { priority: 'low' })
  await loop.run()
  await scene.enroll(
    ['B', 'C', 'D'].map((name) => scene.contact(name)),
    { priority: 'now' },
  )
  await end(scene, 'A', 'Voicemail', inMinutes(30))
  expect(await scene.underWay()).toHaveLength(1)
  await letCome(scene)
  const [busy = ''] = await scene.underWay()
  await end(scene, busy, 'Busy')
  expect(await scene.underWay()).toEqual(['A'])
  await end(scene, 'A', 'Busy', inMinutes(60))
  expect(await scene.sequence('A')).toMatchObject({ priority: 'promised' })
  expect(await scene.underWay()).toHaveLength(1)
})

it('was not answered: the next day at the same time, once', async () => {
  const scene = await scenes.open({ steps: [call, later] })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  await end(scene, 'A', 'Goal Not Completed', inMinutes(30))
  await letCome(scene)
  const promised = (await scene.sequence('A')).promisedAt?.getTime() ?? 0
  await end(scene, 'A', 'No Answer')
  const moved = await scene.sequence('A')
  // A day has 23 or 25 hours where the clocks change.
  expect(Math.abs((moved.promisedAt?.getTime() ?? 0) - promised - DAY_MS)).toBeLessThanOrEqual(3_600_000)
  expect(moved.promiseMoved).toBe(true)
  await letCome(scene)
  await end(scene, 'A', 'No Answer')
  expect(await scene.sequence('A')).toMatchObject({ stepIndex: 1, promisedAt: null, promiseMoved: false })
})

it.each([
  // The person was spoken to after all, so the step is over.
  ['Goal Not Completed', { stepIndex: 1, promisedAt: null, promiseMoved: false, priority: 'normal' }],
  ['Busy', { stepIndex: 0, promiseMoved: true, priority: 'promised' }],
] as const)('was moved after our Failed, in whose place a late "%s" comes', async (late, expected) => {
  const scene = await scenes.open({ steps: [call, later] })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  await end(scene, 'A', 'Goal Not Completed', inMinutes(30))
  await letCome(scene)
  const id = (await scene.calls('A')).at(-1)?.id ?? ''
  await recordTimeouts([id])
  await loop.run()
  expect(await scene.sequence('A')).toMatchObject({ stepIndex: 0, promiseMoved: true })
  await scene.reportCall(id, late)
  await loop.run()
  expect(await scene.sequence('A')).toMatchObject({ ...expected, lastResultType: late })
})

it.each([
  ['Goal Not Completed', 'promised'],
  ['No Answer', 'promised'],
  // The goal is reached, and nothing is left to promise.
  ['Goal Completed', 'done'],
] as const)('in a late "%s" it takes the place of the retry after our Failed: %s', async (late, expected) => {
  const scene = await scenes.open({ steps: [{ ...call, retry: { Failed: { after: '15m', times: 1 } } }, later] })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  const [{ id } = { id: '' }] = await scene.calls('A')
  await recordTimeouts([id])
  await loop.run()
  expect(await scene.sequence('A')).toMatchObject({ attempt: 2, promisedAt: null })
  const promisedAt = new Date(inMinutes(90))
  await scene.reportCall(id, late, { rescheduledAt: promisedAt.toISOString() })
  await loop.run()
  if (expected === 'done') {
    expect(await scene.statuses()).toEqual({ A: 'done' })
    return
  }
  expect(await scene.sequence('A')).toMatchObject({
    ...{ status: 'in progress', stepIndex: 0, attempt: 2, priority: 'promised', lastResultType: late },
    ...{ dueAt: promisedAt, promisedAt, promiseMoved: false },
  })
  await letCome(scene)
  await end(scene, 'A', 'Goal Not Completed')
  expect(await madeOf(scene, 'A')).toEqual([`0.1 ${late}`, '0.back Goal Not Completed'])
  expect(await scene.sequence('A')).toMatchObject({ stepIndex: 1, promisedAt: null })
})

it('in a late result it takes the place of the one that was moved after our Failed, and may be moved again', async () => {
  const scene = await scenes.open({ steps: [call, later] })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  await end(scene, 'A', 'Goal Not Completed', inMinutes(30))
  await letCome(scene)
  const id = (await scene.calls('A')).at(-1)?.id ?? ''
  await recordTimeouts([id])
  await loop.run()
  const promisedAt = new Date(inMinutes(90))
  await scene.reportCall(id, 'Goal Not Completed', { rescheduledAt: promisedAt.toISOString() })
  await loop.run()
  expect(await scene.sequence('A')).toMatchObject({ stepIndex: 0, dueAt: promisedAt, promisedAt, promiseMoved: false })
})

it('in a late result nothing follows from it when the next step is planned, or the retry is under way', async () => {
  const retry = { Failed: { after: '15m', times: 1 } }
  for (const steps of [[call, later], [{ ...call, retry }]]) {
    const scene = await scenes.open({ steps })
    await scene.enroll([scene.contact('A')])
    await loop.run()
    const [{ id } = { id: '' }] = await scene.calls('A')
    await recordTimeouts([id])
    await loop.run()
    if (steps.length === 1) {
      await scene.makeDue()
      await loop.run()
      expect(await scene.underWay()).toEqual(['A'])
    }
    const { stepIndex, attempt, dueAt } = await scene.sequence('A')
    await scene.reportCall(id, 'Goal Not Completed', { rescheduledAt: inMinutes(90) })
    await loop.run()
    expect(await scene.sequence('A')).toMatchObject({ stepIndex, attempt, dueAt, promisedAt: null })
  }
})

it('a promise after the one that was moved stays, whatever comes late of the call before', async () => {
  const scene = await scenes.open({ steps: [call, later] })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  await end(scene, 'A', 'Goal Not Completed', inMinutes(30))
  await letCome(scene)
  const id = (await scene.calls('A')).at(-1)?.id ?? ''
  await recordTimeouts([id])
  await loop.run()
  await letCome(scene)
  await end(scene, 'A', 'Goal Not Completed', inMinutes(60))
  // The new promise was missed too, and has been moved.
  await letCome(scene, 16)
  const { promisedAt } = await scene.sequence('A')
  await scene.reportCall(id, 'Goal Not Completed')
  await loop.run()
  expect(await scene.sequence('A')).toMatchObject({ stepIndex: 0, promisedAt, promiseMoved: true })
})

it('was missed while the agent was stopped: the next day, once, and then as any call in the windows', async () => {
  const scene = await scenes.open({ timezones: ['UTC'] })
  await scene.enroll([scene.contact('A', { timezone: 'UTC' })])
  await loop.run()
  await end(scene, 'A', 'Goal Not Completed', inMinutes(30))
  await pauseAgent(scene.actor, scene.agentId)
  await letCome(scene, 16)
  await resumeAgent(scene.actor, scene.agentId)
  await loop.run()
  expect(await scene.underWay()).toEqual([])
  const moved = await scene.sequence('A')
  expect(moved).toMatchObject({ promiseMoved: true, promisedAt: moved.dueAt })
  expect((moved.dueAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(DAY_MS - 17 * MINUTE_MS)
  await scene.changeAgent({ callWindows: CLOSED })
  await letCome(scene, 16)
  expect(await scene.underWay()).toEqual([])
  expect((await scene.sequence('A')).dueAt?.getTime()).toBeGreaterThan(Date.now())
  const always = Object.fromEntries(WEEKDAYS.map((day) => [day, [{ start: '00:00', end: '24:00' }]]))
  await scene.changeAgent({ callWindows: always })
  await letCome(scene, 16)
  expect(await scene.underWay()).toEqual(['A'])
})

it('was missed for days while the agent was stopped: it comes at once, as any call in the windows', async () => {
  const scene = await scenes.open()
  await scene.enroll([scene.contact('A')])
  await loop.run()
  await end(scene, 'A', 'Goal Not Completed', inMinutes(30))
  await pauseAgent(scene.actor, scene.agentId)
  await letCome(scene, 3 * 1_440)
  await resumeAgent(scene.actor, scene.agentId)
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
})

it('is none of the calls that a contact may have', async () => {
  const step = { ...call, retry: { Busy: { after: '10m', times: 3 } } }
  const scene = await scenes.open({ steps: [step, step], attemptsMax: 3 })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  await end(scene, 'A', 'Goal Not Completed', inMinutes(30))
  await letCome(scene)
  for (const result of ['Goal Not Completed', 'Busy', 'Busy'] as const) {
    await end(scene, 'A', result)
    await scene.makeDue()
    await loop.run()
  }
  expect(await madeOf(scene, 'A')).toEqual([
    '0.1 Goal Not Completed',
    '0.back Goal Not Completed',
    '1.1 Busy',
    '1.2 Busy',
  ])
  expect(await scene.statuses()).toEqual({ A: 'done' })
})

it('that was withdrawn before it was placed stays promised', async () => {
  const scene = await scenes.open({ timezones: ['UTC'] })
  await scene.enroll([scene.contact('A', { timezone: 'UTC' })])
  await loop.run()
  await end(scene, 'A', 'Goal Not Completed', inMinutes(30))
  await scene.changeAgent({ callWindows: CLOSED })
  await db().execute`
    UPDATE sequences SET due_at = now() - interval '1 ms', promised_at = now() - interval '1 ms' WHERE agent_id = ${scene.agent}::uuid`
  await scene.makeDue()
  await findDueWork()
  await loop.run({ but: ['calls/call.requested'] })
  expect(await scene.underWay()).toEqual(['A'])
  await pauseAgent(scene.actor, scene.agentId)
  await loop.run()
  expect(await scene.underWay()).toEqual([])
  await resumeAgent(scene.actor, scene.agentId)
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
  await end(scene, 'A', 'Goal Not Completed')
  expect(await madeOf(scene, 'A')).toEqual(['0.1 Goal Not Completed', '0.back Goal Not Completed'])
})

it.each([
  ['over', -60],
  ['over a year ahead', 367 * 1_440],
])('a moment that is %s is kept and passed on, and nothing follows from it', async (_what, minutes) => {
  const scene = await scenes.open()
  await scene.enroll([scene.contact('A')])
  await loop.run()
  const rescheduledAt = inMinutes(minutes)
  await end(scene, 'A', 'Goal Not Completed', rescheduledAt)
  expect(await scene.statuses()).toEqual({ A: 'done' })
  const { calls } = await getSequence(scene.actor, await scene.sequenceId('A'))
  expect(calls[0]?.result?.rescheduledAt).toBe(rescheduledAt)
})

it('who has reached the goal is not called back, whatever the result asks for', async () => {
  const scene = await scenes.open()
  await scene.enroll([scene.contact('A')])
  await loop.run()
  await end(scene, 'A', 'Goal Completed', inMinutes(60))
  expect(await scene.statuses()).toEqual({ A: 'done' })
})

it('the chain waits for it', async () => {
  const scene = await scenes.open({ lines: 3 })
  await scene.enrollChains('AB')
  await loop.run()
  await end(scene, 'A', 'Goal Not Completed', inMinutes(60))
  expect(await scene.statuses()).toEqual({ A: 'in progress', B: 'waiting' })
  await letCome(scene)
  await end(scene, 'A', 'Goal Not Completed')
  expect(await scene.underWay()).toEqual(['B'])
})

it('is promised for another moment by whoever reschedules it, and windows that are changed leave it', async () => {
  const scene = await scenes.open({ timezones: ['UTC'] })
  await scene.enroll([scene.contact('A', { timezone: 'UTC' })])
  await loop.run()
  await end(scene, 'A', 'Goal Not Completed', inMinutes(60))
  const scheduledAt = inMinutes(180)
  const sequenceId = await scene.sequenceId('A')
  await rescheduleSequence(scene.actor, { sequenceId, scheduledAt })
  await updateAgent(scene.actor, scene.agentId, { version: 1, callWindows: CLOSED })
  await loop.run()
  expect(await getSequence(scene.actor, sequenceId)).toMatchObject({ dueAt: scheduledAt, promisedAt: scheduledAt })
})

it('is for the first moment that the rules allow, where they do not allow the one that was promised', async () => {
  const scene = await scenes.open()
  const { version } = await getCallingPolicy(scene.actor)
  await updateCallingPolicy(scene.actor, { version, ruleSets: ['us-federal'] })
  // So far ahead that nothing calls before the test has.
  const scheduledAt = `${inMinutes(10 * 1_440).slice(0, 10)}T17:00:00Z`
  await scene.enroll([scene.contact('A', { phoneNumber: '+12125550123', scheduledAt })])
  await loop.run()
  const sequenceId = await scene.sequenceId('A')
  await db().execute`UPDATE sequences SET status = 'in progress', due_at = NULL WHERE agent_id = ${scene.agent}::uuid`
  const id = newId()
  await db().execute`
    INSERT INTO calls (id, organization_id, agent_id, batch_id, sequence_id, step_index, status, placed_at)
    SELECT ${id}::uuid, organization_id, agent_id, batch_id, id, 0, 'placed', now() FROM sequences
    WHERE agent_id = ${scene.agent}::uuid`
  // Half past two at night in New York, two days ahead.
  const night = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + 2 * DAY_MS + 7.5 * 60 * MINUTE_MS).toISOString()
  await scene.reportCall(id, 'Goal Not Completed', { rescheduledAt: night })
  await loop.run()
  const { dueAt, promisedAt } = await getSequence(scene.actor, sequenceId)
  expect(promisedAt).toBe(dueAt)
  const local = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', timeStyle: 'short' })
  expect(local.format(new Date(dueAt ?? ''))).toBe('08:00')
  await updateCallingPolicy(scene.actor, { version: version + 1, ruleSets: [] })
})
